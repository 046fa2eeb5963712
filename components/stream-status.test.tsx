// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StreamAnnouncement, StreamStatus } from "#components/stream-status";
import type { ResourceState } from "#lib/api/frames";
import type { StreamState } from "#lib/client/frame-stream";
import { applyFrame } from "#lib/client/table-state";
import { snapshot } from "#lib/client/testing/watch-data";
import type { WatchView } from "#lib/client/use-watch";
import { announcementOf, staleSince, viewStateOf } from "#lib/client/view-state";
import { wordingOf } from "#lib/texts/language";
import { sentenceOf } from "#lib/texts/wording";

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

const since = "2026-03-10T11:56:48Z";

describe("the live indicator", () => {
  it.each<[state: string, mark: string, read: string, watch: WatchView]>([
    ["live", "live", "Jobs are live", view(open)],
    ["syncing", "connecting", "Listing Jobs", { ...view({ state: "connecting" }), data: null }],
    [
      "syncing",
      "listing1,500 of ~4,200",
      "Listing Jobs",
      view(open, { state: "syncing", listed: 1500, total: 4200 }),
    ],
    [
      "syncing",
      "listing12",
      "Listing Jobs",
      view(open, { state: "syncing", listed: 12, total: null }),
    ],
    [
      "syncing",
      "listing",
      "Listing Jobs",
      view(open, { state: "syncing", listed: 0, total: null }),
    ],
    [
      "offline",
      "offline since 11:59:48 UTC, 12sBatchboard's own server did not answer.",
      "No connection to Batchboard since 11:59:48 UTC: Batchboard's own server did not answer.",
      view({ state: "lost", since: now - 12_000, retryAt: null }),
    ],
    [
      "offline",
      "offline since 12:00:00 UTC, 0sfull",
      "No connection to Batchboard since 12:00:00 UTC: full.",
      view({ state: "lost", since: now, retryAt: null, message: "full", hint: "wait" }),
    ],
    [
      "stale",
      "stale since 11:56:48 UTC, 3m12srefused",
      "Jobs are out of date since 11:56:48 UTC: refused.",
      view(open, { state: "stale", since, message: "refused", retryAt: null }),
    ],
    [
      "paused",
      "pausedtab was hidden",
      "Jobs are paused since 12:00:00 UTC: the tab was hidden.",
      view({ state: "paused" }),
    ],
    [
      "polling",
      "pollingevery 5s, no stream comes through",
      "Jobs are fetched every 5 seconds: streams are held back on the way.",
      view({ state: "polling" }),
    ],
    [
      "stale",
      "stale since 11:56:48 UTC, 3m12srefused",
      "Jobs are out of date since 11:56:48 UTC: refused.",
      view({ state: "polling" }, { state: "stale", since, message: "refused", retryAt: null }),
    ],
    [
      "list-only",
      "list onlyno watch right, listed every 30s",
      "Jobs are listed every 30 seconds: they may not be watched.",
      view(open, { state: "list-only", message: "" }),
    ],
    [
      "forbidden",
      "no access",
      "No access to Jobs: no.",
      view(open, { state: "forbidden", message: "no", verb: "list" }),
    ],
    ["error", "error", "Jobs have stopped: boom.", view(open, { state: "error", message: "boom" })],
    ["error", "session ended", "Jobs have stopped: no session.", view({ state: "failed", error })],
  ])("%s: the mark says %j, a screen reader %j", (state, mark, read, watch) => {
    const { container } = render(<StreamStatus view={watch} table="jobs" />);
    expect(viewStateOf(watch, "jobs")).toBe(state);
    expect(container.textContent).toBe(mark);
    const spoken = render(<StreamAnnouncement view={watch} table="jobs" title="Jobs" />);
    expect(spoken.container.textContent).toBe(read);
  });
});

it("is announced as a sentence in Chinese too, around the words of others", async () => {
  const silent = view(open, { state: "stale", since, message: "refused", retryAt: null });
  const said = announcementOf(silent, "jobs", "Job");
  expect(sentenceOf(said, await wordingOf("zh-CN"))).toBe(
    "自 11:56:48 UTC 起，Job 已过时：refused。",
  );
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

  it("is that of the last sign of life while the tab is hidden", () => {
    expect(staleSince(view({ state: "paused" }), "jobs")).toBe(now);
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
