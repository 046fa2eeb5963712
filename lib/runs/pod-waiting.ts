import type { Reason } from "#lib/api/runs";
import type { ContainerStatus, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { failureOf, roleOf } from "#lib/runs/container-failure";
import { newestEvent, toldAt } from "#lib/runs/event-time";
import {
  imageWords,
  oneLine,
  schedulerWords,
  setupWords,
  startErrorWords,
} from "#lib/runs/server-words";

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
    const sentence = `the Pod is held by ${finalizerWords(finalizers)}`;
    return { ...told, sentence, source: `${told.source}, metadata.finalizers` };
  }
  if (ended || !spec?.nodeName) return null;
  const node = oneLine(spec.nodeName);
  return { ...told, sentence: `node ${node} does not tell that the Pod has stopped` };
}

const tracking = "batch.kubernetes.io/job-tracking";

export function finalizerWords(finalizers: readonly string[]): string {
  const names = oneLine(finalizers.join(", "));
  return finalizers.length === 1 ? `finalizer ${names}` : `finalizers ${names}`;
}

function unscheduled({ spec, status }: Pod): Reason | null {
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status !== "False") return null;
  const source = "condition PodScheduled";
  if (scheduled.reason === "SchedulingGated") {
    const gates = oneLine(spec?.schedulingGates?.map(({ name }) => name).join(", ") ?? "");
    const sentence = `not scheduled while it has scheduling gates${gates ? `: ${gates}` : ""}`;
    return { word: "SchedulingGated", tone: "waiting", sentence, source };
  }
  const word = oneLine(scheduled.reason ?? "");
  if (word === "") return null;
  const words = schedulerWords(scheduled.message ?? "");
  return {
    word,
    tone: isFull(scheduled.message ?? "") ? "waiting" : "stuck",
    sentence: words || "no node takes the Pod",
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
  const subject = `${roleOf(pod, status.name)} ${oneLine(status.name)}`;
  if (reason === "CrashLoopBackOff") return crashLoop(pod, status, subject, message ?? "");
  const word = oneLine(reason);
  const source = `the state of ${subject}`;
  if (imageReasons.has(reason)) {
    const image = imageOf(pod, status.name);
    const words = imageWords(message ?? "");
    const sentence = `${subject} cannot pull ${image}${words ? `: ${words}` : ""}`;
    return { word, tone: "stuck", sentence, source };
  }
  const words = startErrorWords(message ?? "");
  const sentence = words ? `${subject}: ${words}` : `${subject} waits`;
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

function imageOf({ spec }: Pod, name: string): string {
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const image = all.find((container) => container.name === name)?.image;
  return image ? oneLine(image) : "its image";
}

function crashLoop(pod: Pod, status: ContainerStatus, subject: string, message: string): Reason {
  const [, backoff] = /^back-off (\S+) restarting/.exec(message) ?? [];
  const failure = failureOf(pod, status);
  const parts = [failure ? failure.words + failure.detail : `${subject} ended`];
  // Go writes 5m0s.
  if (backoff) parts.push(`next start ${backoff.replace(/(?<=m)0s$/, "")} after it ended`);
  // The other containers wait for a sidecar, and no limit counts its restarts.
  const tone = roleOf(pod, status.name) === "sidecar" ? "stuck" : "waiting";
  const source = `the state and the last state of ${subject}`;
  return { word: "CrashLoopBackOff", tone, sentence: parts.join("; "), source };
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
