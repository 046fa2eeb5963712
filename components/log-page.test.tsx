// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LogPage } from "#components/log-page";
import { closeBrowser, openBrowser, showList } from "#components/testing/list-harness";
import type { Snapshot } from "#lib/api/frames";
import type { PodDetail } from "#lib/api/rows";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { cronJobRow, jobRow, podRow, snapshot } from "#lib/client/testing/watch-data";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(),
}));

const stream = (route: string) => {
  const url = FakeEventSource.open.find((source) => source.url.startsWith(route))?.url;
  return url === undefined
    ? null
    : Object.fromEntries(new URL(url, "http://localhost").searchParams);
};
const log = () => stream("/api/logs");
const tell = (frame: { readonly type: string }) =>
  act(() => FakeEventSource.open.find(({ url }) => url.startsWith("/api/watch"))?.send(frame));
const send = (frame: Partial<Snapshot>) => tell(snapshot(frame));

let visits = 0;
/** Each test looks in a namespace of its own: what is cached of one is not shown in the next. */
function show(search: string) {
  const namespace = `web-${++visits}`;
  const shown = showList(<LogPage namespace={namespace} />, search);
  return { namespace, ...shown };
}
const heading = () => screen.getByRole("heading", { level: 1 }).textContent;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-10T12:00:00Z"), toFake: ["Date"] });
  openBrowser();
  push.mockClear();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

describe("a log at an address of its own", () => {
  it.each([
    ["?of=job/build", "Log of job/build", { of: "job/build", container: "*", instances: "all" }],
    ["?of=pod/build-a", "Log of pod/build-a", { of: "pod/build-a" }],
    ["?of=pod/build-a&container=init", "Log of pod/build-a", { container: "init" }],
    ["?of=cronjob/nightly", "Log of cronjob/nightly", { of: "cronjob/nightly" }],
    ["?of=cronjob/nightly&runs=3", "Log of cronjob/nightly", { of: "cronjob/nightly", runs: "3" }],
    ["?selector=app%3Detl", "Log of -l app=etl", { selector: "app=etl", container: "*" }],
    ["?of=job/build&uid=job-1", "Log of job/build", { uid: "job-1" }],
  ])("%s is the %s", (search, name, query) => {
    const { namespace } = show(search);
    expect(heading()).toBe(name);
    expect(log()).toMatchObject({ namespace, ...query });
  });

  it("says how its Job stands and why it failed, and leads to it", () => {
    const { namespace } = show("?of=job/build");
    const job = jobRow({ namespace, name: "build", uid: "job-1", status: "Failed" });
    const reason = { word: "Why", sentence: "so", tone: "failed", source: "x" } as const;
    send({ tables: { jobs: [job] }, beside: { reasons: { "job-1": reason } } });
    expect(screen.getAllByText("Failed").length).toBeGreaterThan(0);
    expect(document.body.textContent).toContain("Why: so.");
    const crumbs = within(screen.getByRole("navigation", { name: "Owners" }));
    expect(crumbs.getByRole("link", { name: "job/build" }).getAttribute("href")).toBe(
      `/jobs/${namespace}/build`,
    );
    fireEvent.keyDown(document.body, { key: "u" });
    expect(push).toHaveBeenLastCalledWith(`/jobs/${namespace}/build`);
  });

  it("says that its Job is gone, and keeps the log that was loaded", () => {
    const { namespace } = show("?of=job/build");
    const job = jobRow({ namespace, name: "build", uid: "job-1", status: "Complete" });
    send({ tables: { jobs: [job] } });
    expect(document.body.textContent).not.toContain("is gone");
    const gone = { type: "delta", now: "2026-03-10T12:00:01Z" };
    tell({ ...gone, tables: { jobs: { rows: [], gone: ["job-1"] } } } as never);
    expect(screen.getByText(/is gone\. What was loaded of its log stays here\./)).toBeTruthy();
    expect(screen.getByRole("log")).toBeTruthy();
  });

  it("reads of a Pod what kubectl logs would, once that is known", () => {
    const { namespace } = show("?of=pod/build-a");
    const pod = podRow({ namespace, name: "build-a", uid: "pod-1", defaultContainer: "main" });
    const detail = { uid: "pod-1", containers: [], conditions: [] } as unknown as PodDetail;
    send({ tables: { pods: [pod] }, detail: { kind: "pod", value: detail } });
    expect(log()).toMatchObject({ container: "main" });
  });

  it("lets the number of runs be chosen", async () => {
    const { namespace, address } = show("?of=cronjob/nightly&runs=3");
    send({ tables: { cronjobs: [cronJobRow({ namespace, name: "nightly" })] } });
    fireEvent.click(screen.getByRole("button", { name: "Last 3 runs" }));
    fireEvent.click(await screen.findByRole("menuitemradio", { name: "Last 5 runs" }));
    expect(log()).toMatchObject({ of: "cronjob/nightly", runs: "5" });
    await waitFor(() => expect(address()).toContain("runs=5"));
  });

  it("watches the Pods a selector matches, and leads to their list", () => {
    const { namespace } = show("?selector=app%3Detl");
    expect(stream("/api/watch")).toMatchObject({ view: "pods", ns: namespace, l: "app=etl" });
    fireEvent.keyDown(document.body, { key: "u" });
    expect(push).toHaveBeenLastCalledWith(`/pods?ns=${namespace}&l=app%3Detl`);
  });

  it("shows the kubectl line, with what the address names quoted", () => {
    const { namespace } = show("?of=job/$(reboot)");
    const line = screen.getByRole("region", { name: "kubectl command of this view" });
    expect(line.textContent).toContain(`kubectl logs 'job/$(reboot)' -n ${namespace} --all-pods`);
  });

  it.each([
    ["", "of must be pod/NAME, job/NAME or cronjob/NAME"],
    ["?of=secret/x", "of must be pod/NAME, job/NAME or cronjob/NAME"],
    ["?selector=", "selector must not be empty"],
  ])("says under %j that it is none, and reads nothing", (search, problem) => {
    show(search);
    expect(heading()).toBe("This address is not a log's");
    expect(document.body.textContent).toContain(problem);
    expect(log()).toBeNull();
    expect(screen.getByRole("link", { name: /^Pods in web-/ })).toBeTruthy();
  });
});
