import type { Job, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { withDetail } from "#lib/runs/failure-detail";
import { type PodFailure, podFailure } from "#lib/runs/pod-failure";
import { oneLine } from "#lib/runs/server-words";
import { type Text, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/**
 * What most of a Job's failed Pods have in common, as far as they are left to tell: `container dbt
 * exited 3 in 2 of 3 Pods`. Null where none does.
 */
export function failedPods(job: Job, pods: readonly Pod[]): Text | null {
  const failures = [...pods]
    .sort((a, b) => created(b).localeCompare(created(a)))
    .filter(({ status }) => status?.phase !== "Succeeded")
    .map(podFailure)
    .filter((found) => found !== null);
  const alike = Map.groupBy(failures, ({ of, words }) => `${of} ${inEnglish(words)}`);
  const [most] = [...alike.values()].sort((a, b) => b.length - a.length);
  const newest = most?.[0];
  if (!most || !newest) return null;
  const counted = {
    count: most.length,
    all: failures.length,
    among: amongOf(job, failures.length),
  };
  return withDetail(withCount(newest, counted), newest.detail);
}

/** How many Pods failed alike, of how many, and which these are. */
interface Counted {
  readonly count: number;
  readonly all: number;
  /** Those of the failed Pods that are left; those that failed; or all, where none succeeded. */
  readonly among: "left" | "failed" | "all";
}

function amongOf({ status }: Job, known: number): Counted["among"] {
  if ((status?.failed ?? 0) > known) return "left";
  return status?.succeeded ? "failed" : "all";
}

function withCount({ of, words }: PodFailure, counted: Counted): Text {
  return of === "container" ? inPods(words, counted) : podsWere(words, counted);
}

function inPods(what: Text, { count, all, among }: Counted): Text {
  if (all === 1) {
    return among === "left" ? text("{what} in the one failed Pod left", { what }) : what;
  }
  switch (among) {
    case "left":
      return text("{what} in {count} of {all} failed Pods left", { what, count, all });
    case "failed":
      return text("{what} in {count} of {all} failed Pods", { what, count, all });
    case "all":
      return text("{what} in {count} of {all} Pods", { what, count, all });
  }
}

function podsWere(done: Text, { count, all, among }: Counted): Text {
  if (all === 1) {
    return among === "left"
      ? text("the one failed Pod left was {done}", { done })
      : text("the Pod was {done}", { done });
  }
  const isOne = count === 1;
  switch (among) {
    case "left":
      return isOne
        ? text("{count} of {all} failed Pods left was {done}", { count, all, done })
        : text("{count} of {all} failed Pods left were {done}", { count, all, done });
    case "failed":
      return isOne
        ? text("{count} of {all} failed Pods was {done}", { count, all, done })
        : text("{count} of {all} failed Pods were {done}", { count, all, done });
    case "all":
      return isOne
        ? text("{count} of {all} Pods was {done}", { count, all, done })
        : text("{count} of {all} Pods were {done}", { count, all, done });
  }
}

/** Why there is nothing to read of the Pods that failed; null where none did. */
export function gonePods({ metadata, spec, status }: Job): Text | null {
  const count = status?.failed ?? 0;
  if (count === 0) return null;
  if (metadata.deletionTimestamp != null) {
    return count === 1
      ? text("its failed Pod was deleted with it")
      : text("its failed Pods were deleted with it");
  }
  // The controller deletes the Pods that are active, and with OnFailure a failing one still is.
  if (spec?.template?.spec?.restartPolicy === "OnFailure") {
    return count === 1
      ? text("its Pod and its log were deleted when it failed (restartPolicy OnFailure)")
      : text("its Pods and their logs were deleted when it failed (restartPolicy OnFailure)");
  }
  return count === 1
    ? text("its failed Pod and its log are gone")
    : text("its {count} failed Pods and their logs are gone", { count });
}

/** The container of a Pod that is gone which the kubelet told of; null where Events name none or several. */
export function toldContainer(
  events: readonly KubernetesEvent[],
  reason: "BackOff" | "Killing",
): string | null {
  const named = events
    .filter((event) => event.reason === reason && event.involvedObject?.kind === "Pod")
    .map((event) => messages[reason].exec(event.message ?? "")?.[1])
    .filter((name) => name !== undefined);
  const names = new Set(named);
  return names.size === 1 ? oneLine([...names].join()) : null;
}

const messages = {
  BackOff: /^Back-off restarting failed container (\S+) in pod /,
  Killing: /^Stopping container (\S+)$/,
};

const created = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
