// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StreamStatus, staleSince, viewStateOf } from "#components/stream-status";
import type { ResourceState } from "#lib/api/frames";
import type { StreamState } from "#lib/client/frame-stream";
import { applyFrame } from "#lib/client/table-state";
import { snapshot } from "#lib/client/testing/watch-data";
import type { WatchView } from "#lib/client/use-watch";

const now = Date.parse("2026-03-10T12:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function view(connection: StreamState, jobs?: ResourceState): WatchView {
  const data = applyFrame(null, snapshot(jobs ? { states: { jobs } } : {}));
  return { data, connection, retryNow: () => {} };
}
const open: StreamState = { state: "open" };
const error = { code: "unauthenticated", message: "no session" } as const;

describe("the live indicator", () => {
  it.each<[string, string, WatchView]>([
    ["live", "live", view(open)],
    ["syncing", "connecting", { ...view({ state: "connecting" }), data: null }],
    [
      "syncing",
      "listing1,500 of ~4,200",
      view(open, { state: "syncing", listed: 1500, total: 4200 }),
    ],
    ["syncing", "listing12", view(open, { state: "syncing", listed: 12, total: null })],
    [
      "stale",
      "stale since 12sreconnecting",
      view({ state: "lost", since: now - 12_000, retryAt: null }),
    ],
    [
      "stale",
      "offlineno answer since 3m12s",
      view(open, { state: "stale", since: "2026-03-10T11:56:48Z", message: "", retryAt: null }),
    ],
    ["stale", "pausedtab was hidden", view({ state: "paused" })],
    [
      "live",
      "list onlyno watch right, refetched on a timer",
      view(open, { state: "list-only", message: "" }),
    ],
    ["forbidden", "no access", view(open, { state: "forbidden", message: "", verb: "list" })],
    ["error", "error", view(open, { state: "error", message: "" })],
    ["error", "session ended", view({ state: "failed", error })],
  ])("is %s and reads %j", (state, text, watch) => {
    const { container } = render(<StreamStatus view={watch} table="jobs" />);
    expect(viewStateOf(watch, "jobs")).toBe(state);
    expect(container.textContent).toBe(text);
  });
});

describe("the age of the rows", () => {
  const failed = { state: "failed", error } as const;
  const listing = { state: "syncing", listed: 0, total: null } as const;

  it("is that of the last sign of life when the view has failed", () => {
    expect(staleSince(view(failed), "jobs")).toBe(now);
    expect(staleSince({ ...view(failed), data: null }, "jobs")).toBeNull();
  });

  it("is that of the last sign of life while the view is taken up again", () => {
    expect(staleSince(view({ state: "connecting" }), "jobs")).toBe(now);
    expect(viewStateOf(view({ state: "connecting" }), "jobs")).toBe("syncing");
  });

  it("is that of the first reason where there are two", () => {
    const lost = { state: "lost", since: now, retryAt: null } as const;
    const since = "2026-03-10T11:00:00Z";
    const stale = { state: "stale", since, message: "", retryAt: null } as const;
    expect(staleSince(view(lost, stale), "jobs")).toBe(Date.parse(since));
  });

  it("is told of rows that an ongoing list has not confirmed yet", () => {
    const shown = view(open, listing);
    expect(staleSince(shown, "jobs")).toBeNull();
    const unconfirmed = { jobs: { since: "2026-03-10T11:58:00Z", uids: ["uid-1"] } };
    const old = { ...shown, data: shown.data && { ...shown.data, unconfirmed } };
    expect(staleSince(old, "jobs")).toBe(now - 120_000);
    expect(viewStateOf(old, "jobs")).toBe("syncing");
  });
});
