import type { Delete } from "#lib/api/actions";
import type { CronJob, Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import type { Owned } from "#lib/server/actions/dependents";
import { isEnded, type Sentences } from "#lib/server/actions/suspension-plan";
import { type Text, text } from "#lib/texts/text";

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
      ...(metadata.deletionTimestamp == null ? [] : [text("It is being deleted already.")]),
      ...(resource === "pods"
        ? podSentences(object)
        : ownedSentences(resource, cascade, object as CronJob | Job, owned)),
    ],
    warnings: [
      ...held.map((finalizer) =>
        text("{name} stays until the finalizer {finalizer} has been taken away.", {
          name: target.name,
          finalizer,
        }),
      ),
      ...(resource !== "pods" && (owned.pods === null || owned.jobs === null)
        ? [text("How much goes with it cannot be counted: it may not be listed, or not now.")]
        : []),
    ],
  };
}

function ownedSentences(
  resource: "cronjobs" | "jobs",
  cascade: Delete["cascade"],
  object: CronJob | Job,
  owned: Owned,
): Text[] {
  const isCronJob = resource === "cronjobs";
  const count = (owned.jobs ?? []).filter((job) => !isEnded(job)).length;
  const first = isCronJob ? [text("No more runs are scheduled.")] : [];
  switch (cascade) {
    case "background":
      return [
        ...first,
        isCronJob
          ? text("It is gone at once; its Jobs and their Pods are deleted after it.")
          : text("It is gone at once; its Pods are deleted after it."),
        ...stopped(count),
      ];
    case "foreground":
      return [
        ...first,
        isCronJob
          ? text(
              "Its Jobs and their Pods are deleted before it; until they are gone, it is there and being deleted.",
            )
          : text(
              "Its Pods are deleted before it; until they are gone, it is there and being deleted.",
            ),
        ...stopped(count),
      ];
    case "orphan":
      return [
        ...first,
        isCronJob
          ? text("Its Jobs stay, and belong to nobody: they are there until somebody deletes them.")
          : text(
              "Its Pods stay, and belong to nobody: they are there until somebody deletes them.",
            ),
        ...goingOn(count),
        ...(!isCronJob && !isEnded(object as Job)
          ? [text("No Pod of it that fails is replaced any more.")]
          : []),
      ];
  }
}

function stopped(count: number): Text[] {
  if (count === 0) return [];
  return count === 1
    ? [text("{count} Job of it that is active is stopped.", { count })]
    : [text("{count} Jobs of it that are active are stopped.", { count })];
}

function goingOn(count: number): Text[] {
  if (count === 0) return [];
  return count === 1
    ? [text("{count} Job of it that is active goes on.", { count })]
    : [text("{count} Jobs of it that are active go on.", { count })];
}

function podSentences({ metadata }: KubernetesObject): Text[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return [
    text("Its containers are told to end, and it is gone once they have; its log is gone with it."),
    ...(owner
      ? [
          text("{owner} may start another in its place.", {
            owner: `${owner.kind} ${owner.name}`,
          }),
        ]
      : []),
  ];
}
