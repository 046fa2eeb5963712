// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { barHeight } from "#components/runs/run-bar";
import { RunStrip } from "#components/runs/run-strip";
import type { Outlook, StripMark } from "#lib/api/runs";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const now = Date.parse("2026-03-10T12:00:00Z");
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

function run(name: string, over: Partial<Extract<StripMark, { kind: "run" }>["run"]> = {}) {
  const started = at(-600);
  const whole = { name, result: "Complete", scheduled: started, started, ended: at(-540) } as const;
  return { kind: "run" as const, run: { ...whole, manual: false, ...over } };
}
const missed: StripMark = {
  kind: "missed",
  count: 2,
  first: at(-300),
  last: at(-240),
  cause: "overlap",
};

const marks: readonly StripMark[] = [
  run("etl-1"),
  run("etl-2", { result: "Failed", ended: at(-480) }),
  missed,
  run("by-hand", { manual: true, scheduled: null }),
  run("etl-3", { result: "Running", ended: null, scheduled: at(-60), started: at(-60) }),
];

const outlook = (strip: readonly StripMark[], next: Outlook["next"] = { at: at(60) }): Outlook => ({
  next,
  zone: { name: "UTC", assumed: true, matters: false },
  last: null,
  strip,
  missed: null,
  reason: null,
  usual: { p50: 60_000, p95: 120_000, runs: 2 },
  slow: null,
  suspension: null,
});

const show = (shown: Outlook, reachable = true) =>
  render(<RunStrip namespace="data" outlook={shown} reachable={reachable} />).container;
const links = () => screen.getAllByRole("link");

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ["Date"] });
  push.mockClear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("the strip of a CronJob's runs", () => {
  it("says in one sentence what it shows, and each bar names itself", () => {
    show(outlook(marks));
    expect(screen.getByRole("group").getAttribute("aria-label")).toBe(
      "Last 4 runs: 2 Complete, 1 Failed, 1 Running, 1 manual; 2 missed",
    );
    expect(links().map(({ textContent }) => textContent)).toEqual([
      "etl-1: Complete in 60s, due 10m ago",
      "etl-2: Failed in 2m, due 10m ago",
      "by-hand: Complete in 60s, started 10m ago, manual run",
      "etl-3: Running for 60s, due 60s ago",
    ]);
    expect(document.querySelector("[data-mark=missed]")?.textContent).toBe(
      "No Job for 2 ticks, due 4m ago: an earlier run was still going",
    );
  });

  it("lets a bar say how its run ended once it has", () => {
    const going = run("etl-3", { result: "Running", ended: null });
    const ended = run("etl-3", { result: "Failed", ended: at(-30) });
    const strip = (mark: StripMark) => (
      <RunStrip namespace="data" outlook={outlook([mark])} reachable />
    );
    const { rerender } = render(strip(going));
    expect(links()[0]?.title).toBe("etl-3: Running for 10m, due 10m ago");
    rerender(strip(ended));
    expect(links()[0]?.title).toBe("etl-3: Failed in 9m30s, due 10m ago");
    expect(links()[0]?.textContent).toBe(links()[0]?.title);
  });

  it("draws each result in a form of its own, and what is to come", () => {
    const strip = show(outlook(marks));
    const shapes = [...strip.querySelectorAll("[data-mark] svg")].map((svg) =>
      [...svg.children].map(({ tagName }) => tagName).join(),
    );
    expect(shapes).toEqual(["rect", "path", "rect", "rect,path", "rect"]);
    expect(strip.querySelectorAll("[data-mark-next]")).toHaveLength(1);
    cleanup();
    const suspended = show(outlook(marks, { at: null, why: "suspended" }));
    expect(suspended.querySelectorAll("[data-mark-next]")).toHaveLength(0);
  });

  it("opens the log of a run by a plain press alone", () => {
    show(outlook(marks));
    const [first] = links();
    if (first) fireEvent.click(first, { ctrlKey: true });
    expect(push).not.toHaveBeenCalled();
    if (first) fireEvent.click(first);
    expect(push).toHaveBeenCalledWith("/jobs/data/etl-1#log");
  });

  it("is walked by arrows, with one stop for Tab at the newest", () => {
    const strip = show(outlook(marks));
    const stops = () => [...strip.querySelectorAll<HTMLElement>("[data-mark]")];
    expect(stops().map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, -1, -1, 0]);
    stops().at(-1)?.focus();
    for (const [key, index] of [
      ["ArrowLeft", 3],
      ["ArrowLeft", 2],
      ["Home", 0],
      ["ArrowLeft", 0],
      ["ArrowRight", 1],
      ["End", 4],
      ["ArrowRight", 4],
    ] as const) {
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
      expect(document.activeElement).toBe(stops()[index]);
    }
    expect(stops().map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, -1, -1, 0]);
  });

  it("has no stop where the row is not the chosen one, and says so where nothing ran", () => {
    const strip = show(outlook(marks), false);
    expect(
      [...strip.querySelectorAll<HTMLElement>("[data-mark]")].every(
        ({ tabIndex }) => tabIndex === -1,
      ),
    ).toBe(true);
    cleanup();
    show(outlook([]));
    expect(screen.getByRole("group").getAttribute("aria-label")).toBe("No runs yet");
  });
});

it.each([
  [null, 100, 5],
  [100, 100, 17],
  [25, 100, 9],
  [1, 100, 5],
  [400, 100, 17],
  [10, 0, 5],
])("a run of %s among the longest of %s is %s high", (ms, longest, height) => {
  expect(barHeight(ms, longest)).toBe(height);
});
