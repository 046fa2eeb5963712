import type { Reason } from "#lib/api/runs";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Job, ObjectCondition, Workload } from "#lib/kubernetes/types";
import { conditionOf } from "#lib/runs/job-condition";
import { clause, oneLine } from "#lib/runs/server-words";
import { suspensionOf } from "#lib/runs/suspension";

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
  const where = queue
    ? `waits in queue ${oneLine(queue)} for Kueue to admit it`
    : "waits for Kueue to admit it";
  const pending = workload && openCondition(workload);
  const words = clause(pending?.message ?? "");
  return {
    word: oneLine(pending?.reason ?? "") || "Suspended",
    tone: "waiting",
    sentence: words ? `${where}: ${words}` : where,
    source: [
      "spec.suspend",
      ...(queue ? [`label ${queueLabel}`] : []),
      ...(pending ? [`Workload condition ${pending.type}`] : []),
    ].join(", "),
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
  const resumer = owner && owner.kind !== "CronJob" ? `${owner.kind} ${owner.name}` : "somebody";
  return {
    word: "Suspended",
    tone: "stuck",
    sentence: `starts no Pods until ${oneLine(resumer)} resumes it${noted(job)}`,
    source: conditionOf(job, "Suspended") ? "condition Suspended" : "spec.suspend",
  };
}

/** What was written down as it was suspended; empty where nothing was. */
function noted(job: Job): string {
  const { by = null, reason = null, until = null } = suspensionOf(job) ?? {};
  const said = [
    ...(by === null ? [] : [`suspended by ${oneLine(by)}`]),
    ...(reason === null ? [] : [oneLine(reason)]),
    ...(until === null ? [] : [`to be resumed at ${until}`]),
  ];
  return said.length === 0 ? "" : `; ${said.join(", ")}`;
}
