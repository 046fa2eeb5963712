// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OverviewPage } from "#components/overview/overview-page";
import { closeBrowser, openBrowser, showList } from "#components/testing/list-harness";
import type { Asides, Snapshot } from "#lib/api/frames";
import type { Attention, DayAhead, Overview } from "#lib/api/overview";
import { formatScope } from "#lib/api/scope";
import { forgetView } from "#lib/client/known-views";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { snapshot } from "#lib/client/testing/watch-data";

const { push } = vi.hoisted(() => ({ push: vi.fn() }));
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(),
}));

beforeEach(() => {
  openBrowser();
  push.mockClear();
});
afterEach(() => {
  closeBrowser();
  forgetView(formatScope({ view: "overview", namespaces: "*" }));
});

const attention = (name: string, more: Partial<Attention> = {}): Attention => ({
  kind: "cronjob",
  namespace: "data",
  name,
  uid: `uid-${name}`,
  trouble: "failing",
  since: "2026-03-10T10:00:00Z",
  word: "BackoffLimitExceeded",
  sentence: "container main exited 3",
  source: "a test",
  run: `${name}-1`,
  strip: null,
  ...more,
});

const overview: Overview = {
  totals: { troubles: { failing: 1, suspended: 1 }, kinds: { cronjob: 2 }, failures: 0 },
  tally: { cronjobs: { Failed: 1, Complete: 4 }, jobs: { Running: 2 }, pods: {} },
};
const ahead: DayAhead = {
  from: "2026-03-10T12:01:00Z",
  minutes: [[59, 1, 1]],
  steady: { cronJobs: 0, runs: 0 },
  crowded: [],
  next: [{ at: "2026-03-10T13:00:00Z", namespace: "data", name: "hourly" }],
  clocks: [],
  assumed: 0,
};

function show(beside: Asides = {}, more: Partial<Snapshot> = {}) {
  const { address } = showList(<OverviewPage />, "?ns=*");
  const frame = snapshot({
    counts: { cronjobs: 5, jobs: 9, pods: 12 },
    beside,
    overview,
    ahead,
    ...more,
  });
  act(() => FakeEventSource.last.send(frame));
  return { address };
}

const byUid = (entries: readonly Attention[]) =>
  Object.fromEntries(entries.map((entry) => [entry.uid, entry]));
const press = (key: string) => fireEvent.keyDown(document.body, { key });
const rows = () => [...document.querySelectorAll<HTMLElement>("[data-attention]")];

test("what needs eyes stands in order, each with its reason and the log that tells of it", () => {
  const all = [
    attention("held", { trouble: "suspended", word: "Suspended", run: null }),
    attention("etl"),
  ];
  show({ attention: byUid(all) });
  expect(rows().map(({ dataset }) => dataset.attention)).toEqual(["data/etl", "data/held"]);
  const [first, second] = rows();
  expect(first?.textContent).toContain("Failing");
  expect(first?.textContent).toContain("BackoffLimitExceeded: container main exited 3");
  const log = (row: HTMLElement | undefined) =>
    within(row as HTMLElement)
      .getByRole("link", { name: /^Log of/ })
      .getAttribute("href");
  expect(log(first)).toContain("of=job/etl-1");
  expect(log(second)).toContain("of=cronjob/held");
  expect(screen.getByText("1 failing, 1 suspended")).toBeDefined();
});

test("a cluster where all is well says so in one line", () => {
  const nothing = { ...overview, totals: { troubles: {}, kinds: {}, failures: 0 } };
  show({}, { overview: nothing });
  expect(
    screen.getByText("Nothing needs eyes among 5 CronJobs, 9 Jobs and 12 Pods."),
  ).toBeDefined();
  expect(screen.getByText("No Job failed within the last day.")).toBeDefined();
});

test("while the first list is under way nothing is said to be well", () => {
  show({}, { counts: { cronjobs: null, jobs: null, pods: null } });
  expect(screen.queryByText(/^Nothing needs eyes/)).toBeNull();
  expect(screen.getByText("Looking through the cluster")).toBeDefined();
});

test("counts lead into the lists they count; what went well has none", () => {
  show();
  const counts = within(screen.getByRole("navigation", { name: "Counts" }));
  expect(counts.getByRole("link", { name: /^Failed/ }).getAttribute("href")).toBe(
    "/cronjobs?ns=*&status=Failed",
  );
  expect(counts.queryByRole("link", { name: /^Complete/ })).toBeNull();
});

test("keys walk what needs eyes, and open a log", () => {
  show({ attention: byUid([attention("a"), attention("b")]) });
  press("j");
  expect(document.activeElement?.textContent).toBe("data/a");
  press("j");
  expect(document.activeElement?.textContent).toBe("data/b");
  press("j");
  expect(document.activeElement?.textContent).toBe("data/b");
  press("l");
  expect(push).toHaveBeenLastCalledWith(expect.stringContaining("of=job/b-1"));
});

test("more than a page of trouble is drawn step by step", () => {
  const many = Array.from({ length: 60 }, (_, i) => attention(`broken-${i}`));
  const totals = { troubles: { failing: 300 }, kinds: { cronjob: 300 }, failures: 0 };
  show({ attention: byUid(many) }, { overview: { ...overview, totals } });
  expect(rows()).toHaveLength(40);
  fireEvent.click(screen.getByRole("button", { name: "Show 20 more" }));
  expect(rows()).toHaveLength(60);
  expect(screen.getByText(/60 of 300 shown/)).toBeDefined();
});

test("the axis says how many runs a day has, and names the first", () => {
  show();
  expect(screen.getByRole("img", { name: /Runs that start within 24 hours: 1/ })).toBeDefined();
  const next = within(screen.getByRole("list", { name: "Next runs" }));
  expect(next.getByRole("link", { name: "data/hourly" }).getAttribute("href")).toBe(
    "/cronjobs/data/hourly",
  );
  expect(screen.getByText(/1 run, 1 more are suspended/)).toBeDefined();
});
