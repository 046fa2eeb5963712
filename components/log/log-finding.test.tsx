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
  texts,
} from "#components/testing/log-harness";
import type { SearchFrame } from "#lib/api/log-search";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame, stamp } from "#lib/client/testing/log-data";

const button = (name: string) => screen.getByRole("button", { name });
const find = () => screen.getByRole("textbox", { name: "Find in the log" });
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const settled = () => act(() => vi.dynamicImportSettled());

eachInALogBrowser();

describe("finding in a log", () => {
  it("finds a regular expression where that is asked for", async () => {
    const { address } = showLog("?ts=off");
    sendLog(joined(1), printed(0, "timeout 15s", "timeout never", "15s"));
    type(find(), "timeout \\d+s");
    expect(screen.getByText("no hit")).toBeTruthy();
    fireEvent.click(button("Regular expression"));
    await settled();
    expect(screen.getByText("1 hit")).toBeTruthy();
    expect(log().querySelector("mark")?.textContent).toBe("timeout 15s");
    act(() => vi.runOnlyPendingTimers());
    expect(address()).toContain("regex=1");
  });

  it("says what is wrong with an expression under its field, and hides nothing", async () => {
    showLog("?regex=1&only=1");
    sendLog(joined(1), printed(0, "one", "two"));
    type(find(), "(one");
    await settled();
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("missing closing )");
    expect(find().getAttribute("aria-describedby")).toBe(alert.id);
    expect(find().getAttribute("aria-invalid")).toBe("true");
    expect(texts()).toEqual(["one", "two"]);
  });

  it("shows only matching lines, with some around each, at a key", () => {
    showLog("?find=hit");
    sendLog(joined(1), printed(0, "1", "2", "3", "hit", "5", "6", "7"));
    press("o");
    expect(texts()).toEqual(["hit"]);
    fireEvent.click(button("2 lines around a hit"));
    expect(texts()).toEqual(["2", "3", "hit", "5", "6"]);
    press("o");
    expect(texts()).toHaveLength(7);
  });

  it("leaves out lines with a text", () => {
    showLog("?without=noise");
    sendLog(joined(1), printed(0, "one", "Noise", "two"));
    expect(texts()).toEqual(["one", "two"]);
    type(screen.getByRole("textbox", { name: "Leave out lines with" }), "");
    expect(texts()).toEqual(["one", "Noise", "two"]);
  });

  it("says so where the filter shows nothing", () => {
    showLog("?find=rare&only=1");
    sendLog(joined(1), printed(0, "one"));
    expect(screen.getByText(/^No loaded line is shown/)).toBeTruthy();
  });
});

describe("the times that are read", () => {
  it.each([
    ["?from=2026-03-10T11:00:00Z", { sinceTime: "2026-03-10T11:00:00Z", tail: null, follow: "1" }],
    ["?until=2026-03-10T11:00:00Z", { until: "2026-03-10T11:00:00Z", follow: null }],
  ])("are those of the address %s", (search, expected) => {
    showLog(search);
    for (const [name, value] of Object.entries(expected)) expect(asked().get(name)).toBe(value);
  });

  it("are typed, with a sentence about what is no time", async () => {
    showLog();
    sendLog(joined(1), linesFrame(0, ["12:00:00", "one"]));
    press("T");
    await settled();
    const dialog = within(screen.getByRole("dialog", { name: "Times of the log" }));
    const from = dialog.getByRole("textbox", { name: "Read from" });
    const submit = () => fireEvent.submit(from);
    type(from, "noon");
    submit();
    expect(dialog.getByRole("alert").textContent).toContain('"noon" is no time.');
    type(from, "11:30");
    submit();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(asked().get("sinceTime")).toBe("2026-03-10T11:30:00Z");
  });

  it("are opened from a time before what is loaded, where one jumps there", async () => {
    showLog();
    sendLog(joined(1), linesFrame(0, ["12:00:00", "one"], ["12:00:05", "two"]));
    const jump = async (time: string) => {
      press("T");
      await settled();
      const field = screen.getByRole("textbox", { name: "Jump to" });
      type(field, time);
      fireEvent.submit(field);
    };
    const before = FakeEventSource.opened.length;
    await jump("12:00:03");
    expect(FakeEventSource.opened).toHaveLength(before);
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
    await jump("11:00");
    expect(asked().get("sinceTime")).toBe("2026-03-10T11:00:00Z");
  });
});

describe("searching everything", () => {
  const progress = { lines: 2_000, bytes: 120_000, hits: 1, sources: { done: 1, of: 2 } };
  const hit = {
    line: 17,
    time: stamp("11:00:00"),
    text: "an old timeout",
    start: 7,
    end: 14,
    cut: false,
  };
  const search = () => {
    const found = FakeEventSource.open.find(({ url }) => url.startsWith("/api/logs/search"));
    if (!found) throw new Error("nothing is searched");
    return found;
  };
  const tell = (...frames: SearchFrame[]) =>
    act(() => {
      for (const frame of frames) search().send(frame);
    });

  function searched(): void {
    showLog("?find=timeout&only=1");
    sendLog(joined(2), printed(0, "timeout now"));
    fireEvent.click(button("Search everything"));
    tell(
      { type: "source", source: 0, origin: origins[1] as never },
      { type: "hits", source: 0, hits: [hit] },
      { type: "progress", ...progress },
    );
  }

  it("lists what the server finds while it looks, and how far it is", () => {
    searched();
    const panel = within(screen.getByRole("region", { name: "Search of everything" }));
    expect(panel.getByRole("listitem").textContent).toBe("11:00:00.000ban old timeout");
    expect(panel.getByRole("status").textContent).toBe(
      "searching… 1 line in 2,000 (120.0 kB), 1 of 2 sources",
    );
    tell({ type: "end", truncated: false, ...progress });
    expect(panel.getByRole("status").textContent).toBe("1 line in 2,000 (120.0 kB)");
  });

  it("is cancelled by closing it", () => {
    searched();
    fireEvent.click(button("Cancel"));
    expect(FakeEventSource.open.map(({ url }) => url.split("?")[0])).toEqual(["/api/logs"]);
    expect(document.activeElement).toBe(find());
  });

  it("opens the log around a line that was found", () => {
    searched();
    fireEvent.click(screen.getByText("an old", { exact: false }));
    act(() => vi.runOnlyPendingTimers());
    const reading = FakeEventSource.open.find(({ url }) => url.startsWith("/api/logs?"));
    expect(new URL(reading?.url ?? "", "http://h").searchParams.get("sinceTime")).toBe(
      "2026-03-10T10:59:30Z",
    );
    act(() => {
      for (const frame of joined(2)) reading?.send(frame);
      reading?.send(linesFrame(1, ["11:00:00", "an old timeout"], ["11:00:01", "timeout"]));
      vi.advanceTimersToNextFrame();
    });
    expect(logRows().map((row) => [row.dataset.marked, row.dataset.time])).toEqual([
      ["", stamp("11:00:00")],
      [undefined, stamp("11:00:01")],
    ]);
  });
});
