import type { Reason } from "#lib/api/runs";
import type { ContainerStatus, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { failureOf, roleOf, subjectOf } from "#lib/runs/container-failure";
import { newestEvent, toldAt } from "#lib/runs/event-time";
import { withDetail } from "#lib/runs/failure-detail";
import {
  imageWords,
  oneLine,
  schedulerWords,
  setupWords,
  startErrorWords,
} from "#lib/runs/server-words";
import { inClauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

/** How long after its grace period a Pod may take to go before it counts as held, in milliseconds. */
const endingPatienceMs = 30_000;

/**
 * Why a Pod does not get on: null for one that runs, that has ended, or that just starts. `now` is in
 * milliseconds by the API server's clock; of `events` those of this Pod count.
 */
export function podWaiting(
  pod: Pod,
  events: readonly KubernetesEvent[],
  now: number,
): Reason | null {
  if (pod.metadata.deletionTimestamp != null) return endingPod(pod, now);
  if (hasEnded(pod)) return null;
  return unscheduled(pod) ?? waitingContainer(pod) ?? unprepared(pod, events, now);
}

/** Whether none of its containers will run again. */
export function hasEnded({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function endingPod(pod: Pod, now: number): Reason | null {
  const { metadata, spec } = pod;
  // The deletionTimestamp of a Pod is the end of its grace period.
  if (!(now >= Date.parse(metadata.deletionTimestamp ?? "") + endingPatienceMs)) return null;
  const ended = hasEnded(pod);
  const finalizers = (metadata.finalizers ?? []).filter((name) => name !== tracking);
  const told = {
    word: "Terminating",
    tone: "stuck",
    source: "metadata.deletionTimestamp",
  } as const;
  if (ended && finalizers.length > 0) {
    const sentence = text("the Pod is held by {finalizers}", {
      finalizers: finalizerWords(finalizers),
    });
    return { ...told, sentence, source: `${told.source}, metadata.finalizers` };
  }
  if (ended || !spec?.nodeName) return null;
  const node = oneLine(spec.nodeName);
  return {
    ...told,
    sentence: text("node {node} does not tell that the Pod has stopped", { node }),
  };
}

const tracking = "batch.kubernetes.io/job-tracking";

export function finalizerWords(finalizers: readonly string[]): Text {
  const names = oneLine(finalizers.join(", "));
  return finalizers.length === 1
    ? text("finalizer {names}", { names })
    : text("finalizers {names}", { names });
}

function unscheduled({ spec, status }: Pod): Reason | null {
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status !== "False") return null;
  const source = text("condition {type}", { type: "PodScheduled" });
  if (scheduled.reason === "SchedulingGated") {
    const gates = oneLine(spec?.schedulingGates?.map(({ name }) => name).join(", ") ?? "");
    const what = text("not scheduled while it has scheduling gates");
    const sentence = gates ? text("{what}: {words}", { what, words: gates }) : what;
    return { word: "SchedulingGated", tone: "waiting", sentence, source };
  }
  const word = oneLine(scheduled.reason ?? "");
  if (word === "") return null;
  const words = schedulerWords(scheduled.message ?? "");
  return {
    word,
    tone: isFull(scheduled.message ?? "") ? "waiting" : "stuck",
    sentence: words || text("no node takes the Pod"),
    source,
  };
}

/**
 * Whether some node only lacks room that other Pods may give back. Where preemption is no help on
 * any node, none has that much room (Fit in pkg/scheduler/framework/plugins/noderesources).
 */
function isFull(message: string): boolean {
  const [, nodes, helpless] = preemption.exec(message) ?? [];
  const tooLarge = nodes !== undefined && nodes === helpless;
  return /\b(Insufficient |Too many pods)/.test(message) && !tooLarge;
}

const preemption =
  /preemption: 0\/(\d+) nodes are available: (\d+) Preemption is not helpful for scheduling/;

function waitingContainer(pod: Pod): Reason | null {
  const init = pod.status?.initContainerStatuses ?? [];
  const main = pod.status?.containerStatuses ?? [];
  const started = main.some(({ state }) => state?.running || state?.terminated);
  // A sidecar that falls over beside the containers does not keep them from their work.
  const status = [...(started ? [] : init), ...main].find(({ state }) =>
    isTelling(state?.waiting?.reason),
  );
  const { reason, message } = status?.state?.waiting ?? {};
  if (!status || !reason) return null;
  const container = subjectOf(pod, status.name);
  if (reason === "CrashLoopBackOff") return crashLoop(pod, status, container, message ?? "");
  const word = oneLine(reason);
  const source = text("the state of {container}", { container });
  if (imageReasons.has(reason)) {
    const what = unpulled(container, imageOf(pod, status.name));
    const words = imageWords(message ?? "");
    const sentence = words ? text("{what}: {words}", { what, words }) : what;
    return { word, tone: "stuck", sentence, source };
  }
  const words = startErrorWords(message ?? "");
  const sentence = words
    ? text("{what}: {words}", { what: container, words })
    : text("{container} waits", { container });
  return { word, tone: "stuck", sentence, source };
}

/** What every container goes through tells nothing. */
const isTelling = (reason: string | null | undefined) =>
  reason?.trim() && reason !== "ContainerCreating" && reason !== "PodInitializing";

const imageReasons = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);

function unpulled(container: Text, image: string | null): Text {
  return image === null
    ? text("{container} cannot pull its image", { container })
    : text("{container} cannot pull {image}", { container, image });
}

function imageOf({ spec }: Pod, name: string): string | null {
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const image = all.find((container) => container.name === name)?.image;
  return image ? oneLine(image) : null;
}

function crashLoop(pod: Pod, status: ContainerStatus, container: Text, message: string): Reason {
  const [, backoff] = /^back-off (\S+) restarting/.exec(message) ?? [];
  const failure = failureOf(pod, status);
  const parts: Text[] = [
    failure ? withDetail(failure.words, failure.detail) : text("{container} ended", { container }),
  ];
  // Go writes 5m0s.
  const time = backoff?.replace(/(?<=m)0s$/, "");
  if (time) parts.push(text("next start {time} after it ended", { time }));
  // The other containers wait for a sidecar, and no limit counts its restarts.
  const tone = roleOf(pod, status.name) === "sidecar" ? "stuck" : "waiting";
  const source = text("the state and the last state of {container}", { container });
  return { word: "CrashLoopBackOff", tone, sentence: inClauses(parts), source };
}

/** A volume or a network that is not there: the containers only say that they are being created. */
function unprepared(pod: Pod, events: readonly KubernetesEvent[], now: number): Reason | null {
  const all = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  if (all.some(({ state }) => state?.running || state?.terminated)) return null;
  const event = newestEvent(
    events,
    ({ reason, involvedObject }) =>
      involvedObject?.uid === pod.metadata.uid && setupReasons.has(reason ?? ""),
  );
  const sentence = setupWords(event?.message ?? "");
  if (!event || sentence === "" || !(now < Date.parse(toldAt(event)) + setupRepeatMs)) return null;
  const word = event.reason ?? "";
  return { word, tone: "stuck", sentence, source: `Event ${word}` };
}

/** The kubelet tries again every two minutes at most: what it said long before is settled. */
const setupRepeatMs = 300_000;

const setupReasons = new Set([
  "FailedMount",
  "FailedAttachVolume",
  "FailedMapVolume",
  "FailedCreatePodSandBox",
  "NetworkNotReady",
]);
