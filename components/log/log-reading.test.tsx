// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import {
  eachInALogBrowser,
  joined,
  log,
  logRows,
  press,
  printed,
  sendLog,
  showLog,
  stands,
  texts,
} from "#components/testing/log-harness";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame } from "#lib/client/testing/log-data";

const button = (name: string) => screen.getByRole("button", { name });

eachInALogBrowser();

describe("a log of several containers", () => {
  it("names the container of each line, in the order in which they were printed", () => {
    showLog("?ts=off");
    sendLog(
      joined(2),
      linesFrame(0, ["12:00:01", "one"], ["12:00:03", "three"]),
      linesFrame(1, ["12:00:02", "two"]),
    );
    expect(logRows().map((row) => row.textContent)).toEqual(["aone", "btwo", "athree"]);
    const lanes = logRows().map(
      (row) =>
        within(row)
          .getByText(/^[ab]$/)
          .className.match(/lane-\w/)?.[0],
    );
    expect(lanes).toEqual(["lane-a", "lane-b", "lane-a"]);
  });

  it("names nobody where there is but one", () => {
    showLog("?ts=off");
    sendLog(joined(1), printed(0, "one"));
    expect(logRows().map((row) => row.textContent)).toEqual(["one"]);
    expect(screen.queryByRole("button", { name: /^Sources/ })).toBeNull();
  });

  it("lists how each stands, and hides and shows its lines by button and by key", () => {
    const { address } = showLog("?ts=off");
    sendLog(joined(3), printed(0, "of a"), printed(1, "of b"), printed(2, "of c"));
    sendLog(
      stands(0, {
        state: "ended",
        exit: { exitCode: 3, signal: 0, reason: "Error", finished: null },
      }),
      stands(1, { state: "waiting", message: "ContainerCreating" }),
    );
    fireEvent.click(button("Sources 3"));
    const panel = within(screen.getByRole("complementary", { name: "Sources of the log" }));
    expect(panel.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      expect.stringContaining("exit 3 Error"),
      expect.stringContaining("waiting: ContainerCreating"),
      expect.stringContaining("reading"),
    ]);
    fireEvent.click(panel.getByRole("button", { name: "Show b" }));
    expect(texts()).toEqual(["of a", "of c"]);
    expect(panel.getByText("2 of 3 shown")).toBeTruthy();
    press("m");
    press("3");
    expect(texts()).toEqual(["of a"]);
    press("m");
    press("3");
    fireEvent.click(panel.getByRole("button", { name: "Show c alone" }));
    expect(texts()).toEqual(["of c"]);
    fireEvent.click(panel.getByRole("button", { name: "Show all" }));
    expect(texts()).toEqual(["of a", "of b", "of c"]);
    fireEvent.click(panel.getByRole("button", { name: "Show b alone" }));
    act(() => vi.runOnlyPendingTimers());
    expect(address()).toContain("solo=build-b_main_0");
  });

  it("counts how they ended", () => {
    showLog();
    const exit = (exitCode: number) =>
      ({
        state: "ended",
        exit: { exitCode, signal: 0, reason: "Error", finished: null },
      }) as const;
    sendLog(joined(3), stands(0, exit(0)), stands(1, exit(3)), stands(2, exit(0)), { type: "end" });
    expect(screen.getByText("3 ended, 1 with exit 3")).toBeTruthy();
  });

  it("says what is left out, and that streams are held back", () => {
    showLog();
    sendLog(joined(2), { type: "notice", message: "200 of 1,000 containers are read." });
    expect(screen.getByText("200 of 1,000 containers are read.")).toBeTruthy();
  });
});

describe("the times of lines", () => {
  const stamped = linesFrame(0, ["12:00:00", "one"], ["12:01:02.345", "two"]);
  it.each([
    ["?ts=relative", ["+0.000s", "+1m2.345s"]],
    ["?ts=zone", ["08:00:00.000", "08:01:02.345"]],
    ["?ts=off", ["", ""]],
    ["", ["12:00:00.000", "12:01:02.345"]],
  ])("are told as %s asks", (search, expected) => {
    showLog(search, { zone: "America/New_York" });
    sendLog(joined(1), stamped);
    const times = logRows().map((row) => within(row).getByRole("button").textContent);
    expect(times).toEqual(expected);
  });

  it("are UTC where the zone of the address is none the page knows", () => {
    showLog("?ts=zone");
    sendLog(joined(1), stamped);
    expect(within(logRows()[0] as HTMLElement).getByRole("button").textContent).toBe(
      "12:00:00.000",
    );
  });
});

describe("structured lines", () => {
  const json =
    '{"ts":"2026-03-10T12:00:00Z","level":"error","msg":"upload failed","error":"disk full","id":12345678901234567890}';

  it("are their level, message and what says most of the rest, and open to all of it", () => {
    showLog();
    sendLog(joined(1), printed(0, json, "level=info msg=done took=5s"));
    expect(texts()).toEqual([
      "ERROR upload failed error=disk full id=12345678901234567890",
      "INFO done took=5s",
    ]);
    expect(logRows().map((row) => row.dataset.level)).toEqual(["error", undefined]);
    fireEvent.click(
      within(logRows()[0] as HTMLElement).getByRole("button", { name: "All fields" }),
    );
    const table = screen.getByRole("table", { name: "Fields of the line" });
    const rows = within(table).getAllByRole("row");
    expect(rows.map((row) => row.textContent)).toEqual([
      "ts2026-03-10T12:00:00Z",
      "levelerror",
      "msgupload failed",
      "errordisk full",
      "id12345678901234567890",
    ]);
  });

  it("are shown with the fields of the address, and as they were printed at a key", () => {
    const { address } = showLog("?fields=took");
    sendLog(joined(1), printed(0, "level=info msg=done took=5s"));
    expect(texts()).toEqual(["INFO done took=5s"]);
    press("J");
    expect(texts()).toEqual(["level=info msg=done took=5s"]);
    act(() => vi.runOnlyPendingTimers());
    expect(address()).toContain("raw=1");
  });

  it("are shown as they were printed where they have what is looked for", () => {
    showLog("?find=12345");
    sendLog(joined(1), printed(0, json));
    expect(texts()).toEqual([json]);
  });

  it("show what they hold as text, and nothing else", () => {
    showLog("?fields=a");
    sendLog(
      joined(1),
      printed(
        0,
        '{"msg":"<b>x</b>\\u001b[31m red\\u001b[2J","a":"l\\u202er\\n2\\u0007","k\\u202ey":1}',
      ),
    );
    expect(texts()).toEqual(["<b>x</b> reda=l‹U+202E›r ⏎ 2".replace("reda", "red a")]);
    fireEvent.click(
      within(logRows()[0] as HTMLElement).getByRole("button", { name: "All fields" }),
    );
    expect(screen.getByRole("rowheader", { name: "k‹U+202E›y" })).toBeTruthy();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are looked for
    expect(log().textContent).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });
});

describe("a stack trace", () => {
  const trace = ["Error: no", "    at a (/b.js:1:2)", "    at c (/d.js:3:4)", "after"];

  it("is its first line and a count, and opens and closes", () => {
    showLog();
    sendLog(joined(1), printed(0, ...trace));
    expect(texts()).toEqual(["Error: no", "after"]);
    fireEvent.click(button("2 lines of a stack trace"));
    expect(texts()).toEqual(trace);
    fireEvent.click(button("Stack trace"));
    expect(texts()).toEqual(["Error: no", "after"]);
  });

  it("opens by Enter on the marked line", () => {
    showLog();
    sendLog(joined(1), printed(0, ...trace));
    press("c");
    press("Enter");
    expect(texts()).toEqual(trace);
    press("Enter");
    expect(texts()).toEqual(["Error: no", "after"]);
  });
});

describe("copying", () => {
  /** Copies from a place in one line to a place in another, and says what the clipboard has then. */
  function copied(from: [row: number, offset: number], to: [row: number, offset: number]): string {
    const place = ([row, offset]: [number, number]) => {
      const text = logRows()[row]?.querySelector("[data-text]")?.firstChild;
      return [text as Node, offset] as const;
    };
    document.getSelection()?.setBaseAndExtent(...place(from), ...place(to));
    let text = "the browser's own";
    const setData = (_type: string, data: string) => {
      text = data;
    };
    fireEvent.copy(log(), { clipboardData: { setData } });
    return text;
  }

  it("copies what was printed, without times and names", () => {
    showLog();
    sendLog(joined(2), printed(0, "one 1", "two 2", "three 3"), printed(1, "other"));
    expect(texts()).toEqual(["one 1", "other", "two 2", "three 3"]);
    expect(copied([0, 4], [3, 5])).toBe("1\nother\ntwo 2\nthree");
  });

  it("copies folded lines whole", () => {
    const line = '{"level":"info","msg":"done","took":"5s"}';
    showLog();
    sendLog(joined(1), printed(0, "one", line, "Error: no", "    at a (/b.js:1:2)", "last"));
    expect(copied([0, 0], [3, 4])).toBe(
      ["one", line, "Error: no", "    at a (/b.js:1:2)", "last"].join("\n"),
    );
  });

  it("leaves a part of one line to the browser", () => {
    showLog();
    sendLog(joined(1), printed(0, "one two"));
    expect(copied([0, 0], [0, 3])).toBe("the browser's own");
  });
});

describe("older lines", () => {
  const older = () => FakeEventSource.open.filter(({ url }) => url.startsWith("/api/logs?"));
  const two = printed(0, "one", "two");

  it("are offered above the first where there may be some, and read when asked for", () => {
    showLog("?tail=2");
    sendLog(joined(1), two);
    fireEvent.click(button("Older lines"));
    act(() => vi.advanceTimersToNextFrame());
    expect(older()).toHaveLength(2);
    expect(button("Older lines are being read …").getAttribute("aria-busy")).toBe("true");
  });

  it("are read by themselves at the top", () => {
    showLog("?tail=2");
    sendLog(joined(1), two);
    fireEvent.wheel(log(), { deltaY: -100 });
    expect(older()).toHaveLength(2);
  });

  it("are not offered where all was read", () => {
    showLog("?tail=-1");
    sendLog(joined(1), two);
    expect(screen.queryByRole("button", { name: "Older lines" })).toBeNull();
  });
});
