import type { ClusterInfo, Snapshot } from "#lib/api/frames";
import type { CronJobRow, JobRow, PodRow } from "#lib/api/rows";

export const cluster: ClusterInfo = {
  context: "test",
  cluster: "test",
  version: "v1.37.0",
  embedded: false,
  readOnly: false,
  contexts: 1,
  defaultNamespace: "default",
  insecure: false,
};

const object = {
  namespace: "default",
  name: "echo",
  uid: "uid-1",
  created: "2026-03-10T11:00:00Z",
  owner: null,
  deleting: false,
};
const template = { containers: "echo", images: "busybox", selector: "" };

export function cronJobRow(row: Partial<CronJobRow> = {}): CronJobRow {
  return {
    ...object,
    ...template,
    schedule: "*/5 * * * *",
    timeZone: null,
    suspend: false,
    active: 0,
    lastSchedule: null,
    ...row,
  };
}

export function jobRow(row: Partial<JobRow> = {}): JobRow {
  return {
    ...object,
    ...template,
    status: "Running",
    completions: "0/1",
    started: "2026-03-10T11:59:00Z",
    completed: null,
    suspend: false,
    ...row,
  };
}

export function podRow(row: Partial<PodRow> = {}): PodRow {
  return {
    ...object,
    ready: "1/1",
    status: "Running",
    restarts: 0,
    restarted: null,
    ip: "10.0.0.1",
    node: "node-1",
    nominatedNode: "",
    readinessGates: "",
    defaultContainer: "echo",
    index: null,
    failures: null,
    ended: null,
    exitCode: null,
    ...row,
  };
}

export function snapshot(frame: Partial<Snapshot> = {}): Snapshot {
  return {
    type: "snapshot",
    now: "2026-03-10T12:00:00Z",
    cluster,
    namespaces: ["default"],
    choices: { names: ["default"], complete: true },
    tables: {},
    states: { cronjobs: { state: "live" }, jobs: { state: "live" }, pods: { state: "live" } },
    apart: {},
    counts: { cronjobs: 0, jobs: 0, pods: 0 },
    detail: null,
    beside: {},
    eventsState: null,
    ...frame,
  };
}
