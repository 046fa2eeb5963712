// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StreamStatus, viewStateOf } from "#components/stream-status";
import type { ResourceState } from "#lib/api/frames";
import type { StreamState } from "#lib/client/frame-stream";
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
  const { type: _type, now: _now, ...data } = snapshot(jobs ? { states: { jobs } } : {});
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
