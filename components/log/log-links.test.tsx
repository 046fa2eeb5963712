// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import {
  asked,
  eachInALogBrowser,
  joined,
  log,
  logRows,
  origins,
  press,
  printed,
  sendLog,
  showLog,
} from "#components/testing/log-harness";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame, stamp } from "#lib/client/testing/log-data";
import { formatLineLink, linePlace } from "#lib/logs/line-link";

const button = (name: string) => screen.getByRole("button", { name });
const marked = () =>
  logRows().flatMap((row) =>
    row.dataset.marked === undefined ? [] : [row.querySelector("[data-text]")?.textContent],
  );
const time = (row: number) =>
  within(logRows()[row] as HTMLElement).getByRole("button", { name: /^\d\d:/ });
const key = origins[0]?.key ?? "";
const link = (at: string, text: string) =>
  `?line=${formatLineLink({ first: linePlace(key, stamp(at), text), last: null })}`;
const bar = () => document.querySelector<HTMLElement>("[data-mark]");

eachInALogBrowser();

describe("a link to a line", () => {
  it("is made by pressing its time, and is a range with Shift", () => {
    const { address } = showLog();
    sendLog(joined(1), printed(0, "one", "two", "three", "four"));
    fireEvent.click(time(1));
    expect(marked()).toEqual(["two"]);
    expect(screen.getByText("1 line marked at 12:00:01.000 UTC.")).toBeTruthy();
    fireEvent.click(time(2), { shiftKey: true });
    expect(marked()).toEqual(["two", "three"]);
    act(() => vi.runOnlyPendingTimers());
    const line = new URLSearchParams(address()).get("line") ?? "";
    expect(line).toMatch(/^build-a_main_0,2026-03-10T12:00:01.0{9}Z,\w+\.\.build-a_main_0,/);
    fireEvent.click(button("Clear the mark"));
    expect(marked()).toEqual([]);
  });

  it("is made and moved by the keyboard alone", () => {
    showLog();
    sendLog(joined(1), printed(0, "one", "two", "three"));
    press("c");
    expect(marked()).toEqual(["one"]);
    const type = (key: string, held: object = {}) => fireEvent.keyDown(log(), { key, ...held });
    type("ArrowDown", { altKey: true });
    expect(marked()).toEqual(["two"]);
    type("ArrowDown", { shiftKey: true });
    expect(marked()).toEqual(["two", "three"]);
    type("Escape");
    expect(marked()).toEqual([]);
  });

  it("copies as an address and as what was printed", () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    showLog(link("12:00:01", "\u001b[31mtwo\u001b[0m"));
    sendLog(joined(1), printed(0, "one", "\u001b[31mtwo\u001b[0m"));
    fireEvent.click(button("Copy line"));
    fireEvent.click(button("Copy link"));
    expect(writeText.mock.calls).toEqual([
      ["two"],
      [expect.stringContaining(`line=${encodeURIComponent(key)}%2C`)],
    ]);
  });

  it("opens at its line, which stays though more is logged", () => {
    showLog(link("12:00:01", "two"));
    sendLog(joined(2), printed(0, "one", "two", "three"));
    expect(marked()).toEqual(["two"]);
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
    sendLog(linesFrame(1, ["12:00:00.5", "late"]), linesFrame(0, ["12:00:09", "new"]));
    expect(marked()).toEqual(["two"]);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("reads the log from a little before it, where it is not among the last lines", () => {
    showLog(link("11:00:00", "old"));
    sendLog(joined(1), printed(0, "one"));
    expect(Object.fromEntries(asked())).toMatchObject({ sinceTime: "2026-03-10T10:59:30Z" });
    expect(asked().get("tail")).toBeNull();
    sendLog(joined(1), linesFrame(0, ["11:00:00", "old"], ["12:00:00", "one"]));
    expect(marked()).toEqual(["old"]);
  });

  it("says plainly that its line is gone", () => {
    showLog(link("11:00:00", "old"));
    sendLog(joined(1), printed(0, "one"));
    expect(bar()?.dataset.mark).toBe("looking");
    sendLog(joined(1), linesFrame(0, ["11:00:00", "other"], ["12:00:00", "one"]));
    expect(bar()?.dataset.mark).toBe("gone");
    expect(bar()?.textContent).toContain("The linked line of 11:00:00.000 UTC is gone");
    expect(FakeEventSource.opened).toHaveLength(2);
  });

  it("is none where the address holds something else", () => {
    showLog("?line=x");
    sendLog(joined(1), printed(0, "one"));
    expect(bar()).toBeNull();
    expect(screen.getByText("following")).toBeTruthy();
  });
});

describe("taking a log away", () => {
  it("has the browser fetch everything, as one file or a file a container", async () => {
    const opened: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      opened.push(this.href);
    });
    showLog("?tail=50");
    sendLog(joined(2));
    for (const name of ["Everything, one file", "Everything, a file per container (zip)"]) {
      fireEvent.click(button("Download"));
      await act(() => vi.dynamicImportSettled());
      fireEvent.click(screen.getByRole("menuitem", { name }));
    }
    const asks = opened.map((href) => new URL(href));
    expect(asks.map(({ pathname }) => pathname)).toEqual(["/api/logs/export", "/api/logs/export"]);
    expect(asks.map(({ searchParams }) => searchParams.get("form"))).toEqual(["merged", "archive"]);
    expect(asks.map(({ searchParams }) => searchParams.get("tail"))).toEqual([null, null]);
  });
});
