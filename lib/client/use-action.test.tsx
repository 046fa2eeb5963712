// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Action } from "#lib/api/actions";
import { pendingActions, settlePending } from "#lib/client/pending-actions";
import { cronJobRow } from "#lib/client/testing/watch-data";
import { type ActionResult, suspendOf, useAction } from "#lib/client/use-action";

let row = cronJobRow();
let uids = 0;
let results: ActionResult[];

function Row() {
  const { act: run, pending } = useAction();
  const suspended = suspendOf(row, pending);
  const action: Action = {
    action: suspended ? "resume" : "suspend",
    resource: "cronjobs",
    target: { namespace: row.namespace, name: row.name, uid: row.uid },
  };
  return (
    <button type="button" onClick={async () => results.push(await run(action))}>
      {suspended ? "True" : "False"}
    </button>
  );
}

let answer: (response: Response) => void;
let fail: (error: Error) => void;
const fetched = vi.fn(
  (_url: string, _init: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    }),
);
const shown = () => screen.getByRole("button").textContent;
const click = () => act(() => screen.getByRole("button").click());

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  results = [];
  row = cronJobRow({ uid: `uid-${++uids}` });
  render(<Row />);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("useAction", () => {
  it("shows at once what was asked for, and sends it so that no other site can", () => {
    click();
    expect(shown()).toBe("True");
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe("/api/actions");
    expect(init).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/json", "x-batchboard-action": "1" },
    });
    expect(JSON.parse(String(init?.body))).toEqual({
      action: "suspend",
      resource: "cronjobs",
      target: { namespace: "default", name: "echo", uid: row.uid },
    });
  });

  it("leaves the word to the stream as soon as it shows the effect", async () => {
    click();
    await act(async () => answer(Response.json({ accepted: true })));
    expect(results).toEqual([{ ok: true }]);
    expect(shown()).toBe("True");
    row = { ...row, suspend: true };
    act(() => settlePending({ cronjobs: [row] }));
    row = { ...row, suspend: false };
    act(() => settlePending({ cronjobs: [row] }));
    cleanup();
    render(<Row />);
    expect(shown()).toBe("False");
  });

  it("holds on to what was asked for while the stream tells of other changes", async () => {
    click();
    act(() => settlePending({ cronjobs: [{ ...row, active: 1 }] }));
    expect(shown()).toBe("True");
  });

  it("takes a refusal back and hands on the API server's own message", async () => {
    click();
    const error = { code: "forbidden", message: 'cronjobs.batch "echo" is forbidden' };
    await act(async () => answer(Response.json(error, { status: 403 })));
    expect(shown()).toBe("False");
    expect(results).toEqual([{ ok: false, error }]);
  });

  it("says that the result is not known when the answer is lost", async () => {
    click();
    await act(async () => fail(new TypeError("network error")));
    expect(shown()).toBe("False");
    expect(results).toMatchObject([
      { ok: false, error: { code: "unreachable", hint: expect.stringContaining("not known") } },
    ]);
  });

  it("shows the stream's word again when an accepted action has no effect", async () => {
    click();
    await act(async () => answer(Response.json({ accepted: true })));
    act(() => vi.advanceTimersByTime(9_999));
    expect(shown()).toBe("True");
    act(() => vi.advanceTimersByTime(1));
    expect(shown()).toBe("False");
  });

  it("can be taken back for a minute, and then no more", async () => {
    for (const [waitMs, kept] of [
      [59_000, true],
      [60_000, false],
    ] as const) {
      click();
      await act(async () => answer(new Response(null, { status: 202 })));
      vi.advanceTimersByTime(waitMs);
      expect(pendingActions.takeLast() !== null).toBe(kept);
      expect(pendingActions.takeLast()).toBeNull();
    }
  });
});
