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
import type { JobDetail, JobRow } from "#lib/api/rows";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { jobRow, podRow, snapshot } from "#lib/client/testing/watch-data";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const cronJob = { kind: "CronJob", name: "nightly", uid: "cron-1" };
const owner = { kind: "Job", name: "build", uid: "job-1" };

const detail: JobDetail = {
  uid: "job-1",
  parallelism: 1,
  completions: 1,
  backoffLimit: 2,
  activeDeadlineSeconds: 3600,
  ttlSecondsAfterFinished: null,
  completionMode: "NonIndexed",
  completedIndexes: "",
  failedIndexes: "",
  backoffLimitPerIndex: null,
  maxFailedIndexes: null,
  active: 1,
  ready: 1,
  succeeded: 0,
  failed: 1,
  terminating: 0,
  conditions: [],
  manual: false,
};
const job = jobRow({ namespace: "web", name: "build", uid: "job-1", owner: cronJob });
const pods = [
  podRow({
    namespace: "web",
    name: "build-a",
    uid: "pod-a",
    owner,
    status: "Error",
    exitCode: 3,
    created: "2026-03-10T11:58:00Z",
  }),
  podRow({
    namespace: "web",
    name: "build-b",
    uid: "pod-b",
    owner,
    created: "2026-03-10T11:59:00Z",
    defaultContainer: "main",
  }),
];

const watch = () => {
  const stream = FakeEventSource.open.find(({ url }) => url.startsWith("/api/watch"));
  if (!stream) throw new Error("the page watches nothing");
  return stream;
};
const send = (frame: { readonly type: string }) => act(() => watch().send(frame));
const logStream = () => {
  const url = FakeEventSource.open.find((stream) => stream.url.startsWith("/api/logs"))?.url;
  return new URL(url ?? "", "http://localhost").searchParams;
};

/** Each test looks at an object of its own: what is cached of one is not shown in the next. */
let visits = 0;
let requests: { url: string; body: unknown }[];

function show(frame: Partial<Snapshot> = {}, search = "") {
  const shown = showList(<JobPage namespace={`web-${++visits}`} name="build" />, search);
  send(
    snapshot({
      tables: { jobs: [job], pods, cronjobs: [] },
      detail: { kind: "job", value: detail },
      ...frame,
    }),
  );
  return shown;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ["Date"] });
  openBrowser();
  requests = [];
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    requests.push({ url, body: init?.body && JSON.parse(String(init.body)) });
    if (url.startsWith("/api/manifest")) return Response.json({ yaml: "kind: Job\n" });
    return Response.json({ accepted: true });
  });
  push.mockClear();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

describe("the page of a Job", () => {
  it("shows kubectl's columns of the Job and of its Pods", () => {
    show();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("build");
    const facts = screen.getAllByRole("term").map((term) => {
      return `${term.textContent}: ${term.nextElementSibling?.textContent}`;
    });
    expect(facts).toEqual([
      "COMPLETIONS: 0/1",
      "DURATION: 60s",
      "AGE: 60m",
      "PARALLELISM: 1",
      "PODS: 1 active, 1 ready, 0 succeeded, 1 failed",
      "BACKOFF LIMIT: 2",
      "ACTIVE DEADLINE: 60m, ends in 59m",
      "TTL AFTER FINISHED: <none>",
    ]);
    expect(keys()).toEqual(["web/build-a", "web/build-b"]);
    expect(cellText("web/build-a", "status")).toBe("Error");
    expect(cellText("web/build-a", "exit")).toBe("3");
    expect(cellText("web/build-a", "node")).toBe("node-1");
    expect(cellText("web/build-a", "index")).toBeNull();
    expect(cellText("web/build-b", "age")).toBe("60s");
  });

  it("reads the log of the whole Job: all Pods, containers and instances, no window of time", () => {
    show();
    expect(Object.fromEntries(logStream())).toMatchObject({
      of: "job/build",
      uid: "job-1",
      container: "*",
      instances: "all",
    });
    expect(logStream().has("since")).toBe(false);
    expect(screen.queryByRole("button", { name: "Whole Job" })).toBeNull();
  });

  it("reads the log of the Pod in the address", () => {
    show({}, "?pod=build-a");
    expect(Object.fromEntries(logStream())).toMatchObject({ of: "pod/build-a", uid: "pod-a" });
    expect(screen.getByRole("link", { name: "Open Pod" }).getAttribute("href")).toMatch(
      /^\/pods\/web\/build-a#log$/,
    );
  });

  it("narrows the log to a Pod that is pressed, and leads back to the whole Job", async () => {
    const { address } = show();
    const [first] = screen.getAllByRole("row").filter((row) => row.dataset.key === "web/build-a");
    if (first) fireEvent.click(first);
    expect(logStream().get("of")).toBe("pod/build-a");
    await waitFor(() => expect(address()).toContain("pod=build-a"));
    fireEvent.click(screen.getByRole("button", { name: "Whole Job" }));
    expect(logStream().get("of")).toBe("job/build");
    await waitFor(() => expect(address()).not.toContain("pod="));
  });

  it("lets go of a Pod by Escape, and stays", async () => {
    const { address } = show({}, "?pod=build-a");
    fireEvent.keyDown(document.body, { key: "Escape" });
    expect(logStream().get("of")).toBe("job/build");
    await waitFor(() => expect(address()).not.toContain("pod="));
    expect(push).not.toHaveBeenCalled();
  });

  const goneFrame = (uids: readonly string[]) =>
    ({ type: "delta", now, tables: { pods: { rows: [], gone: uids } } }) as never;

  it("keeps the log of a Pod that goes while it is read, and says so", () => {
    show({}, "?pod=build-b");
    const before = FakeEventSource.opened.length;
    send(goneFrame(["pod-b"]));
    expect(logStream().get("of")).toBe("pod/build-b");
    expect(FakeEventSource.opened.length).toBe(before);
    expect(
      screen.getByText("The Pod is gone. What was loaded of its log stays here."),
    ).toBeTruthy();
  });

  it("keeps the log of a Job whose Pods all go while it is read, and says so", () => {
    show();
    const before = FakeEventSource.opened.length;
    send(goneFrame(["pod-a", "pod-b"]));
    expect(logStream().get("of")).toBe("job/build");
    expect(FakeEventSource.opened.length).toBe(before);
    expect(
      screen.getByText("Its Pods are gone. What was loaded of their logs stays here."),
    ).toBeTruthy();
  });

  it("says of a Pod in the address that it is gone, with the way to what is there", () => {
    show({}, "?pod=build-x");
    const log = screen.getByRole("region", { name: "Log" });
    expect(log.textContent).toContain("The Pod build-x is gone, and its log with it.");
    fireEvent.click(within(log).getByRole("button", { name: "Whole Job" }));
    expect(logStream().get("of")).toBe("job/build");
  });

  const sentence = "its Pods and their logs were deleted when it failed (restartPolicy OnFailure)";
  it.each<[Partial<JobRow>, string]>([
    [{ status: "Failed" }, `no Pod of this Job is left. BackoffLimitExceeded: ${sentence}.`],
    [{ status: "Complete" }, "no Pod of this Job is left."],
    [{ status: "Suspended", suspend: true }, "no log until it is resumed"],
    [{}, "It begins with the first Pod."],
  ])("says why a Job without Pods has no log: %j", (changes, text) => {
    const reason = {
      word: "BackoffLimitExceeded",
      sentence,
      tone: "failed" as const,
      source: "condition Failed",
    };
    show({
      tables: { jobs: [{ ...job, ...changes }], pods: [], cronjobs: [] },
      beside: changes.status === "Failed" ? { reasons: { [job.uid]: reason } } : {},
    });
    expect(screen.getByRole("region", { name: "Log" }).textContent).toContain(text);
    expect(FakeEventSource.open.some(({ url }) => url.startsWith("/api/logs"))).toBe(false);
  });

  it("begins the log with the first Pod", () => {
    show({ tables: { jobs: [job], pods: [], cronjobs: [] } });
    send({ type: "delta", now, tables: { pods: { rows: pods, gone: [] } } } as never);
    expect(logStream().get("of")).toBe("job/build");
  });

  it("has its log at an address of its own", () => {
    show();
    fireEvent.keyDown(document.body, { key: "L" });
    expect(push).toHaveBeenLastCalledWith(
      expect.stringMatching(/^\/logs\/web-\d+\?of=job\/build$/),
    );
  });

  it("leads from an Event to the log of what it is about", () => {
    const event = (uid: string, object: string) => ({
      uid,
      type: "Normal",
      reason: "Created",
      message: uid,
      object,
      count: 1,
      lastSeen: now,
    });
    const events = [event("e1", "pod/build-a"), event("e2", "node/one")];
    show({
      beside: { events: Object.fromEntries(events.map((one) => [one.uid, one])) },
      eventsState: { state: "live" },
    });
    const section = within(screen.getByRole("region", { name: "Events" }));
    expect(section.getByRole("link", { name: "pod/build-a" }).getAttribute("href")).toMatch(
      /^\/pods\/web-\d+\/build-a#log$/,
    );
    expect(section.queryByRole("link", { name: "node/one" })).toBeNull();
    expect(section.getByText("node/one")).toBeTruthy();
  });

  it("says in one sentence why the Job failed", () => {
    const message = "Job has reached the specified backoff limit";
    show({
      tables: { jobs: [{ ...job, status: "Failed" }], pods, cronjobs: [] },
      detail: {
        kind: "job",
        value: {
          ...detail,
          conditions: [
            { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message, since: now },
          ],
        },
      },
      beside: {
        reasons: {
          [job.uid]: {
            word: "BackoffLimitExceeded",
            sentence: "container main exited 3 in 1 of 2 Pods",
            tone: "failed",
            source: "condition Failed, 2 Pods",
          },
        },
      },
    });
    expect(document.body.textContent).toContain(
      "BackoffLimitExceeded: container main exited 3 in 1 of 2 Pods.",
    );
    expect(screen.queryByRole("button", { name: /Suspend/ })).toBeNull();
    const conditions = within(screen.getByRole("table", { name: "Conditions" }));
    expect(conditions.getAllByText("BackoffLimitExceeded")).toBeTruthy();
  });

  it("leads up to its CronJob and down to its Pods", () => {
    show();
    expect(screen.getByRole("link", { name: "cronjob/nightly" }).getAttribute("href")).toMatch(
      /^\/cronjobs\/web-\d+\/nightly$/,
    );
    fireEvent.keyDown(document.body, { key: "u" });
    expect(push).toHaveBeenLastCalledWith(expect.stringMatching(/^\/cronjobs\/web-\d+\/nightly$/));
    expect(screen.getByRole("link", { name: "build-a" }).getAttribute("href")).toBe(
      "/pods/web/build-a",
    );
  });

  it("suspends the Job that was seen", async () => {
    show();
    const [suspend] = screen.getAllByRole("button", { name: /^Suspend/ });
    if (suspend) fireEvent.click(suspend);
    await waitFor(() =>
      expect(requests).toContainEqual({
        url: "/api/actions",
        body: {
          action: "suspend",
          resource: "jobs",
          target: { namespace: "web", name: "build", uid: "job-1" },
          tell: true,
        },
      }),
    );
    expect((await screen.findAllByRole("button", { name: /^Resume/ })).length).toBeGreaterThan(0);
    send({
      type: "delta",
      now,
      tables: { jobs: { rows: [{ ...job, suspend: true, status: "Suspended" }], gone: [] } },
    } as never);
    expect(screen.getAllByText("Suspended").length).toBeGreaterThan(0);
  });

  it("says what a Job that is not there could have become", () => {
    show({ tables: { jobs: [], pods: [], cronjobs: [] }, detail: null });
    expect(screen.getByRole("heading", { level: 1 }).textContent).toMatch(
      /^job build not found in web-\d+$/,
    );
    expect(screen.getByText(/ttlSecondsAfterFinished/)).toBeTruthy();
    expect(screen.getByRole("link", { name: /^Jobs in/ }).getAttribute("href")).toMatch(
      /^\/jobs\?ns=web-\d+$/,
    );
  });

  it("quotes what an address holds besides names in the kubectl line", () => {
    showList(<JobPage namespace="web" name="$(reboot)" />);
    expect(document.body.textContent).toContain("kubectl get job '$(reboot)' -n web --watch");
  });

  it("appears when a Job that was not there is created", () => {
    show({ tables: { jobs: [], pods: [], cronjobs: [] }, detail: null });
    send({
      type: "delta",
      now,
      tables: { jobs: { rows: [job], gone: [] } },
      detail: { kind: "job", value: detail },
    } as never);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("build");
  });

  it("keeps what was known of a Job that is deleted while it is looked at, and says so", () => {
    show();
    send({
      type: "delta",
      now,
      tables: {
        jobs: { rows: [], gone: ["job-1"] },
        pods: { rows: [], gone: ["pod-a", "pod-b"] },
      },
      detail: null,
    } as never);
    expect(screen.getByRole("alert").textContent).toContain("Gone. The job build was deleted.");
    expect(keys()).toEqual(["web/build-a", "web/build-b"]);
    expect(logStream().get("of")).toBe("job/build");
    const [suspend] = screen.getAllByRole("button", { name: /^Suspend/ });
    expect(suspend?.getAttribute("aria-disabled")).toBe("true");
  });

  const unlisted = snapshot({
    tables: { jobs: [], pods: [], cronjobs: [] },
    states: { jobs: { state: "syncing", listed: 0, total: null } },
    counts: { cronjobs: null, jobs: null, pods: null },
  });

  it("keeps what is known, and calls nothing deleted, until the cluster has answered a new connection", () => {
    show();
    send(unlisted);
    expect(keys()).toEqual(["web/build-a", "web/build-b"]);
    const stale = { state: "stale", since: now, message: "refused", retryAt: null };
    send({ type: "delta", now, states: { jobs: stale, pods: stale } } as never);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(document.body.textContent).toContain("Stale since");
    expect(keys()).toEqual(["web/build-a", "web/build-b"]);

    const live = { jobs: { state: "live" }, pods: { state: "live" } };
    send({ type: "delta", now, states: live, counts: snapshot().counts } as never);
    expect(screen.getByRole("alert").textContent).toContain("Gone.");
  });

  it("says that nothing is known where the cluster has not answered yet", () => {
    const stale = { state: "stale", since: now, message: "no route", retryAt: null } as const;
    show({ ...unlisted, states: { jobs: stale } });
    expect(document.body.textContent).toContain("The cluster has not answered yet");
    expect(document.body.textContent).toContain("no route");
    expect(screen.getByRole("button", { name: "Retry now" })).toBeTruthy();
  });

  it.each([
    ["forbidden", 'pods is forbidden: User "x" cannot list resource "pods"'],
    ["syncing", "They are being listed."],
    ["stale", "Not known: the cluster has not answered."],
    ["live", "None yet."],
  ])("claims nothing about Pods that are %s", (state, text) => {
    show({
      tables: { jobs: [job], pods: [], cronjobs: [] },
      states: {
        jobs: { state: "live" },
        pods: { state, message: text, since: now, retryAt: null, verb: "list" } as never,
      },
    });
    const section = screen.getByRole("region", { name: "Pods" });
    expect(section.textContent).toContain(text);
    const [logs] = screen.getAllByRole("button", { name: /^Logs/ });
    expect(logs?.title).toBe(state === "live" ? "The Job has no Pod" : "Its Pods are not known");
    expect(section.textContent?.includes("None")).toBe(state === "live");
  });

  it("marks Pods that are not followed any more, and quotes why", () => {
    const message = "pods is forbidden";
    show({
      states: { jobs: { state: "live" }, pods: { state: "forbidden", message, verb: "watch" } },
    });
    const section = screen.getByRole("region", { name: "Pods" });
    expect(section.textContent).toContain(`Not live: ${message}`);
    expect(keys()).toEqual(["web/build-a", "web/build-b"]);
  });

  it("marks Pods that are older than the Job", () => {
    show({
      states: {
        jobs: { state: "live" },
        pods: { state: "stale", since: "2026-03-10T11:58:00Z", message: "", retryAt: null },
      },
    });
    expect(screen.getByRole("region", { name: "Pods" }).textContent).toContain("stale since 2m");
  });

  it("shows the kubectl line of the log that l opens", () => {
    show();
    const [logs] = screen.getAllByRole("button", { name: /^Logs/ });
    if (logs) fireEvent.focus(logs);
    const dock = screen.getByRole("region", { name: /^Keys of/ });
    const line = () => within(dock).getByText(/^kubectl logs/).textContent;
    expect(line()).toMatch(/kubectl logs job\/build -n web-\d+ --all-pods --all-containers/);
    fireEvent.keyDown(document.body, { key: "l" });
    expect(logStream().get("of")).toBe("job/build");
    fireEvent.keyDown(document.body, { key: "k" });
    expect(line()).toMatch(/kubectl logs build-a -n web-\d+ --all-containers/);
    fireEvent.keyDown(document.body, { key: "l" });
    expect(logStream().get("of")).toBe("pod/build-a");
  });

  it("shows a Job of the same name that takes its place", () => {
    show();
    const again = { ...job, uid: "job-2", status: "Complete", completions: "1/1" };
    send({
      type: "delta",
      now,
      tables: {
        jobs: { rows: [again], gone: ["job-1"] },
        pods: { rows: [], gone: ["pod-a", "pod-b"] },
      },
      detail: { kind: "job", value: { ...detail, uid: "job-2" } },
    } as never);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(document.body.textContent).toContain("1/1");
    expect(document.body.textContent).toContain("uid job-2");
  });

  it("quotes the API server when it may not be listed, with the rule that is missing", () => {
    const message = 'jobs.batch is forbidden: User "oidc:viewer" cannot list resource "jobs"';
    show({
      tables: { jobs: [], pods: [], cronjobs: [] },
      detail: null,
      states: { jobs: { state: "forbidden", message, verb: "list" } },
    });
    expect(screen.getByText(message)).toBeTruthy();
    expect(screen.getByText(/resources: \["jobs"\]/)).toBeTruthy();
  });

  it("freezes ages and holds actions back while the data is old", () => {
    show();
    send({
      type: "delta",
      now,
      states: {
        jobs: { state: "stale", since: now, message: "connection refused", retryAt: null },
      },
    } as never);
    expect(document.body.textContent).toContain("Stale since");
    expect(document.body.textContent).toContain("connection refused");
    expect(document.querySelector("[data-state]")?.getAttribute("data-state")).toBe("stale");
    const [suspend] = screen.getAllByRole("button", { name: /^Suspend/ });
    expect(suspend?.getAttribute("aria-disabled")).toBe("true");
    expect(keys()).toEqual(["web/build-a", "web/build-b"]);
  });

  it("shows the YAML at the press of y, and the address says so", async () => {
    const { address } = show();
    fireEvent.keyDown(document.body, { key: "y" });
    await screen.findByText("kind: Job");
    await waitFor(() => expect(address()).toContain("yaml=1"));
    expect(requests.map(({ url }) => url)).toContainEqual(
      expect.stringMatching(/^\/api\/manifest\?kind=job&namespace=web-\d+&name=build$/),
    );
  });
});
