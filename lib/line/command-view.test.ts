import { describe, expect, it } from "vitest";
import { wholeList } from "#lib/api/list-query";
import { wholeLog } from "#lib/api/log-query";
import type { ReadingCommand } from "#lib/line/command";
import { viewOf } from "#lib/line/command-view";
import { parseLine } from "#lib/line/parse-line";
import { isRefusal } from "#lib/line/refusal";

function shown(text: string, namespace: string | null = "web") {
  const line = parseLine(text);
  if (isRefusal(line)) return line.message;
  const command = line.command as ReadingCommand;
  const view = viewOf({ command, remark: line.remark }, { namespace });
  return "message" in view ? view.message : view;
}

const jobs = { kind: "list", view: "jobs", query: wholeList(["web"]) } as const;

describe("a list", () => {
  it("is of the context's namespace where the line names none, or as the server chooses", () => {
    expect(shown("get jobs")).toEqual(jobs);
    expect(shown("get jobs", null)).toEqual({ ...jobs, query: wholeList("default") });
  });

  it.each([
    ["get jobs --sort-by='{.metadata.name}'", { sort: { column: "name", descending: false } }],
    [
      "get jobs --sort-by=metadata.creationTimestamp",
      { sort: { column: "age", descending: true } },
    ],
    ["get jobs -o name", { columns: ["name"] }],
    ["get jobs --field-selector metadata.namespace=pay -A", { namespaces: ["pay"] }],
    ["get jobs -n web | grep ledger", { q: "ledger" }],
  ])("is ordered and narrowed as kubectl would: %s", (text, change) => {
    expect(shown(text)).toEqual({ ...jobs, query: { ...jobs.query, ...change } });
  });

  it("shows of a phase the statuses that kubectl prints in it", () => {
    expect(shown("get pods --field-selector=status.phase=Succeeded")).toMatchObject({
      view: "pods",
      query: { statuses: ["Completed"] },
    });
  });

  it.each([
    [
      "get jobs,pods -n pay",
      "Batchboard shows one table at a time. Nearest: kubectl get jobs -n pay",
    ],
    [
      "get pods -o yaml",
      "Batchboard shows the YAML of one object at a time. Nearest: kubectl get pod NAME -o yaml",
    ],
    [
      "get cj --sort-by=.spec.foo",
      "Batchboard has no column of .spec.foo. Nearest: --sort-by with .metadata.name, .metadata.namespace, .metadata.creationTimestamp, .status.startTime, .spec.schedule, .spec.timeZone, .spec.suspend, .status.lastScheduleTime",
    ],
    [
      "get pods --field-selector spec.nodeName=n1",
      "Batchboard chooses by metadata.name, metadata.namespace and status.phase, each with =. Nearest: kubectl get pods -l KEY=VALUE",
    ],
  ])("that there is not is answered with what comes nearest: %s", (text, message) => {
    expect(shown(text)).toEqual(message);
  });
});

describe("an object's page", () => {
  const page = { kind: "object", object: "job", namespace: "web", name: "load" } as const;

  it.each([
    ["get job load", "row"],
    ["get jobs --field-selector metadata.name=load", "row"],
    ["describe jobs/load", "describe"],
    ["get job/load -o yaml", "yaml"],
    ["get job load -ojson", "yaml"],
    ["events --for job/load", "events"],
    ["get events --field-selector involvedObject.kind=Job,involvedObject.name=load", "events"],
  ])("shows what kubectl prints: %s", (text, part) => {
    expect(shown(text)).toEqual({ ...page, part });
  });

  it.each([
    ["get job a b", "Batchboard shows one object at a time. Nearest: kubectl get job a"],
    [
      "describe pods -l app=web",
      "Batchboard describes one object at a time. Nearest: kubectl get pods -l app=web -o wide",
    ],
    [
      "get events",
      "Batchboard shows the Events of one object. Nearest: kubectl events --for job/NAME",
    ],
  ])("is one object's: %s", (text, message) => {
    expect(shown(text)).toEqual(message);
  });
});

describe("a log", () => {
  const pod = {
    kind: "log",
    query: wholeLog("web", { kind: "pod", name: "a" }),
    times: false,
    find: "",
  } as const;

  it.each([
    ["logs a -c main -f", { container: "main", follow: true }],
    ["logs po/a --all-containers --tail=5", { container: "*", tail: 5 }],
    ["logs a -p --since=1h", { instances: "previous", since: "1h" }],
    ["logs a --since-time=2026-03-10T12:00:00Z", { sinceTime: "2026-03-10T12:00:00Z" }],
    ["logs a -f # until 2026-03-10T12:00:00Z", { until: "2026-03-10T12:00:00Z" }],
  ])("is read as kubectl would: %s", (text, change) => {
    expect(shown(text)).toEqual({ ...pod, query: { ...pod.query, ...change } });
  });

  it("of many Pods has ten lines of each where kubectl prints no more", () => {
    expect(shown("logs -l app=web")).toMatchObject({ query: { tail: 10 } });
    expect(shown("logs -l app=web --tail=-1")).toMatchObject({ query: { tail: null } });
  });

  it("of a CronJob is that of its newest run", () => {
    expect(shown("logs cj/nightly -n pay --timestamps | grep error")).toMatchObject({
      query: { namespace: "pay", target: { kind: "cronjob", name: "nightly", runs: 1 } },
      times: true,
      find: "error",
    });
  });
});
