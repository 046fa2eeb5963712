// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CronJobTable } from "#components/cronjob-table";
import { JobTable } from "#components/job-table";
import { PodTable } from "#components/pod-table";
import {
  cellText,
  closeBrowser,
  dataRows,
  keys,
  openBrowser,
  send,
  showList,
} from "#components/testing/list-harness";
import { cronJobRow, jobRow, podRow, snapshot } from "#lib/client/testing/watch-data";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(),
}));

let visits = 0;
const address = (search = "") => `?ns=a,b${++visits}${search}`;
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

beforeEach(() => {
  openBrowser();
  push.mockClear();
});
afterEach(closeBrowser);

describe("the list of Jobs", () => {
  const jobs = [
    jobRow({ name: "a-good", uid: "1", status: "Complete", completions: "1/1" }),
    jobRow({
      name: "b-poor",
      uid: "2",
      status: "Failed",
      owner: { kind: "CronJob", name: "nightly", uid: "9" },
    }),
    jobRow({ name: "c-fresh", uid: "3" }),
  ];
  const show = (search = "") => {
    showList(<JobTable />, address(search));
    send(snapshot({ tables: { jobs } }));
  };

  it("lets failures stand out by outline, word and rail, each with the server's word", () => {
    show();
    const forms = dataRows().map((row) => row.querySelector("[data-form]"));
    expect(forms.map((form) => form?.getAttribute("data-form"))).toEqual(["ok", "bad", "run"]);
    expect(dataRows().map((row) => row.dataset.tone)).toEqual([undefined, "bad", undefined]);
    expect(cellText("default/b-poor", "status")).toBe("Failed");
  });

  it("filters by STATUS with the number of each", () => {
    show("&status=Failed,Running");
    expect(keys()).toEqual(["default/b-poor", "default/c-fresh"]);
    const chip = screen.getByRole("button", { name: "Complete1" });
    expect(chip.getAttribute("aria-pressed")).toBe("false");
    fireEvent.click(screen.getByRole("button", { name: "Failed1" }));
    expect(keys()).toEqual(["default/c-fresh"]);
  });

  it("reads out what fails, and not what had failed in namespaces that are shown now", () => {
    showList(<JobTable />, address());
    send(snapshot({ tables: { jobs: [] } }));
    press("0");
    send(snapshot({ namespaces: "*", tables: { jobs } }));
    const said = () => screen.queryByText(/Jobs? failed/)?.textContent;
    expect(said()).toBeUndefined();
    const all = jobs.map((job) => ({ ...job, status: "Failed" }));
    send(snapshot({ namespaces: "*", tables: { jobs: all.slice(0, 2) } }));
    expect(said()).toBe("1 Job failed: a-good");
  });

  it("offers Suspend for what is not finished, and the owner with u", () => {
    show();
    expect(screen.queryByRole("button", { name: "Suspend a-good" })).toBeNull();
    press("j");
    press("u");
    expect(push).toHaveBeenCalledWith("/cronjobs/default/nightly");
    press("j");
    expect(screen.getByRole("button", { name: "Suspend c-fresh" })).toBeTruthy();
    press("l");
    expect(push).toHaveBeenLastCalledWith("/jobs/default/c-fresh#log");
  });
});

/** The list of Jobs, and that of Pods as the next page. */
function Pages() {
  const [next, setNext] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setNext(true)}>
        go on
      </button>
      {next ? <PodTable /> : <JobTable />}
    </>
  );
}

describe("z", () => {
  it("takes back on the next page what was done on this one", async () => {
    const done: string[] = [];
    vi.stubGlobal("fetch", async (_url: string, init?: RequestInit) => {
      done.push(JSON.parse(String(init?.body)).action);
      return Response.json({ accepted: true });
    });
    showList(<Pages />, address());
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    press("s");
    expect(await screen.findByText("Suspended echo")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "go on" }));
    send(snapshot({ tables: { pods: [podRow()] } }));
    press("z");
    expect(await screen.findByText("Resumed echo")).toBeTruthy();
    expect(screen.queryByText("Suspended echo")).toBeNull();
    expect(done).toEqual(["suspend", "resume"]);
  });
});

describe("YAML", () => {
  it.each([
    ["cronjob", <CronJobTable key="cronjobs" />],
    ["job", <JobTable key="jobs" />],
    ["pod", <PodTable key="pods" />],
  ])("of a %s is one key away, beside its kubectl line", (kind, list) => {
    showList(list, address());
    send(snapshot({ tables: { cronjobs: [cronJobRow()], jobs: [jobRow()], pods: [podRow()] } }));
    press("y");
    expect(push).toHaveBeenLastCalledWith(`/${kind}s/default/echo?yaml=1`);
    fireEvent.focus(screen.getByRole("button", { name: "YAML" }));
    expect(screen.getByText(`kubectl get ${kind} echo -n default -o yaml`)).toBeTruthy();
  });
});

describe("the list of Pods", () => {
  it("opens the log, and the previous one only where a container has restarted", () => {
    showList(<PodTable />, address());
    const restarted = podRow({ name: "later", uid: "2", restarts: 3, status: "CrashLoopBackOff" });
    send(snapshot({ tables: { pods: [podRow(), restarted] } }));
    press("p");
    expect(push).not.toHaveBeenCalled();
    press("j");
    press("p");
    expect(push).toHaveBeenLastCalledWith("/pods/default/later?previous=1#log");
  });

  it("leads from a selector within one namespace to the log of all it matches", () => {
    const link = () => screen.queryByRole("link", { name: "Log of these Pods" });
    showList(<PodTable />, "?ns=only-one&l=app%3Detl");
    send(snapshot({ tables: { pods: [podRow()] } }));
    expect(link()?.getAttribute("href")).toBe("/logs/only-one?selector=app%3Detl");
    closeBrowser();
    openBrowser();
    showList(<PodTable />, `${address()}&l=app%3Detl`);
    send(snapshot({ tables: { pods: [podRow()] } }));
    expect(link()).toBeNull();
  });

  it("becomes cards on a phone, whose cells are still kubectl's", () => {
    closeBrowser();
    openBrowser(390);
    showList(<PodTable />, address());
    send(snapshot({ tables: { pods: [podRow({ restarts: 2 })] } }));
    expect(cellText("default/echo", "ready")).toBe("1/1");
    expect(cellText("default/echo", "restarts")).toBe("2");
    expect(screen.getByRole("button", { name: "Logs echo" }).textContent).toBe("Logs");
  });

  it("are sorted by a menu where they are cards, whose head is out of sight and of the tab order", async () => {
    closeBrowser();
    openBrowser(390);
    showList(<PodTable />, address());
    const pods = ["a", "b"].map((name, i) => podRow({ name, uid: name, restarts: i }));
    send(snapshot({ tables: { pods } }));
    const head = within(screen.getAllByRole("row")[0] as HTMLElement).getAllByRole("button");
    expect(head.map(({ tabIndex }) => tabIndex)).not.toContain(0);
    fireEvent.click(screen.getByRole("button", { name: "Sort" }));
    const descending = await screen.findByRole("menuitemcheckbox", { name: "Descending" });
    expect(screen.queryByRole("menuitemradio", { name: "NODE" })).toBeNull();
    fireEvent.click(descending);
    expect(keys()).toEqual(["default/a", "default/b"]);
    fireEvent.click(screen.getByRole("menuitemradio", { name: "RESTARTS" }));
    fireEvent.click(screen.getByRole("button", { name: "Sort" }));
    fireEvent.click(screen.getByRole("menuitemcheckbox", { name: "Descending" }));
    expect(keys()).toEqual(["default/b", "default/a"]);
    fireEvent.click(screen.getByRole("menuitemradio", { name: "kubectl's order" }));
    expect(keys()).toEqual(["default/a", "default/b"]);
  });
});
