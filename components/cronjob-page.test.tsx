// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CronJobPage } from "#components/cronjob-page";
import { closeBrowser, keys, openBrowser, showList } from "#components/testing/list-harness";
import type { Snapshot } from "#lib/api/frames";
import type { CronJobDetail, CronJobRow } from "#lib/api/rows";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { cluster, cronJobRow, jobRow, podRow, snapshot } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: () => {} }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const owner = { kind: "CronJob", name: "nightly", uid: "cron-1" };
const detail: CronJobDetail = {
  uid: "cron-1",
  concurrencyPolicy: "Forbid",
  startingDeadlineSeconds: 120,
  successfulJobsHistoryLimit: 3,
  failedJobsHistoryLimit: 1,
  lastSuccessful: "2026-03-10T11:55:00Z",
};
const jobs = [
  jobRow({ namespace: "web", name: "nightly-1", uid: "job-1", owner }),
  jobRow({
    namespace: "web",
    name: "nightly-2",
    uid: "job-2",
    owner,
    created: "2026-03-10T11:59:00Z",
  }),
];
const pods = ["job-1", "job-2"].map((uid) =>
  podRow({
    namespace: "web",
    name: `pod-of-${uid}`,
    uid: `pod-${uid}`,
    owner: { kind: "Job", name: uid, uid },
  }),
);

const send = (frame: { readonly type: string }) =>
  act(() => FakeEventSource.open.find(({ url }) => url.startsWith("/api/watch"))?.send(frame));
const log = () =>
  new URL(
    FakeEventSource.open.find(({ url }) => url.startsWith("/api/logs"))?.url ?? "",
    "http://localhost",
  ).searchParams;
const logOf = () => log().get("of");

let visits = 0;
function show(row: Partial<CronJobRow> = {}, frame: Partial<Snapshot> = {}, search = "") {
  const { address } = showList(
    <CronJobPage namespace={`web-${++visits}`} name="nightly" />,
    search,
  );
  const cronjob = cronJobRow({ namespace: "web", name: "nightly", uid: `cron-${visits}`, ...row });
  send(
    snapshot({
      tables: { cronjobs: [cronjob], jobs, pods },
      detail: { kind: "cronjob", value: detail },
      ...frame,
    }),
  );
  return { ...cronjob, address };
}
const fact = (term: string) => screen.getByText(term).nextElementSibling?.textContent;

let posted: unknown[];
let refusal: Response | null;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ["Date"] });
  openBrowser();
  posted = [];
  refusal = null;
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    if (url !== "/api/actions") return new Response(null, { status: 404 });
    posted.push(JSON.parse(String(init?.body)));
    return refusal ?? Response.json({ accepted: true });
  });
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

describe("the page of a CronJob", () => {
  it("says the schedule in words, in its own zone", () => {
    show({ schedule: "0 20 * * 5", timeZone: "Europe/Berlin" });
    expect(document.body.textContent).toContain("At 20:00, only on Friday in Europe/Berlin.");
    expect(fact("SCHEDULE")).toBe("0 20 * * 5");
    expect(fact("TIMEZONE")).toBe("Europe/Berlin");
  });

  it("does not pretend to know the zone of the controller", () => {
    show({ timeZone: null });
    expect(fact("TIMEZONE")).toBe("<none> zone of the controller, probably UTC");
  });

  it("shows a schedule that Kubernetes refuses as it is, without words", () => {
    show({ schedule: "0 0 * * 7" });
    expect(fact("SCHEDULE")).toBe("0 0 * * 7");
    expect(document.body.textContent).not.toContain("Sunday");
  });

  it.each([
    [null, "<unset>"],
    [false, "False"],
    [true, "True"],
  ])("says SUSPEND as kubectl does: %s is %s", (suspend, text) => {
    show({ suspend });
    expect(fact("SUSPEND")).toBe(text);
  });

  it("shows its policies and when it last ran", () => {
    show({ lastSchedule: "2026-03-10T11:58:00Z", active: 1 });
    expect(fact("LAST SCHEDULE")).toBe("2m");
    expect(fact("LAST SUCCESS")).toBe("5m");
    expect(fact("ACTIVE")).toBe("1");
    expect(fact("CONCURRENCY")).toBe("Forbid");
    expect(fact("STARTING DEADLINE")).toBe("2m");
    expect(fact("HISTORY LIMITS")).toBe("3 successful, 1 failed");
  });

  it("lists its Jobs and reads the log of the newest one, or of the one in the address", () => {
    show();
    expect(keys()).toEqual(["web/nightly-1", "web/nightly-2"]);
    expect(screen.getByRole("link", { name: "nightly-1" }).getAttribute("href")).toBe(
      "/jobs/web/nightly-1",
    );
    expect(Object.fromEntries(log())).toMatchObject({
      of: "job/nightly-2",
      uid: "job-2",
      container: "*",
      instances: "all",
    });
    expect(screen.getByRole("link", { name: "Open Job" }).getAttribute("href")).toBe(
      "/jobs/web/nightly-2#log",
    );
    closeBrowser();
    openBrowser();
    show({}, {}, "?job=nightly-1");
    expect(logOf()).toBe("job/nightly-1");
  });

  const chooseRuns = async (from: string, to: string) => {
    fireEvent.click(screen.getByRole("button", { name: from }));
    fireEvent.click(await screen.findByRole("menuitemradio", { name: to }));
  };
  const dockLine = () =>
    within(screen.getByRole("region", { name: /^Keys of/ })).getByText(/^(kubectl logs|stern)/)
      .textContent;

  it("reads the last runs together where that is chosen, and says stern's line for it", async () => {
    const { address, uid } = show();
    await chooseRuns("Newest run", "Last 3 runs");
    expect(Object.fromEntries(log())).toMatchObject({ of: "cronjob/nightly", runs: "3", uid });
    await waitFor(() => expect(address()).toContain("runs=3"));
    const [logs] = screen.getAllByRole("button", { name: /^Logs/ });
    if (logs) fireEvent.focus(logs);
    expect(dockLine()).toMatch(/^\$ stern -n web-\d+ .* tail -n 3 /);
    await chooseRuns("Last 3 runs", "Newest run");
    expect(logOf()).toBe("job/nightly-2");
    await waitFor(() => expect(address()).not.toContain("runs"));
  });

  it("leads back from a run that was chosen to the newest", async () => {
    const { address } = show({}, {}, "?job=nightly-1&runs=5");
    expect(logOf()).toBe("job/nightly-1");
    await chooseRuns("One run", "Newest run");
    expect(logOf()).toBe("job/nightly-2");
    await waitFor(() => expect(address()).not.toMatch(/job=|runs=/));
  });

  it("opens with l the log of the run that keys went to", () => {
    show();
    const [logs] = screen.getAllByRole("button", { name: /^Logs/ });
    if (logs) fireEvent.focus(logs);
    expect(dockLine()).toMatch(/^\$ kubectl logs job\/nightly-2 /);
    fireEvent.keyDown(document.body, { key: "k" });
    expect(dockLine()).toMatch(/^\$ kubectl logs job\/nightly-1 /);
    fireEvent.keyDown(document.body, { key: "l" });
    expect(logOf()).toBe("job/nightly-1");
  });

  it("says of a run in the address that it is gone, with the way to the others", async () => {
    show({}, {}, "?job=nightly-0");
    expect(screen.getByRole("region", { name: "Log" }).textContent).toContain(
      "The Job nightly-0 is gone, and its log with it.",
    );
    await chooseRuns("One run", "Newest run");
    expect(logOf()).toBe("job/nightly-2");
  });

  it("keeps the log of a run that goes while it is read, and says so", () => {
    show({}, {}, "?job=nightly-1");
    const before = FakeEventSource.opened.length;
    send({
      type: "delta",
      now,
      tables: {
        jobs: { rows: [], gone: ["job-1"] },
        pods: { rows: [], gone: ["pod-job-1"] },
      },
    } as never);
    expect(logOf()).toBe("job/nightly-1");
    expect(FakeEventSource.opened.length).toBe(before);
    expect(screen.getByText(/^The Pods of this run are gone\./)).toBeTruthy();
  });

  it("suspends at the press of s, shows it at once, and the kubectl line that does the same", async () => {
    const { uid } = show();
    expect(
      screen.getByText(/kubectl patch cronjob nightly -n web --type merge/).textContent,
    ).toContain('{"spec":{"suspend":true}}');
    fireEvent.keyDown(document.body, { key: "s" });
    expect(fact("SUSPEND")).toBe("True");
    await waitFor(() =>
      expect(posted).toEqual([
        {
          action: "suspend",
          resource: "cronjobs",
          target: { namespace: "web", name: "nightly", uid },
          tell: true,
        },
      ]),
    );
  });

  it("takes a refusal back and quotes the API server", async () => {
    show();
    const message = 'cronjobs.batch "nightly" is forbidden: no patch for you';
    refusal = Response.json({ code: "forbidden", message }, { status: 403 });
    fireEvent.keyDown(document.body, { key: "s" });
    expect((await screen.findAllByText(message)).length).toBeGreaterThan(0);
    expect(fact("SUSPEND")).toBe("False");
  });

  it("cannot be suspended where Batchboard may not write, and says why", () => {
    show({}, { cluster: { ...cluster, readOnly: true } });
    fireEvent.keyDown(document.body, { key: "s" });
    expect(posted).toEqual([]);
    const [suspend] = screen.getAllByRole("button", { name: /^Suspend/ });
    expect(suspend?.title).toBe("Batchboard was started with --read-only");
  });
});
