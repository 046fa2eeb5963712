import type { Delete } from "#lib/api/actions";
import type { CronJob, Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import type { Owned } from "#lib/server/actions/dependents";
import { counted } from "#lib/server/actions/plan-words";
import { isEnded, type Sentences } from "#lib/server/actions/suspension-plan";

/** Those the API server sets to delete in the order that was asked for, and those of a Job's Pods. */
const passing = ["foregroundDeletion", "orphan", "batch.kubernetes.io/job-tracking"];

/** What it comes to that an object is deleted, with what it owns. */
export function deletionSentences(
  { resource, cascade, target }: Delete,
  object: CronJob | Job | Pod,
  owned: Owned,
): Sentences {
  const { metadata } = object;
  const held = (metadata.finalizers ?? []).filter((it) => !passing.includes(it));
  return {
    effects: [
      ...(metadata.deletionTimestamp == null ? [] : ["It is being deleted already."]),
      ...(resource === "pods"
        ? podSentences(object)
        : ownedSentences(resource, cascade, object as CronJob | Job, owned)),
    ],
    warnings: [
      ...held.map((it) => `${target.name} stays until the finalizer ${it} has been taken away.`),
      ...(resource !== "pods" && (owned.pods === null || owned.jobs === null)
        ? ["How much goes with it cannot be counted: it may not be listed, or not now."]
        : []),
    ],
  };
}

function ownedSentences(
  resource: "cronjobs" | "jobs",
  cascade: Delete["cascade"],
  object: CronJob | Job,
  owned: Owned,
): string[] {
  const isCronJob = resource === "cronjobs";
  const what = isCronJob ? "Jobs and their Pods" : "Pods";
  const active = (owned.jobs ?? []).filter((job) => !isEnded(job)).length;
  const goesOn = `${counted(active, "Job")} of it that ${active === 1 ? "is" : "are"} active`;
  const first = isCronJob ? ["No more runs are scheduled."] : [];
  switch (cascade) {
    case "background":
      return [
        ...first,
        `It is gone at once; its ${what} are deleted after it.`,
        ...(active > 0 ? [`${goesOn} ${active === 1 ? "is" : "are"} stopped.`] : []),
      ];
    case "foreground":
      return [
        ...first,
        `Its ${what} are deleted before it; until they are gone, it is there and being deleted.`,
        ...(active > 0 ? [`${goesOn} ${active === 1 ? "is" : "are"} stopped.`] : []),
      ];
    case "orphan":
      return [
        ...first,
        `Its ${isCronJob ? "Jobs" : "Pods"} stay, and belong to nobody: they are there until somebody deletes them.`,
        ...(active > 0 ? [`${goesOn} ${active === 1 ? "goes" : "go"} on.`] : []),
        ...(!isCronJob && !isEnded(object as Job)
          ? ["No Pod of it that fails is replaced any more."]
          : []),
      ];
  }
}

function podSentences({ metadata }: KubernetesObject): string[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return [
    "Its containers are told to end, and it is gone once they have; its log is gone with it.",
    ...(owner ? [`${owner.kind} ${owner.name} may start another in its place.`] : []),
  ];
}
