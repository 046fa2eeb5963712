import type { Pod } from "#lib/kubernetes/types";
import { type ContainerFailure, containerFailure } from "#lib/runs/container-failure";
import type { FailureDetail } from "#lib/runs/failure-detail";
import { clause, oneLine } from "#lib/runs/server-words";
import { type Text, text } from "#lib/texts/text";

/** Why a Pod failed, by itself or by its container. */
export type PodFailure =
  | (ContainerFailure & { readonly of: "container" })
  | (Whole & { readonly of: "pod" });

/** What was done to a Pod as a whole. */
interface Whole {
  /** The API's: `Evicted`, `PreemptionByScheduler`. */
  readonly word: string;
  /** `evicted`, as `the Pod was` goes on. */
  readonly words: Text;
  readonly detail: FailureDetail | null;
  /** What it was derived from. */
  readonly source: Text;
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
      const words = text("rejected by its node ({reason})", { reason });
      return { ...told, words, detail: detailOf(rejected) };
    }
    // The message of a deadline says no more than its reason.
    const detail = reason === "DeadlineExceeded" ? null : detailOf(message);
    const words = byReason.get(reason) ?? text("ended ({reason})", { reason });
    return { ...told, words, detail };
  }
  const disruption = status?.conditions?.find(({ type }) => type === "DisruptionTarget");
  if (disruption?.status !== "True") return null;
  const { type, reason: why = "", message: told = "" } = disruption;
  const source = text("condition {type}", { type });
  return {
    word: oneLine(why) || type,
    words: byDisruption.get(why) ?? disrupted(oneLine(why)),
    detail: detailOf(told),
    source,
  };
}

const disrupted = (reason: string) =>
  reason ? text("disrupted ({reason})", { reason }) : text("disrupted");

function detailOf(message: string): FailureDetail | null {
  const words = clause(message);
  return words ? { by: "cluster", words } : null;
}

/** pkg/kubelet's words in status.reason. */
const byReason: ReadonlyMap<string, Text> = new Map([
  ["DeadlineExceeded", text("stopped at its own activeDeadlineSeconds")],
  ["Evicted", text("evicted")],
  ["NodeLost", text("lost with its node")],
  ["Terminated", text("ended by its node")],
  ["Preempting", text("preempted on its node")],
]);

/** The reasons of a DisruptionTarget condition. */
const byDisruption: ReadonlyMap<string, Text> = new Map([
  ["PreemptionByScheduler", text("preempted by the scheduler")],
  ["DeletionByTaintManager", text("deleted for a taint of its node")],
  ["EvictionByEvictionAPI", text("evicted through the API")],
  ["DeletionByPodGC", text("deleted because its node is gone")],
  ["TerminationByKubelet", text("ended by its node")],
]);
