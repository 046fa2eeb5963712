// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CronJobTable } from "#components/cronjob-table";
import {
  cellText,
  closeBrowser,
  dataRows,
  keys,
  openBrowser,
  send,
  showList,
} from "#components/testing/list-harness";
import type { ApiError } from "#lib/api/errors";
import type { Snapshot } from "#lib/api/frames";
import type { CronJobRow } from "#lib/api/rows";
import type { Outlook, Reason } from "#lib/api/runs";
import { packOutlook } from "#lib/api/strip-tuples";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { cluster, cronJobRow, snapshot } from "#lib/client/testing/watch-data";
import { cronJobColumns, namespaceColumn } from "#lib/printers/columns";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const rows = [
  cronJobRow({
    namespace: "pay",
    name: "fx-rates",
    uid: "1",
    lastSchedule: "2026-03-10T11:55:00Z",
  }),
  cronJobRow({ namespace: "pay", name: "ledger", uid: "2", suspend: true, timeZone: "Etc/UTC" }),
  cronJobRow({ namespace: "web", name: "reindex", uid: "3", active: 1, suspend: null }),
];

let visits = 0;
/** Opens the list on its own namespaces: what is cached of one test is not shown in the next. */
function show(search = "", frame: Partial<Snapshot> | null = {}) {
  const shown = showList(<CronJobTable />, `?ns=pay,web,n${++visits}${search}`);
  if (frame) send(snapshot({ namespaces: ["pay", "web"], tables: { cronjobs: rows }, ...frame }));
  return shown;
}
const change = (row: CronJobRow) =>
  send({
    type: "delta",
    now,
    tables: { cronjobs: { rows: [row], gone: [] } },
  } as never);
const press = (key: string, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init });
const cursor = () => dataRows().find((row) => row.tabIndex === 0)?.dataset.key;

const healthy: Outlook = {
  next: { at: "2026-03-10T12:05:00Z" },
  zone: { name: "UTC", assumed: true, matters: false },
  last: null,
  strip: [],
  missed: null,
  reason: null,
  usual: { p50: 60_000, p95: 300_000, runs: 20 },
  slow: null,
  suspension: null,
};

/** Answers the next action; the request can be read afterwards. */
function answer(error?: ApiError) {
  const fetched = vi.fn((_url: string, _init?: RequestInit) =>
    Promise.resolve(
      error ? Response.json(error, { status: 403 }) : Response.json({}, { status: 200 }),
    ),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ["Date"] });
  openBrowser();
  push.mockClear();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

describe("the list of CronJobs", () => {
  /** After what kubectl prints. */
  const computed = ["NEXT RUN", "LAST RESULT", "MISSED", "RUNS"];

  it("is a grid of that name whose every cell is kubectl's", () => {
    show();
    expect(screen.getByRole("grid", { name: "CronJobs" }).getAttribute("aria-rowcount")).toBe("4");
    const headers = screen.getAllByRole("columnheader").map((header) => header.textContent);
    expect(screen.getByRole("grid").getAttribute("aria-colcount")).toBe(String(headers.length));
    expect(headers.slice(1, -1)).toEqual([
      "NAMESPACE",
      ...cronJobColumns.filter(({ wide }) => !wide).map(({ header }) => header),
      ...computed,
    ]);
    for (const row of rows) {
      for (const column of [namespaceColumn, ...cronJobColumns.filter(({ wide }) => !wide)]) {
        const text = cellText(`${row.namespace}/${row.name}`, column.id);
        expect(text).toBe(column.text(row, Date.parse(now)));
      }
    }
  });

  it("has no NAMESPACE column for one namespace and all of kubectl's with wide", () => {
    showList(<CronJobTable />, `?ns=only-${++visits}&wide=1`);
    send(snapshot({ namespaces: ["pay"], tables: { cronjobs: rows.slice(0, 2) } }));
    const headers = screen.getAllByRole("columnheader").map((header) => header.textContent);
    expect(headers.slice(1, -1)).toEqual([
      ...cronJobColumns.map(({ header }) => header),
      ...computed,
    ]);
  });

  it("asks the server for the namespaces and labels of the address", () => {
    show("&l=app%3Dweb");
    const asked = new URL(FakeEventSource.last.url, "http://localhost").searchParams;
    expect(asked.get("ns")).toBe(`n${visits},pay,web`);
    expect(asked.get("l")).toBe("app=web");
  });

  it("shows what the filters of the address leave, in the order asked for", () => {
    show("&q=e&sort=-name");
    expect(keys()).toEqual(["web/reindex", "pay/ledger", "pay/fx-rates"]);
    fireEvent.click(screen.getByRole("button", { name: /Suspended/ }));
    expect(keys()).toEqual(["pay/ledger"]);
  });

  it("marks by its rail what is stuck or slow, and not what only waits for its turn", () => {
    const reason = (tone: Reason["tone"]): Reason => ({
      word: "Why",
      sentence: "it is so",
      tone,
      source: "a test",
    });
    const slow = { name: "reindex-1", started: "2026-03-10T11:46:00Z" };
    const told: Partial<Outlook>[] = [
      { reason: reason("waiting") },
      { reason: reason("stuck") },
      { slow },
    ];
    const outlooks = rows.map(({ uid }, i) => [uid, packOutlook({ ...healthy, ...told[i] })]);
    show("", { beside: { outlooks: Object.fromEntries(outlooks) } });
    expect(dataRows().map(({ dataset }) => dataset.tone)).toEqual([undefined, "warn", "warn"]);
    const line = dataRows()[2]?.querySelector<HTMLElement>("[data-tone=stuck]");
    expect(line?.textContent).toBe("Slow: has run 14m, usually done within 5m (p95 of 20 runs)");
    expect(line?.title).toContain("From status.startTime of reindex-1");
  });

  it("sorts by a header and says so in the address", async () => {
    const { address } = show();
    fireEvent.click(screen.getByRole("button", { name: "NAME" }));
    fireEvent.click(screen.getByRole("button", { name: "NAME" }));
    expect(keys()[0]).toBe("web/reindex");
    await waitFor(() => expect(address()).toContain("sort=-name"));
    const header = screen.getByRole("columnheader", { name: "NAME" });
    expect(header.getAttribute("aria-sort")).toBe("descending");
  });

  it("marks a cell that changed, and none because time went by", () => {
    show();
    const marked = () => [...document.querySelectorAll("[data-changed]")];
    expect(marked()).toEqual([]);
    change({ ...(rows[0] as CronJobRow), active: 1 });
    expect(marked().map((cell) => cell.textContent)).toEqual(["1"]);
    change({ ...(rows[0] as CronJobRow), active: 1, lastSchedule: now });
    expect(marked().map((cell) => cell.getAttribute("data-column"))).toEqual([
      "active",
      "last schedule",
    ]);
  });

  it("shows an object that was made anew under its name once, and not the old one beside it", () => {
    show();
    change(cronJobRow({ namespace: "pay", name: "ledger", uid: "2-again" }));
    expect(keys()).toEqual(["pay/fx-rates", "pay/ledger", "web/reindex"]);
    expect(dataRows()[1]?.dataset).toMatchObject({ uid: "2-again" });
    expect(dataRows()[1]?.dataset.gone).toBeUndefined();
  });

  it("keeps the last row that was deleted as well, but no row of other namespaces", () => {
    show("", { namespaces: "*", tables: { cronjobs: rows.slice(0, 1) } });
    send({ type: "delta", now, tables: { cronjobs: { rows: [], gone: ["1"] } } } as never);
    expect(dataRows().map(({ dataset }) => dataset.gone)).toEqual([""]);
    press("0");
    send(snapshot({ namespaces: "*", tables: { cronjobs: rows.slice(1) } }));
    expect(keys()).toEqual(["pay/ledger", "web/reindex"]);
  });

  it("follows the link of a row by a plain press; any other is the browser's", () => {
    show();
    const link = screen.getByRole("link", { name: "ledger" });
    expect(link.getAttribute("href")).toBe("/cronjobs/pay/ledger");
    // jsdom goes nowhere; what is not prevented, a browser would do.
    for (const key of ["ctrlKey", "metaKey", "shiftKey", "altKey"]) {
      expect(fireEvent.click(link, { [key]: true })).toBe(true);
    }
    expect(push).not.toHaveBeenCalled();
    expect(fireEvent.click(link)).toBe(false);
    expect(push).toHaveBeenCalledWith("/cronjobs/pay/ledger");
  });

  it("keeps a deleted row for a moment, struck through", () => {
    show();
    send({ type: "delta", now, tables: { cronjobs: { rows: [], gone: ["2"] } } } as never);
    expect(keys()).toEqual(["pay/fx-rates", "pay/ledger", "web/reindex"]);
    expect(dataRows()[1]?.dataset.gone).toBe("");
  });
});

describe("keys", () => {
  it("move the cursor row, which holds the focus, and open it", () => {
    show();
    expect(cursor()).toBe("pay/fx-rates");
    press("j");
    press("j");
    press("j");
    expect(cursor()).toBe("web/reindex");
    expect(document.activeElement).toBe(dataRows()[2]);
    press("g");
    press("g");
    expect(cursor()).toBe("pay/fx-rates");
    press("G");
    press("k");
    press("Enter");
    expect(push).toHaveBeenCalledWith("/cronjobs/pay/ledger");
  });

  it("follow the object when the order changes", () => {
    show();
    press("j");
    fireEvent.click(screen.getByRole("button", { name: "NAME" }));
    fireEvent.click(screen.getByRole("button", { name: "NAME" }));
    expect(cursor()).toBe("pay/ledger");
  });

  it("stay with their object when a row arrives above it, before anything was pressed", () => {
    show();
    change(cronJobRow({ namespace: "pay", name: "a-new-one", uid: "0" }));
    expect(keys()[0]).toBe("pay/a-new-one");
    expect(cursor()).toBe("pay/fx-rates");
    press("s");
    expect(cellText("pay/fx-rates", "suspend")).toBe("True");
    expect(cellText("pay/a-new-one", "suspend")).toBe("False");
  });

  it("rest while one types", () => {
    show();
    press("/");
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: /Filter/ }));
    press("j");
    expect(cursor()).toBe("pay/fx-rates");
  });

  it("clear the filter and switch the wide columns", () => {
    show("&q=ledger");
    expect(keys()).toEqual(["pay/ledger"]);
    press("Escape");
    expect(keys()).toHaveLength(3);
    press("w");
    expect(screen.getByRole("columnheader", { name: "IMAGES" })).toBeTruthy();
  });

  it("bring the wide columns although others were chosen", async () => {
    const { address } = show("&cols=name,age");
    press("w");
    expect(screen.getByRole("columnheader", { name: "IMAGES" })).toBeTruthy();
    await waitFor(() => expect(address()).toContain("wide=1"));
    expect(address()).not.toContain("cols=");
  });

  it("are listed by ?, and only those that work", async () => {
    show();
    press("?");
    const help = within(await screen.findByRole("dialog"));
    expect(help.getByText("suspend")).toBeTruthy();
    expect(help.queryByText("previous logs")).toBeNull();
    expect(help.queryByText("delete")).toBeNull();
  });
});

describe("Suspend and Resume", () => {
  it("show at once what was asked for, and the stream has the last word", async () => {
    const fetched = answer();
    show();
    press("s");
    expect(cellText("pay/fx-rates", "suspend")).toBe("True");
    expect(await screen.findByText("Suspended fx-rates")).toBeTruthy();
    expect(JSON.parse(String(fetched.mock.calls[0]?.[1]?.body))).toEqual({
      action: "suspend",
      resource: "cronjobs",
      target: { namespace: "pay", name: "fx-rates", uid: "1" },
      tell: true,
    });
    change({ ...(rows[0] as CronJobRow), suspend: true });
    change({ ...(rows[0] as CronJobRow), suspend: false });
    expect(cellText("pay/fx-rates", "suspend")).toBe("False");
  });

  it("roll back with the API server's own message, which stays", async () => {
    answer({ code: "forbidden", message: 'cronjobs.batch "fx-rates" is forbidden: no' });
    show();
    press("s");
    expect(cellText("pay/fx-rates", "suspend")).toBe("True");
    expect(await screen.findByRole("heading", { name: "Suspend failed: fx-rates" })).toBeTruthy();
    const alert = screen.getByRole("alertdialog", { name: "Suspend failed: fx-rates" });
    expect(within(alert).getByText('cronjobs.batch "fx-rates" is forbidden: no')).toBeTruthy();
    expect(cellText("pay/fx-rates", "suspend")).toBe("False");
  });

  it("are taken back by z", async () => {
    const fetched = answer();
    show();
    press("j");
    press("r");
    await screen.findByText("Resumed ledger");
    change({ ...(rows[1] as CronJobRow), suspend: false });
    press("z");
    expect(cellText("pay/ledger", "suspend")).toBe("True");
    await waitFor(() => expect(fetched).toHaveBeenCalledTimes(2));
    await act(async () => {});
  });

  it("are beside their kubectl line", () => {
    show();
    const dock = within(screen.getByRole("region", { name: "Keys of pay/fx-rates" }));
    expect(dock.getByText(/kubectl patch cronjob fx-rates -n pay/)).toBeTruthy();
  });

  it("go with the pointer: the dock says what the button does that is pointed at", () => {
    show();
    const row = dataRows()[1] as HTMLElement;
    fireEvent.pointerEnter(row);
    const logs = within(row).getByRole("button", { name: "Logs ledger" });
    const caps = logs.textContent;
    fireEvent.pointerEnter(logs);
    expect(cursor()).toBe("pay/fx-rates");
    fireEvent.pointerMove(logs);
    expect(cursor()).toBe("pay/ledger");
    expect(logs.textContent).toBe(caps);
    const dock = within(screen.getByRole("region", { name: "Keys of pay/ledger" }));
    expect(dock.getByText(/kubectl logs \$\(.*ledger.* -n pay .*--follow/)).toBeTruthy();
    fireEvent.focus(within(row).getByRole("button", { name: "Resume ledger" }));
    expect(dock.getByText(/kubectl patch cronjob ledger -n pay/)).toBeTruthy();
  });

  it("leave to Logs the Jobs of a tick, and not those of a CronJob whose name goes on", () => {
    show("", { tables: { cronjobs: [cronJobRow({ namespace: "pay", name: "v1.2-backup" })] } });
    fireEvent.focus(screen.getByRole("button", { name: "Logs" }));
    expect(document.body.textContent).toContain("grep -E '/v1\\.2-backup-[0-9]+$'");
  });

  it("are not to be had of a read-only Batchboard, which says so", () => {
    const fetched = answer();
    show("", { cluster: { ...cluster, readOnly: true } });
    press("s");
    expect(fetched).not.toHaveBeenCalled();
    const button = screen.getByRole("button", { name: "Suspend fx-rates" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(button.title).toContain("--read-only");
  });
});

describe("instead of rows", () => {
  const root = () => document.querySelector("[data-state]")?.getAttribute("data-state");

  it("waits for the first list", () => {
    show("", null);
    expect(root()).toBe("syncing");
    expect(screen.getByRole("grid").getAttribute("aria-busy")).toBe("true");
    expect(screen.queryByText(/No resources/)).toBeNull();
  });

  it("says kubectl's sentence for an empty namespace", () => {
    showList(<CronJobTable />, `?ns=empty-${++visits}`);
    send(snapshot({ tables: { cronjobs: [] } }));
    expect(root()).toBe("live");
    expect(screen.getByText(`No resources found in empty-${visits} namespace.`)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Show all namespaces" }));
    expect(FakeEventSource.last.url).toContain("ns=*");
  });

  it("names the filter that nothing matches and the closest name", () => {
    show("&q=ledgr");
    expect(screen.getByRole("heading", { name: "0 of 3 CronJobs match ledgr" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "ledger" }));
    expect(keys()).toEqual(["pay/ledger"]);
  });

  it("R6: quotes a refusal, says where it would work and gives the Role that is missing", () => {
    const message =
      'cronjobs.batch is forbidden: User "viewer" cannot list resource "cronjobs" in API group "batch" in the namespace "pay"';
    show("", {
      tables: { cronjobs: [] },
      states: { cronjobs: { state: "forbidden", message, verb: "list", readable: ["ops"] } },
      counts: { cronjobs: null, jobs: null, pods: null },
    });
    expect(root()).toBe("forbidden");
    expect(screen.getByText(message)).toBeTruthy();
    expect(screen.getByText("No access to CronJobs")).toBeTruthy();
    expect(screen.getByRole("link", { name: "ops" }).getAttribute("href")).toBe("/cronjobs?ns=ops");
    const role = screen.getByText(/^apiVersion/).textContent;
    expect(role).toContain('apiGroups: ["batch"]');
    expect(role?.match(/kind: Role\n/g)).toHaveLength(6);
    expect(role).toContain('name: "viewer"');
    expect(screen.getByText(/can-i list cronjobs/)).toBeTruthy();
  });

  it("R6: keeps the rows of namespaces that may be listed, and names those that may not", () => {
    const state = { state: "forbidden", message: "not in web", verb: "list" } as const;
    show("", { apart: { cronjobs: [{ namespace: "web", state }] } });
    expect(root()).toBe("live");
    expect(keys()).toHaveLength(3);
    expect(document.querySelector("[data-namespace]")?.textContent).toBe("web");
    expect(screen.getByText(/^No access in/).textContent).toBe("No access in web.");
    expect(screen.getByText("not in web")).toBeTruthy();
    expect(screen.getByRole("button", { name: /Copy missing Role/ })).toBeTruthy();
  });

  it("keeps the last good rows when the cluster is silent, and their ages stand", () => {
    show("", {
      states: {
        cronjobs: {
          state: "stale",
          since: "2026-03-10T11:57:00Z",
          message: "connect ECONNREFUSED",
          retryAt: null,
        },
      },
    });
    expect(root()).toBe("stale");
    expect(keys()).toHaveLength(3);
    expect(cellText("pay/fx-rates", "last schedule")).toBe("2m");
    expect(screen.getByText(/^Stale since 11:57:00 UTC/)).toBeTruthy();
    expect(screen.getByText("Connect ECONNREFUSED.")).toBeTruthy();
    expect(screen.getByText(/kubectl get --raw \/readyz/)).toBeTruthy();
  });

  it("says how far the first list has come, and not that there is nothing", () => {
    show("", {
      tables: { cronjobs: [] },
      states: { cronjobs: { state: "syncing", listed: 1500, total: 10_000 } },
      counts: { cronjobs: null, jobs: null, pods: null },
    });
    expect(root()).toBe("syncing");
    expect(screen.getAllByText("1,500 of ~10,000")).toHaveLength(2);
    expect(screen.queryByText(/^No (CronJobs|resources)/)).toBeNull();
  });

  it("turned away before it had anything: says who did not answer, why and what to do", async () => {
    show("", null);
    const refusal = { code: "too-many", message: "Batchboard is full.", hint: "Close a tab." };
    vi.stubGlobal("fetch", async () => Response.json(refusal, { status: 503 }));
    act(() => FakeEventSource.last.refuse());
    await screen.findByText("Batchboard has not answered yet");
    expect(root()).toBe("offline");
    expect(screen.getAllByText("Batchboard is full.").length).toBeGreaterThan(1);
    expect(screen.getByText("Close a tab.")).toBeTruthy();
    expect(screen.getByText("CronJobs are not known")).toBeTruthy();
    expect(screen.getByRole("button", { name: "All" })).toBeTruthy();
    expect(screen.queryByText(/^No (CronJobs|resources)/)).toBeNull();
  });

  it("told of a restart: keeps the rows, and says so with what to do should it last", () => {
    show();
    send({ type: "restart", afterMs: 60_000 } as never);
    expect(root()).toBe("offline");
    expect(keys()).toHaveLength(3);
    expect(screen.getByText(/^Offline since 12:00:00 UTC/)).toBeTruthy();
    expect(screen.getAllByText("Batchboard is stopping.")).toHaveLength(2);
    expect(screen.getByText(/look at the terminal it was started in/)).toBeTruthy();
  });

  it("that may be listed and not watched are current, and say so", () => {
    const message = 'cronjobs.batch is forbidden: User "u" cannot watch resource "cronjobs"';
    show("", { states: { cronjobs: { state: "list-only", message } } });
    expect(root()).toBe("list-only");
    expect(screen.getByText(message)).toBeTruthy();
    const suspend = screen.getByRole("button", { name: "Suspend fx-rates" });
    expect(suspend.getAttribute("aria-disabled")).not.toBe("true");
  });

  it("tells where the new link is once the session has ended", () => {
    show("", null);
    const message = "This browser holds no session of this Batchboard.";
    send({ type: "failure", error: { code: "unauthenticated", message } } as never);
    expect(root()).toBe("error");
    expect(screen.getByText("Open the new link printed by npm start.")).toBeTruthy();
  });

  it("keeps the rows under an error that came later", () => {
    show();
    send({ type: "failure", error: { code: "cluster", message: "boom" } } as never);
    expect(root()).toBe("error");
    expect(keys()).toHaveLength(3);
    expect(screen.getByText("boom")).toBeTruthy();
  });
});
