// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { LogViewer, type LogViewerProps } from "#components/log-viewer";
import { showList } from "#components/testing/list-harness";
import { eachInALogBrowser } from "#components/testing/log-harness";
import type { LogFrame, SourceStanding } from "#lib/api/log-frames";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { logOrigin } from "#lib/client/testing/log-data";
import { blockOf } from "#lib/logs/line-block";

const at = "2026-03-10T12:00:00.123456789Z";

const pod: LogViewerProps = {
  namespace: "default",
  target: { kind: "pod", name: "echo-1" },
  uid: "uid-1",
  containers: [
    { name: "fetch", role: "init" },
    { name: "echo", role: "" },
  ],
  defaultContainer: "echo",
  instances: "current",
  lineKeys: true,
};

const show = (search = "", props: Partial<LogViewerProps> = {}) =>
  showList(<LogViewer {...pod} {...props} />, search);

/** The server sends frames, and the browser draws. */
function send(...frames: (LogFrame | LogFrame[])[]): void {
  act(() => {
    for (const frame of frames.flat()) FakeEventSource.last.send(frame);
    vi.advanceTimersToNextFrame();
  });
}
const lines = (...texts: string[]): LogFrame => ({
  type: "lines",
  source: 0,
  block: blockOf(texts.map((text) => [at, text])),
});
const stands = (standing: SourceStanding): LogFrame => ({ type: "standing", source: 0, standing });
const joined: LogFrame = { type: "source", source: 0, origin: logOrigin() };
const streaming = [joined, stands({ state: "reading" })];

const log = () => screen.getByRole("log");
const shown = () =>
  [...log().querySelectorAll<HTMLElement>("[data-time]")].map((line) => line.textContent);
const marks = () => [...log().querySelectorAll("mark")];
const asked = () => new URL(FakeEventSource.last.url, "http://localhost").searchParams;
const press = (key: string) => fireEvent.keyDown(document.body, { key });
const find = () => screen.getByRole("textbox", { name: "Find in the log" });

/** Lays out a log of 100 lines as a browser would: it scrolls by 1,100 pixels. */
function showTall(props: Partial<LogViewerProps> = {}, search = ""): void {
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(2_000);
  Element.prototype.scrollTo = function (this: Element, to?: unknown) {
    this.scrollTop = (to as ScrollToOptions).top ?? 0;
  };
  show(search, props);
  send(streaming, lines(...Array.from({ length: 100 }, (_, i) => `line ${i + 1}`)));
  fireEvent.scroll(log());
}
/** Where the log stands after a key, when the browser has told of it. */
function topAfter(key: string, init: KeyboardEventInit = {}, on: Element = document.body): number {
  fireEvent.keyDown(on, { key, ...init });
  fireEvent.scroll(log());
  return log().scrollTop;
}

eachInALogBrowser();

describe("the log viewer", () => {
  it("shows each line with its time, and says whose it is", () => {
    show();
    send(streaming, lines("this is a job", "done"));
    expect(shown()).toEqual(["12:00:00.123this is a job", "12:00:00.123done"]);
    const [first] = log().querySelectorAll<HTMLElement>("[data-time]");
    expect(first?.dataset).toMatchObject({ pod: "echo-1", container: "echo", time: at });
    expect(log().getAttribute("aria-live")).toBe("off");
  });

  it("reads the last 10,000 lines of the default container, and goes on", () => {
    show();
    expect(Object.fromEntries(asked())).toEqual({
      namespace: "default",
      of: "pod/echo-1",
      uid: "uid-1",
      container: "echo",
      follow: "1",
      tail: "10000",
    });
  });

  it.each([
    ["?container=fetch", { container: "fetch", tail: "10000" }],
    ["?previous=1", { instances: "previous", follow: null }],
    ["?tail=-1", { tail: null }],
    ["?tail=0", { tail: "0" }],
    ["?instances=all", { instances: "all" }],
    ["?container=", { container: null }],
    ["?follow=0", { follow: "1" }],
    ["?tail=50", { tail: "50" }],
    ["?since=15m", { since: "15m", tail: null }],
  ])("reads what the address %s asks for", (search, expected) => {
    show(search);
    for (const [name, value] of Object.entries(expected)) expect(asked().get(name)).toBe(value);
  });

  it("leaves the keyboard where it is while another log is opened", () => {
    show();
    send(streaming, lines("one"));
    const wrap = screen.getByRole("button", { name: "Wrap" });
    wrap.focus();
    press("p");
    expect(asked().get("instances")).toBe("previous");
    expect(document.activeElement).toBe(wrap);
    log().focus();
    press("p");
    expect(asked().get("instances")).toBeNull();
    expect(document.activeElement).toBe(log());
    expect(FakeEventSource.open).toHaveLength(1);
  });

  it("begins another log at its end, with nothing of the one before", () => {
    show("?find=o");
    send(streaming, lines("one", "two"));
    press("n");
    expect(screen.getByText("1 of 2")).toBeTruthy();
    press("p");
    send(streaming, lines("other", "newer"));
    expect(shown()).toEqual(["12:00:00.123other", "12:00:00.123newer"]);
    expect(screen.getByText("following")).toBeTruthy();
    expect(screen.getByText("1 hit")).toBeTruthy();
    expect(screen.getByText("2 lines")).toBeTruthy();
  });

  it("gives the log the keyboard when the button that was pressed goes away", () => {
    show();
    send(streaming, lines("one"));
    press("f");
    send(lines("two"));
    const newer = screen.getByRole("button", { name: "1 new line" });
    newer.focus();
    fireEvent.click(newer);
    expect(document.activeElement).toBe(log());
    send({ type: "failure", error: { code: "not-found", message: 'pods "echo-1" not found' } });
    const again = screen.getByRole("button", { name: "Try again" });
    again.focus();
    fireEvent.click(again);
    expect(document.activeElement).toBe(log());
  });

  it("shows what a container writes as text and colours, and as nothing else", () => {
    show("?ts=off");
    send(
      streaming,
      lines("<img src=x onerror=alert(1)>", "\u001b[31mred\u001b[0m\u001b[2J", "a\u202eb"),
    );
    expect(shown()).toEqual(["<img src=x onerror=alert(1)>", "red", "a‹U+202E›b"]);
    expect(log().querySelector("img")).toBeNull();
    expect(within(log()).getByText("red").className).toBe("text-bad-fg");
  });

  it("finds a text, counts the hits, and steps from one to the next and around", () => {
    const { address } = show("?ts=off");
    send(streaming, lines("timeout one", "fine", "Timeout two, timeout three"));
    press("/");
    expect(document.activeElement).toBe(find());
    fireEvent.change(find(), { target: { value: "timeout" } });
    expect(screen.getByText("3 hits")).toBeTruthy();
    expect(marks().map((mark) => mark.textContent)).toEqual(["timeout", "Timeout", "timeout"]);
    fireEvent.keyDown(find(), { key: "Enter" });
    expect(screen.getByText("1 of 3")).toBeTruthy();
    press("n");
    press("n");
    expect(marks().map((mark) => mark.ariaCurrent)).toEqual([null, null, "true"]);
    press("n");
    expect(screen.getByText("1 of 3")).toBeTruthy();
    press("N");
    expect(screen.getByText("3 of 3")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Match case" }));
    expect(screen.getByText("2 hits")).toBeTruthy();
    fireEvent.keyDown(find(), { key: "Escape" });
    expect(marks()).toEqual([]);
    act(() => vi.runOnlyPendingTimers());
    expect(address()).not.toContain("find");
  });

  it("counts hits in lines that come later", () => {
    show("?find=late");
    send(streaming, lines("early"));
    expect(screen.getByText("no hit")).toBeTruthy();
    send(lines("late"));
    expect(screen.getByText("1 hit")).toBeTruthy();
  });

  it("stays where the viewer is when it is paused, and says how many lines are new", () => {
    show();
    send(streaming, lines("one"));
    expect(screen.getByText("following")).toBeTruthy();
    press("f");
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
    send(lines("two", "three"));
    fireEvent.click(screen.getByRole("button", { name: "2 new lines" }));
    expect(screen.getByText("following")).toBeTruthy();
    fireEvent.wheel(log(), { deltaY: -100 });
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
  });

  it("does not follow because the next hit stands near the end", () => {
    show("?find=two");
    send(streaming, lines("one", "two"));
    press("n");
    log().scrollTop = 100;
    fireEvent.scroll(log());
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
    fireEvent.wheel(log(), { deltaY: 100 });
    log().scrollTop = 120;
    fireEvent.scroll(log());
    expect(screen.getByText("following")).toBeTruthy();
  });

  it("brings a hit far to the right into sight, and again when it was left", () => {
    const box = vi.spyOn(Element.prototype, "getBoundingClientRect");
    box.mockImplementation(function (this: Element) {
      return this.matches("mark")
        ? new DOMRect(5_000 - log().scrollLeft, 0, 40, 20)
        : new DOMRect();
    });
    show("?find=two");
    send(streaming, lines(`one ${" ".repeat(1_000)} two`));
    for (const _ of ["first", "again"]) {
      log().scrollLeft = 0;
      press("n");
      act(() => void vi.advanceTimersToNextFrame());
      expect(log().scrollLeft).toBe(4_300);
    }
    fireEvent.wheel(log(), { deltaX: -100 });
    log().scrollLeft = 0;
    act(() => void vi.advanceTimersToNextFrame());
    expect(log().scrollLeft).toBe(0);
  });

  it("moves by lines and by pages, and follows at the end", () => {
    showTall();
    expect(log().scrollTop).toBe(1_100);
    expect(topAfter("j")).toBe(1_100);
    expect(screen.getByText("following")).toBeTruthy();
    expect(topAfter("k")).toBe(1_080);
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
    expect(topAfter("j")).toBe(1_100);
    expect(screen.getByText("following")).toBeTruthy();
    expect(topAfter(" ", { shiftKey: true })).toBe(220);
    expect(topAfter("b", { ctrlKey: true })).toBe(0);
    expect(topAfter(" ")).toBe(880);
    expect(topAfter(" ", {}, log())).toBe(1_100);
    expect(screen.getByText("following")).toBeTruthy();
  });

  it("stands still at its end where its address says so, from the first line on that is new", () => {
    showTall({}, "?follow=0");
    expect(log().scrollTop).toBe(1_100);
    const written = (text: string): LogFrame => ({
      type: "lines",
      source: 0,
      block: blockOf([["2026-03-10T12:00:30.000000000Z", text]]),
    });
    act(() => void vi.advanceTimersByTime(10_000));
    send(written("new"));
    send(written("newer"));
    expect(screen.getByText("paused, lines still arrive")).toBeTruthy();
    expect(screen.getByRole("button", { name: /^1 new line/ })).toBeTruthy();
    expect(screen.getByText(/^kubectl logs/).textContent).not.toContain("--follow");
  });

  it("has its address and its line say whether it is followed", () => {
    const { address } = show();
    send(streaming, lines("one"));
    const line = () => screen.getByText(/^kubectl logs/).textContent;
    expect(line()).toContain("--follow");
    press("f");
    act(() => vi.runOnlyPendingTimers());
    expect(address()).toBe("?follow=0");
    expect(line()).not.toContain("--follow");
    press("f");
    act(() => vi.runOnlyPendingTimers());
    expect(address()).toBe("");
    expect(line()).toContain("--follow");
    expect(screen.getByText("following")).toBeTruthy();
  });

  it("leaves Space to what has the focus and a use for it", () => {
    showTall();
    expect(topAfter(" ", { shiftKey: true }, screen.getByRole("button", { name: "Wrap" }))).toBe(
      1_100,
    );
    expect(topAfter(" ", { shiftKey: true }, find())).toBe(1_100);
  });

  it("leaves j and k to the table beside it", () => {
    showTall({ lineKeys: false });
    expect(topAfter("k")).toBe(1_100);
  });

  it("lists its keys in the help", async () => {
    show();
    press("?");
    await act(() => vi.dynamicImportSettled());
    const help = within(screen.getByRole("dialog", { name: "Keyboard" }));
    const listed = help.getAllByRole("listitem").map((item) => item.textContent);
    expect(listed).toEqual(
      expect.arrayContaining(["jline down", "kline up", "⌃fSpacepage down", "⌃bpage up"]),
    );
  });

  it("has new lines read out where that is asked for, and only while it follows", () => {
    show();
    send(streaming, lines("one"));
    expect(log().getAttribute("aria-live")).toBe("off");
    const aloud = screen.getByRole("button", { name: "Read new lines" });
    expect(aloud.getAttribute("aria-pressed")).toBe("false");
    fireEvent.click(aloud);
    expect(aloud.getAttribute("aria-pressed")).toBe("true");
    expect(log().getAttribute("aria-live")).toBe("polite");
    press("f");
    expect(log().getAttribute("aria-live")).toBe("off");
    press("f");
    fireEvent.click(aloud);
    expect(log().getAttribute("aria-live")).toBe("off");
  });

  it("says in the API server's own words why there is nothing to read yet", () => {
    show();
    const message = 'container "echo" in pod "echo-1" is waiting to start: ContainerCreating';
    send(joined, stands({ state: "waiting", message }));
    expect(screen.getByText(message)).toBeTruthy();
    send(streaming, lines("started"));
    expect(screen.queryByText(message)).toBeNull();
  });

  it("says how the container ended, and has nothing to follow then", () => {
    show();
    const exit = { exitCode: 0, signal: 0, reason: "Completed", finished: "2026-03-10T12:00:08Z" };
    send(streaming, lines("this is a job"), stands({ state: "ended", exit }), { type: "end" });
    expect(document.body.textContent).toContain("ended: exit 0 Completed 12s ago");
    expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
  });

  it("keeps its lines when it is interrupted and when it fails, with the reason", () => {
    show();
    send(streaming, lines("one"), stands({ state: "interrupted", message: "connection refused" }));
    expect(screen.getByText("connection refused")).toBeTruthy();
    send({ type: "failure", error: { code: "not-found", message: 'pods "echo-1" not found' } });
    expect(screen.getByText('pods "echo-1" not found')).toBeTruthy();
    expect(shown()).toEqual(["12:00:00.123one"]);
    const before = FakeEventSource.opened.length;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(FakeEventSource.opened).toHaveLength(before + 1);
  });

  it("says in the log where lines may be missing", () => {
    show("?ts=off");
    send(
      streaming,
      lines("one"),
      { type: "gap", source: 0, message: "Some lines may be missing." },
      lines("two"),
    );
    expect(log().textContent).toBe("oneSome lines may be missing.two");
  });

  it("reads the previous instance at the press of p, and the address says so", () => {
    const { address } = show();
    press("p");
    act(() => vi.runOnlyPendingTimers());
    expect(asked().get("instances")).toBe("previous");
    expect(address()).toContain("previous=1");
    press("p");
    expect(asked().get("instances")).toBeNull();
  });

  it.each([
    [
      "?previous=1&tail=50&container=fetch",
      "kubectl logs echo-1 -n default -c fetch --previous --timestamps --tail=50",
    ],
    ["?ts=off", "kubectl logs echo-1 -n default -c echo --tail=10000 --follow"],
    [
      "?ts=off&container=$(reboot)&since=1h;reboot",
      "kubectl logs echo-1 -n default -c '$(reboot)' --since='1h;reboot' --follow",
    ],
  ])("shows the kubectl line that prints what %s shows", (search, line) => {
    show(search);
    expect(screen.getByText(line)).toBeTruthy();
  });

  it("saves what is shown as the container wrote it", async () => {
    let saved: Blob | undefined;
    vi.stubGlobal(
      "URL",
      Object.assign(URL, {
        createObjectURL: (blob: Blob) => {
          saved = blob;
          return "blob:log";
        },
        revokeObjectURL: () => {},
      }),
    );
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    show();
    send(streaming, lines("\u001b[31mred\u001b[0m", "two"));
    fireEvent.click(screen.getByRole("button", { name: "Download" }));
    await act(() => vi.dynamicImportSettled());
    fireEvent.click(screen.getByRole("menuitem", { name: "What is shown" }));
    expect(click).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
    expect(await saved?.text()).toBe("\u001b[31mred\u001b[0m\ntwo\n");
    click.mockRestore();
  });
});
