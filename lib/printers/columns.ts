import type { CronJobRow, JobRow, PodRow } from "#lib/api/rows";
import {
  absentLast,
  ageColumn,
  type Column,
  countColumn,
  fractionColumn,
  plain,
  textColumn,
  wideColumn,
} from "#lib/printers/column";
import { age, humanDuration } from "#lib/time/duration";

/** kubectl's tables for Kubernetes 1.37 in kubectl's order (kubectl-semantics 2 to 4). */

/** Stands before NAME with `-A`. */
export const namespaceColumn: Column<{ readonly namespace: string }, string> = textColumn(
  "namespace",
  (row) => row.namespace,
);

const name = textColumn("name", (row: { readonly name: string }) => row.name);
const created = ageColumn("age", (row: { readonly created: string | null }) => row.created);

type TemplateRow = Pick<JobRow, "containers" | "images" | "selector">;
const template: readonly Column<TemplateRow, string>[] = [
  { ...textColumn("containers", (row) => row.containers), wide: true },
  { ...textColumn("images", (row) => row.images), wide: true },
  wideColumn("selector", (row) => row.selector),
];

export const cronJobColumns: readonly Column<CronJobRow, string>[] = [
  name,
  textColumn("schedule", (row) => row.schedule),
  // A zone that is present and empty prints as it is.
  textColumn("timezone", (row) => row.timeZone ?? "<none>"),
  textColumn("suspend", (row) => suspendText(row.suspend)),
  countColumn("active", (row) => row.active),
  ageColumn("last schedule", (row) => row.lastSchedule, "<none>"),
  created,
  ...template,
];

export const jobColumns: readonly Column<JobRow, string>[] = [
  name,
  textColumn("status", (row) => row.status),
  fractionColumn("completions", (row) => row.completions),
  {
    ...plain("duration"),
    align: "right",
    ticking: true,
    text: (row, nowMs) => (row.started === null ? "" : humanDuration(jobDuration(row, nowMs))),
    compare: (a, b, nowMs) => absentLast(jobDuration(a, nowMs), jobDuration(b, nowMs)),
  },
  created,
  ...template,
];

export const podColumns: readonly Column<PodRow, string>[] = [
  name,
  fractionColumn("ready", (row) => row.ready),
  textColumn("status", (row) => row.status),
  { ...countColumn("restarts", (row) => row.restarts, restartsText), ticking: true },
  created,
  wideColumn("ip", (row) => row.ip),
  wideColumn("node", (row) => row.node),
  wideColumn("nominated node", (row) => row.nominatedNode),
  wideColumn("readiness gates", (row) => row.readinessGates),
];

function suspendText(suspend: boolean | null): string {
  if (suspend === null) return "<unset>";
  return suspend ? "True" : "False";
}

/** Milliseconds from the start to the completion, or until now: a failed Job has none and goes on. */
function jobDuration(row: JobRow, nowMs: number): number {
  const end = row.completed === null ? nowMs : Date.parse(row.completed);
  return end - Date.parse(row.started ?? "");
}

function restartsText(row: PodRow, nowMs: number): string {
  if (row.restarts === 0 || row.restarted === null) return String(row.restarts);
  return `${row.restarts} (${age(row.restarted, nowMs)} ago)`;
}
