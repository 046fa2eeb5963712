import type { Reason } from "#lib/api/runs";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Job, ObjectCondition, Workload } from "#lib/kubernetes/types";
import { conditionOf } from "#lib/runs/job-condition";
import { clause, oneLine } from "#lib/runs/server-words";
import { suspensionOf } from "#lib/runs/suspension";
import { enumerated } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

const queueLabel = "kueue.x-k8s.io/queue-name";

/** Whether Kueue decides when it runs, and has not let it yet. */
export function isQueued({ metadata, spec }: Job): boolean {
  return spec?.suspend === true && Boolean(metadata.labels?.[queueLabel]);
}

/**
 * Why a suspended Job is suspended: Kueue holds it until its turn, the owner of its owner does, or
 * somebody suspended it by hand. Null for a Job whose spec.suspend is not set.
 */
export function jobSuspension(job: Job, workload: Workload | null): Reason | null {
  if (job.spec?.suspend !== true) return null;
  return queued(job, workload) ?? suspended(job);
}

function queued({ metadata }: Job, workload: Workload | null): Reason | null {
  const queue = metadata.labels?.[queueLabel];
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === "Workload");
  if (!queue && !owner && !workload) return null;
  const what = queue
    ? text("waits in queue {queue} for Kueue to admit it", { queue: oneLine(queue) })
    : text("waits for Kueue to admit it");
  const pending = workload && openCondition(workload);
  const words = clause(pending?.message ?? "");
  return {
    word: oneLine(pending?.reason ?? "") || "Suspended",
    tone: "waiting",
    sentence: words ? text("{what}: {words}", { what, words }) : what,
    source: enumerated([
      "spec.suspend",
      ...(queue ? [text("label {label}", { label: queueLabel })] : []),
      ...(pending ? [text("Workload condition {type}", { type: pending.type })] : []),
    ]),
  };
}

/** The step of admission that has not been taken: the first one that tells why. */
function openCondition({ status }: Workload): ObjectCondition | undefined {
  return ["QuotaReserved", "Admitted"]
    .map((type) => status?.conditions?.find((condition) => condition.type === type))
    .find((condition) => condition?.status === "False");
}

function suspended(job: Job): Reason {
  const owner = controllerOf(job.metadata);
  // A CronJob starts Jobs and never resumes one.
  const what =
    owner && owner.kind !== "CronJob"
      ? text("starts no Pods until {who} resumes it", {
          who: oneLine(`${owner.kind} ${owner.name}`),
        })
      : text("starts no Pods until somebody resumes it");
  const note = noteOf(job);
  return {
    word: "Suspended",
    tone: "stuck",
    sentence: note === null ? what : text("{what}; {also}", { what, also: note }),
    source: conditionOf(job, "Suspended")
      ? text("condition {type}", { type: "Suspended" })
      : "spec.suspend",
  };
}

/** What was written down as it was suspended; null where nothing was. */
function noteOf(job: Job): Text | null {
  const { by = null, reason = null, until = null } = suspensionOf(job) ?? {};
  const said: readonly Text[] = [
    ...(by === null ? [] : [text("suspended by {who}", { who: oneLine(by) })]),
    ...(reason === null ? [] : [oneLine(reason)]),
    ...(until === null ? [] : [text("to be resumed at {time}", { time: until })]),
  ];
  return said.length === 0
    ? null
    : said.reduce((what, also) => text("{what}, {also}", { what, also }));
}
