import type { Pod } from "#lib/kubernetes/types";
import { type ContainerFailure, containerFailure } from "#lib/runs/container-failure";
import { clause, oneLine } from "#lib/runs/server-words";

/** Why a Pod failed, by itself or by its container. */
export type PodFailure =
  | (ContainerFailure & { readonly of: "container" })
  | (Whole & { readonly of: "pod" });

/** What was done to a Pod as a whole. */
interface Whole {
  /** The API's: `Evicted`, `PreemptionByScheduler`. */
  readonly word: string;
  /** `evicted`, as `the Pod was` goes on. */
  readonly words: string;
  readonly detail: string;
  /** What it was derived from. */
  readonly source: string;
}

/**
 * What happened to the Pod; null where nothing did. What was done to the whole Pod goes before what
 * its containers say: their exit codes are those of containers that were stopped.
 */
export function podFailure(pod: Pod): PodFailure | null {
  const whole = wholePod(pod);
  if (whole) return { of: "pod", ...whole };
  const container = containerFailure(pod);
  return container ? { of: "container", ...container } : null;
}

function wholePod({ status }: Pod): Whole | null {
  const reason = oneLine(status?.reason ?? "");
  const message = status?.message ?? "";
  if (reason !== "") {
    const told = { word: reason, source: "status.reason" };
    const rejected = /^Pod was rejected: (.*)$/s.exec(message)?.[1];
    if (rejected !== undefined) {
      return { ...told, words: `rejected by its node (${reason})`, detail: detailOf(rejected) };
    }
    // The message of a deadline says no more than its reason.
    const detail = reason === "DeadlineExceeded" ? "" : detailOf(message);
    return { ...told, words: byReason.get(reason) ?? `ended (${reason})`, detail };
  }
  const disruption = status?.conditions?.find(({ type }) => type === "DisruptionTarget");
  if (disruption?.status !== "True") return null;
  const { reason: why = "", message: told = "" } = disruption;
  const words = byDisruption.get(why) ?? `disrupted${why ? ` (${oneLine(why)})` : ""}`;
  const word = oneLine(why) || disruption.type;
  return { word, words, detail: detailOf(told), source: `condition ${disruption.type}` };
}

function detailOf(message: string): string {
  const words = clause(message);
  return words ? `: ${words}` : "";
}

/** pkg/kubelet's words in status.reason. */
const byReason: ReadonlyMap<string, string> = new Map([
  ["DeadlineExceeded", "stopped at its own activeDeadlineSeconds"],
  ["Evicted", "evicted"],
  ["NodeLost", "lost with its node"],
  ["Terminated", "ended by its node"],
  ["Preempting", "preempted on its node"],
]);

/** The reasons of a DisruptionTarget condition. */
const byDisruption: ReadonlyMap<string, string> = new Map([
  ["PreemptionByScheduler", "preempted by the scheduler"],
  ["DeletionByTaintManager", "deleted for a taint of its node"],
  ["EvictionByEvictionAPI", "evicted through the API"],
  ["DeletionByPodGC", "deleted because its node is gone"],
  ["TerminationByKubelet", "ended by its node"],
]);
