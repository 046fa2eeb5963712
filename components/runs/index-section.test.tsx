// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JobPage } from "#components/job-page";
import {
  cellText,
  closeBrowser,
  keys,
  openBrowser,
  showList,
} from "#components/testing/list-harness";
import type { Snapshot } from "#lib/api/frames";
import type { JobDetail, PodRow } from "#lib/api/rows";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { jobRow, podRow, snapshot } from "#lib/client/testing/watch-data";

const back = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: vi.fn(), back }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const detail: JobDetail = {
  uid: "job-1",
  parallelism: 5,
  completions: 120,
  backoffLimit: 6,
  activeDeadlineSeconds: null,
  ttlSecondsAfterFinished: null,
  completionMode: "Indexed",
  completedIndexes: "0-16,18-57",
  failedIndexes: "17,58,91",
  backoffLimitPerIndex: 2,
  maxFailedIndexes: null,
  active: 2,
  ready: 2,
  succeeded: 57,
  failed: 6,
  terminating: 0,
  conditions: [],
  manual: false,
};
const job = jobRow({ namespace: "web", name: "sweep", uid: "job-1", completions: "57/120" });

function pod(index: number, failures: number, row: Partial<PodRow> = {}): PodRow {
  const name = `sweep-${index}-${failures}`;
  return podRow({ namespace: "web", name, uid: name, index, failures, ...row });
}
const failed = { ended: "Failed", status: "Error", exitCode: 2 } as const;
const oom = { ended: "Failed", status: "OOMKilled", exitCode: 137 } as const;
const pods = [
  pod(16, 0, { ended: "Succeeded", status: "Completed" }),
  pod(58, 0, oom),
  pod(58, 1, oom),
  pod(58, 2, oom),
  pod(59, 0),
  pod(60, 0, failed),
  pod(60, 1),
  pod(61, 0, failed),
];

/** Each test looks at an object of its own: what is cached of one is not shown in the next. */
let visits = 0;

const send = (frame: { readonly type: string }) =>
  act(() => FakeEventSource.open.find(({ url }) => url.startsWith("/api/watch"))?.send(frame));

function show(search = "", frame: Partial<Snapshot> = {}, value = detail) {
  const shown = showList(<JobPage namespace={`indexes-${++visits}`} name="sweep" />, search);
  send(
    snapshot({
      tables: { jobs: [job], pods, cronjobs: [] },
      detail: { kind: "job", value },
      ...frame,
    }),
  );
  return shown;
}

const section = () => screen.getByRole("region", { name: "Indexes" });
const cell = (index: number) => {
  const found = section().querySelector<HTMLElement>(`[data-index="${index}"]`);
  if (!found) throw new Error(`index ${index} is not in the page`);
  return found;
};
const hover = (index: number) => {
  fireEvent.pointerOver(cell(index));
  return cell(index).title;
};
const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const logOf = () => {
  const url = FakeEventSource.open.find((stream) => stream.url.startsWith("/api/logs"))?.url;
  return new URL(url ?? "", "http://localhost").searchParams.get("of");
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ["Date"] });
  openBrowser();
  vi.stubGlobal("fetch", async () => Response.json({}));
  back.mockClear();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

describe("the indexes of an Indexed Job", () => {
  it("stand in a sentence at the head of the page, with what more failures will do", () => {
    show("", {}, { ...detail, maxFailedIndexes: 10 });
    expect(document.body.textContent).toContain(
      "57 of 120 indexes are Complete, 2 are active, 1 waits to be tried again, 3 Failed, 57 have not started. The Job fails once more than 10 indexes have failed.",
    );
  });

  it("have a column in the table of Pods, beside how each Pod ended and where", () => {
    show();
    const table = within(screen.getByRole("region", { name: "Pods" }));
    const heads = table.getAllByRole("columnheader").map(({ textContent }) => textContent);
    expect(heads.slice(0, 8)).toEqual([
      ...["NAME", "READY", "STATUS", "RESTARTS", "AGE"],
      ...["INDEX", "EXIT", "NODE"],
    ]);
    const cells = ["index", "exit", "node"].map((column) => cellText("web/sweep-58-2", column));
    expect(cells).toEqual(["58", "137", "node-1"]);
  });

  it("are a cell each that says how it stands, and by what", () => {
    show();
    const told = [16, 17, 58, 59, 60, 61, 119].map(hover);
    expect(told).toEqual([
      "16: Complete, as status.completedIndexes says",
      "17: Failed, as status.failedIndexes says; its Pods are gone",
      "58: Failed, as status.failedIndexes says",
      "59: active, as its Pods say",
      "60: active after 1 failure, as its Pods say",
      "61: waiting after 1 failure, as the last of its Pods Failed",
      "119: not started, as neither the status of the Job nor a Pod names it",
    ]);
    expect(within(section()).getAllByRole("gridcell").length).toBe(120);
    expect(cell(60).textContent).toBe("1");
  });

  it("are counted by how they stand", () => {
    show();
    const legend = within(section()).getByRole("list", { name: "How many" });
    expect(
      within(legend)
        .getAllByRole("listitem")
        .map((item) => item.textContent),
    ).toEqual([
      "Complete 57",
      "active 1",
      "nactive after n failures 1",
      "nwaiting to be tried again 1",
      "Failed 3",
      "not started 57",
    ]);
  });

  it("are not there for any other Job", () => {
    show("", {}, { ...detail, completionMode: "NonIndexed" });
    expect(screen.queryByRole("region", { name: "Indexes" })).toBeNull();
    expect(keys().length).toBe(pods.length);
  });

  it("change with the Job and its Pods", () => {
    show();
    send({
      type: "delta",
      now,
      detail: { kind: "job", value: { ...detail, completedIndexes: "0-16,18-57,59" } },
      tables: { pods: { rows: [pod(62, 0)], gone: ["sweep-61-0"] } },
    } as never);
    expect([59, 61, 62].map((index) => cell(index).dataset.state)).toEqual([
      "complete",
      "none",
      "active",
    ]);
  });
});

describe("the line below", () => {
  it.each([
    ["", "17", "Its Pods are gone"],
    ["?index=58", "58", "OOMKilled (exit 137) in 3 of 3 attempts"],
    ["?index=60", "60", "attempt 2: Running, attempt 1: Error (exit 2); up to 3 attempts"],
    ["?index=119", "119", "No Pod yet"],
    ["?index=500", "17", "Its Pods are gone"],
    ["?index=-1", "17", "Its Pods are gone"],
  ])("says under %j of %s: %s", (search, index, text) => {
    show(search);
    expect(section().textContent).toContain(text);
    expect(screen.getByRole("button", { name: `Logs of ${index}` })).toBeTruthy();
  });

  it("says that nothing is known where Pods may not be listed", () => {
    const message = "pods is forbidden";
    show("", {
      tables: { jobs: [job], pods: [], cronjobs: [] },
      states: { jobs: { state: "live" }, pods: { state: "forbidden", message, verb: "list" } },
    });
    expect(section().textContent).toContain("Its Pods are not known");
    expect(hover(17)).toBe("17: Failed, as status.failedIndexes says");
  });

  it("copies all that failed as the API writes them", async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal(
      "navigator",
      Object.assign(Object.create(navigator), { clipboard: { writeText } }),
    );
    show();
    fireEvent.click(screen.getByRole("button", { name: "Copy 17,58,91" }));
    expect(writeText).toHaveBeenCalledWith("17,58,91");
    expect(await screen.findByText("Copied", { selector: "button" })).toBeTruthy();
  });
});

describe("what is copied", () => {
  it.each([
    ["3", "Copy 3"],
    ["1,3-5,7-11,15,17-19,21", "Copy 1,3-5,7-11,15,17-19,21"],
    ["1,3-5,7-11,15,17-19,21,100-119", "Copy 1,3-5,7-11,15,17-19,21,…"],
  ])("of %s has the name %s", (failedIndexes, name) => {
    show("", {}, { ...detail, failedIndexes });
    expect(screen.getByRole("button", { name })).toBeTruthy();
  });
});

describe("an index that is chosen", () => {
  it("has its attempts in the table, the newest one's log, and its place in the address", async () => {
    const { address } = show();
    expect(logOf()).toBe("job/sweep");
    fireEvent.click(cell(58));
    expect(keys()).toEqual(["web/sweep-58-0", "web/sweep-58-1", "web/sweep-58-2"]);
    expect(screen.getByRole("region", { name: "Pods" }).textContent).toContain("3 of 8, index 58");
    expect(logOf()).toBe("pod/sweep-58-2");
    expect(cell(58).getAttribute("aria-selected")).toBe("true");
    await waitFor(() => expect(address()).toContain("index=58"));
  });

  it("lets go of the Pod that was chosen before, and of both for the whole Job", async () => {
    const { address } = show("?index=58&pod=sweep-58-0");
    expect(logOf()).toBe("pod/sweep-58-0");
    fireEvent.click(cell(60));
    expect(logOf()).toBe("pod/sweep-60-1");
    await waitFor(() => expect(address()).toBe("?index=60"));
    fireEvent.click(screen.getByRole("button", { name: "Whole Job" }));
    expect(logOf()).toBe("job/sweep");
    expect(keys().length).toBe(pods.length);
    await waitFor(() => expect(address()).toBe(""));
  });

  it("is let go of by Escape, which leaves the page only then", () => {
    show("?index=58");
    expect(keys().length).toBe(3);
    press("Escape");
    expect(keys().length).toBe(pods.length);
    expect(back).not.toHaveBeenCalled();
    expect(cell(58).tabIndex).toBe(0);
    window.history.pushState({}, "");
    press("Escape");
    expect(back).toHaveBeenCalledOnce();
  });

  it("says so where its Pods are gone", () => {
    show("?index=17");
    const said = "The Pods of index 17 are gone, and their logs with them.";
    const [log, table] = ["Log", "Pods"].map((name) => screen.getByRole("region", { name }));
    expect([log?.textContent, table?.textContent]).toEqual([`Log${said}Whole Job`, `Pods${said}`]);
    const logs = screen.getByRole("button", { name: "Logs of 17" });
    expect(logs.getAttribute("aria-disabled")).toBe("true");
  });
});

describe("the keyboard", () => {
  it("stays on its cell when an earlier index fails", () => {
    show();
    cell(17).focus();
    const value = { ...detail, failedIndexes: "5,17,58,91", completedIndexes: "" };
    send({ type: "delta", now, detail: { kind: "job", value } } as never);
    expect(cell(5).dataset.state).toBe("failed");
    expect(document.activeElement).toBe(cell(17));
    expect(cell(17).tabIndex).toBe(0);
  });

  it("comes to one cell by Tab and to each by arrows, and chooses by Enter", () => {
    show();
    expect(section().querySelectorAll(".index-cell[tabindex='0']").length).toBe(1);
    cell(17).focus();
    press("ArrowDown");
    expect(document.activeElement).toBe(cell(57));
    press("ArrowRight");
    expect(document.activeElement).toBe(cell(58));
    expect(section().textContent).toContain("OOMKilled (exit 137) in 3 of 3 attempts");
    expect(keys().length).toBe(pods.length);
    press("Enter");
    expect(keys().length).toBe(3);
    press("End", { ctrlKey: true });
    expect(document.activeElement).toBe(cell(119));
    expect(keys().length).toBe(3);
    press("Home");
    expect(document.activeElement).toBe(cell(80));
    expect(section().querySelectorAll(".index-cell[tabindex='0']").length).toBe(1);
  });
});

describe("100,000 indexes", () => {
  it("are in the page as far as they are in sight, and the one that is chosen", () => {
    show("?index=99999", {}, { ...detail, completions: 100_000, completedIndexes: "0-16,18-57" });
    expect(within(section()).getByRole("grid").getAttribute("aria-rowcount")).toBe("2500");
    expect(cell(99_999).getAttribute("aria-selected")).toBe("true");
    expect(within(section()).getAllByRole("gridcell").length).toBeLessThan(3_000);
  });

  it("are the most that are drawn, and all are counted", () => {
    show("", {}, { ...detail, completions: 250_000 });
    expect(section().textContent).toContain("the first 100000 of 250000");
    expect(section().textContent).toContain("not started 249937");
  });
});
