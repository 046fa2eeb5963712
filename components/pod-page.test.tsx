// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PodPage } from "#components/pod-page";
import { closeBrowser, openBrowser, showList } from "#components/testing/list-harness";
import type { ContainerRow, PodDetail, PodFacts, PodRow } from "#lib/api/rows";
import type { Reason } from "#lib/api/runs";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { jobRow, podRow, snapshot } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: () => {} }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const app: ContainerRow = {
  name: "app",
  role: "container",
  image: "busybox",
  ready: false,
  restarts: 2,
  state: { kind: "waiting", reason: "CrashLoopBackOff", message: "back-off 20s" },
  last: {
    kind: "terminated",
    reason: "Error",
    message: "",
    exitCode: 3,
    signal: 0,
    started: null,
    finished: "2026-03-10T11:59:00Z",
  },
};
const init: ContainerRow = {
  ...app,
  name: "fetch",
  role: "init",
  restarts: 0,
  state: {
    kind: "terminated",
    reason: "Completed",
    message: "",
    exitCode: 0,
    signal: 0,
    started: null,
    finished: "2026-03-10T11:58:00Z",
  },
  last: null,
};
const detail: PodDetail = {
  uid: "pod-1",
  phase: "Running",
  reason: "",
  message: "",
  conditions: [],
  containers: [init, app],
};

const send = (frame: { readonly type: string }) =>
  act(() => FakeEventSource.open.find(({ url }) => url.startsWith("/api/watch"))?.send(frame));
const log = () =>
  new URL(
    FakeEventSource.open.find(({ url }) => url.startsWith("/api/logs"))?.url ?? "",
    "http://localhost",
  ).searchParams;
const cells = (container: string) => {
  const table = within(screen.getByRole("table", { name: "Containers" }));
  const row = table.getByRole("button", { name: `Logs of ${container}` }).closest("tr");
  return [...(row?.cells ?? [])].map((cell) => cell.textContent);
};

let visits = 0;
function show(row: Partial<PodRow> = {}, more: Partial<PodDetail> = {}, search = "") {
  const shown = showList(<PodPage namespace={`web-${++visits}`} name="build-a" />, search);
  const pod = podRow({
    namespace: "web",
    name: "build-a",
    uid: "pod-1",
    status: "CrashLoopBackOff",
    ready: "0/1",
    restarts: 2,
    restarted: "2026-03-10T11:59:00Z",
    owner: { kind: "Job", name: "build", uid: "job-1" },
    defaultContainer: "app",
    ...row,
  });
  const cronJob = { kind: "CronJob", name: "nightly", uid: "cron-1" };
  send(
    snapshot({
      tables: { pods: [pod], jobs: [jobRow({ name: "build", uid: "job-1", owner: cronJob })] },
      detail: { kind: "pod", value: { ...detail, ...more } },
    }),
  );
  return shown;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ["Date"] });
  openBrowser();
  vi.stubGlobal("fetch", async () => Response.json({ facts }));
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

const facts: PodFacts = {
  containers: [
    {
      name: "app",
      requests: "cpu 100m",
      limits: "memory 64Mi",
      probes: ["Liveness: exec delay=0s timeout=1s period=10s #success=1 #failure=3"],
      mounts: [{ volume: "config", path: "/etc/app", readOnly: true }],
    },
  ],
  volumes: [{ name: "config", kind: "configMap", source: "settings" }],
  serviceAccount: "default",
  priorityClass: "",
  restartPolicy: "Never",
};

describe("the page of a Pod", () => {
  it("shows what its spec asks for and mounts, by name", async () => {
    show();
    const resources = await screen.findByRole("table", { name: "Resources and probes" });
    expect(resources.textContent).toContain("cpu 100m");
    expect(resources.textContent).toContain("Liveness: exec");
    const volumes = screen.getByRole("table", { name: "Volumes" });
    expect(volumes.textContent).toContain("configconfigMapsettingsapp:/etc/app (ro)");
  });

  it("shows every container: how it stands, its exit code, and how it ended before", () => {
    show();
    expect(cells("fetch")).toEqual(["fetchinit", "Completed2m ago", "0", "0", "<none>", "Logs"]);
    const [name, state, exit, restarts, last] = cells("app");
    expect([name, exit, restarts]).toEqual(["app", "", "2"]);
    expect(state).toContain("CrashLoopBackOff");
    expect(last).toContain("Error 3");
  });

  it("says why it does not run, in the words that are derived beside it", () => {
    const reason: Reason = {
      word: "CrashLoopBackOff",
      sentence: "container app exited 3; next start 20s after it ended",
      tone: "waiting",
      source: "the state and the last state of container app",
    };
    show();
    expect(screen.queryByText("CrashLoopBackOff:")).toBeNull();
    send({ type: "delta", now, beside: { reasons: { "pod-1": reason, "job-1": null } } } as never);
    const said = screen.getByTitle("From the state and the last state of container app.");
    expect(said.textContent).toBe(
      "CrashLoopBackOff: container app exited 3; next start 20s after it ended.",
    );
    send({ type: "delta", now, beside: { reasons: { "pod-1": null } } } as never);
    expect(screen.queryByText("CrashLoopBackOff:")).toBeNull();
  });

  it("reads the log of the default container, and of the one that is chosen", async () => {
    const { address } = show();
    expect(log().get("container")).toBe("app");
    fireEvent.click(screen.getByRole("button", { name: "Logs of fetch" }));
    expect(log().get("container")).toBe("fetch");
    await waitFor(() => expect(address()).toContain("container=fetch"));
  });

  it("quotes what the address names in the kubectl line of its log", () => {
    show({}, {}, "?container=$(reboot)");
    const dock = screen.getByRole("region", { name: /^Keys of/ });
    expect(dock.textContent).toMatch(/kubectl logs build-a -n web-\d+ -c '\$\(reboot\)' --follow/);
  });

  it("reads the log of the instance that ended before", () => {
    show();
    fireEvent.click(screen.getByRole("button", { name: "Previous log of app" }));
    expect(Object.fromEntries(log())).toMatchObject({ container: "app", instances: "previous" });
  });

  it("reads the logs of all containers together, where the address says so", () => {
    show({}, {}, "?container=*");
    expect(log().get("container")).toBe("*");
    expect(screen.queryByRole("button", { name: /^Logs of/, pressed: true })).toBeNull();
    const dock = screen.getByRole("region", { name: /^Keys of/ });
    expect(dock.textContent).toMatch(/kubectl logs build-a -n web-\d+ --all-containers --prefix/);
  });

  it("keeps the log when its Pod goes", () => {
    show();
    const before = FakeEventSource.opened.length;
    send({
      type: "delta",
      now,
      tables: { pods: { rows: [], gone: ["pod-1"] } },
      detail: null,
    } as never);
    expect(screen.getByRole("alert").textContent).toContain("Gone. The pod build-a was deleted.");
    expect(log().get("of")).toBe("pod/build-a");
    expect(FakeEventSource.opened.length).toBe(before);
  });

  it("gives j and k to its log: no table beside it has them", async () => {
    show();
    fireEvent.keyDown(document.body, { key: "?" });
    const help = within(await screen.findByRole("dialog", { name: "Keyboard" }));
    expect(help.getByText("line down")).toBeTruthy();
    expect(help.getByText("line up")).toBeTruthy();
  });

  it("leads up to its Job and the CronJob of that", () => {
    show();
    expect(screen.getByRole("link", { name: "job/build" }).getAttribute("href")).toMatch(
      /^\/jobs\/web-\d+\/build$/,
    );
    expect(screen.getByRole("link", { name: "cronjob/nightly" }).getAttribute("href")).toMatch(
      /^\/cronjobs\/web-\d+\/nightly$/,
    );
  });
});
