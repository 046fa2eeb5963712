// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Action } from "#lib/api/actions";
import { pendingActions, settlePending } from "#lib/client/pending-actions";
import { performAction } from "#lib/client/perform-action";
import { cronJobRow } from "#lib/client/testing/watch-data";
import { suspendOf } from "#lib/client/use-pending";
import { inEnglish } from "#lib/texts/wording";

let row = cronJobRow();
let uids = 0;
let answer: (response: Response) => void;
let fail: (error: Error) => void;
const fetched = vi.fn(
  (_url: string, _init: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    }),
);
const accepted = { accepted: true, already: false, made: null };
const shown = () => suspendOf(row, pendingActions.shared.get());
const suspend = () =>
  performAction({
    action: "suspend",
    resource: "cronjobs",
    target: { namespace: row.namespace, name: row.name, uid: row.uid },
  });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  row = cronJobRow({ uid: `uid-${++uids}`, suspend: false });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("performAction", () => {
  it("shows at once what was asked for, and sends it so that no other site can", () => {
    void suspend();
    expect(shown()).toBe(true);
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
    const outcome = suspend();
    answer(Response.json(accepted));
    expect(await outcome).toEqual({ ok: true, answer: accepted });
    expect(shown()).toBe(true);
    settlePending({ cronjobs: [{ ...row, suspend: true }] });
    expect(shown()).toBe(false);
  });

  it("holds on to what was asked for while the stream tells of other changes", () => {
    void suspend();
    settlePending({ cronjobs: [{ ...row, active: 1 }] });
    expect(shown()).toBe(true);
  });

  it("takes a refusal back and hands on the API server's own message", async () => {
    const outcome = suspend();
    const error = { code: "forbidden", message: 'cronjobs.batch "echo" is forbidden' };
    answer(Response.json(error, { status: 403 }));
    expect(await outcome).toEqual({ ok: false, error, waitMs: 0 });
    expect(shown()).toBe(false);
  });

  it("hands on how long a busy server wants to be left alone", async () => {
    const outcome = suspend();
    const error = { code: "too-many", message: "too many requests" };
    answer(Response.json(error, { status: 503, headers: { "retry-after": "7" } }));
    expect(await outcome).toMatchObject({ ok: false, waitMs: 7_000 });
  });

  it("R25: says that the result is not known when the answer is lost, and shows what the cluster says", async () => {
    const suspending = suspend();
    fail(new TypeError("network error"));
    const outcome = await suspending;
    expect(outcome).toMatchObject({ ok: false, error: { code: "unreachable" } });
    expect(inEnglish((!outcome.ok && outcome.error.hint) || "")).toContain("not known");
    expect(shown()).toBe(false);
  });

  it("takes an answer that breaks off for a lost one, never for a success", async () => {
    const outcome = suspend();
    answer(new Response('{"accepted":tr'));
    expect(await outcome).toMatchObject({ ok: false, error: { code: "unreachable" } });
    expect(shown()).toBe(false);
  });

  it("shows the stream's word again when an accepted action has no effect", async () => {
    const outcome = suspend();
    answer(Response.json(accepted));
    await outcome;
    vi.advanceTimersByTime(9_999);
    expect(shown()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(shown()).toBe(false);
  });

  it("shows nothing beforehand of what makes or deletes objects", () => {
    const target = { namespace: row.namespace, name: row.name, uid: row.uid };
    const actions: Action[] = [
      { action: "trigger", resource: "cronjobs", target, key: "abcd1234" },
      { action: "delete", resource: "cronjobs", target, cascade: "orphan" },
    ];
    for (const action of actions) void performAction(action);
    expect(pendingActions.shared.get().has(row.uid)).toBe(false);
  });
});
