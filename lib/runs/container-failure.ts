import type { Container, ContainerStatus, Pod, TerminatedState } from "#lib/kubernetes/types";
import { exitMeaning, signalName } from "#lib/runs/exit-meaning";
import { oneLine, startErrorWords, terminationLine } from "#lib/runs/server-words";

/** How a container of a Pod ended that ended badly. */
export interface ContainerFailure {
  /** `container dbt exited 3`, without what differs from Pod to Pod. */
  readonly words: string;
  /** What the container or its runtime said of it, as the sentence goes on; empty for nothing. */
  readonly detail: string;
}

type Role = "init container" | "sidecar" | "container";

/**
 * The container that failed its Pod, or that makes it be restarted. Of several it is the one that
 * failed first, for its Pod's other containers were stopped because of it. A sidecar fails a Pod
 * only while the containers still wait for it, and an ephemeral container never does. Of a Pod that is
 * being deleted only earlier instances count: the present ones are killed by the deletion.
 */
export function containerFailure(pod: Pod): ContainerFailure | null {
  const { status } = pod;
  const init = status?.initContainerStatuses ?? [];
  const main = status?.containerStatuses ?? [];
  const sidecars = init.filter(({ name }) => roleOf(pod, name) === "sidecar");
  const ordinary = init.filter((container) => !sidecars.includes(container));
  const initializing = main.every(({ state }) => !state?.running && !state?.terminated);
  const deleting = pod.metadata.deletionTimestamp != null;
  const present = deleting ? [] : [ordinary.find(hasFailed), earliest(main.filter(hasFailed))];
  const blocking = initializing ? sidecars : [];
  const found =
    present.find((container) => container !== undefined) ??
    [...main, ...ordinary, ...blocking].find((container) => lastFailure(container) !== null);
  return found ? failureOf(pod, found) : null;
}

/** How this container failed, now or before its last restart; null where it did not. */
export function failureOf(pod: Pod, status: ContainerStatus): ContainerFailure | null {
  const deleting = pod.metadata.deletionTimestamp != null;
  const ended = (!deleting && failure(status.state?.terminated)) || lastFailure(status);
  if (!ended) return null;
  const role = roleOf(pod, status.name);
  const subject = `${role} ${oneLine(status.name)}`;
  const { exitCode, message } = ended;
  switch (ended.reason) {
    case "OOMKilled": {
      const limit = specOf(pod, status.name)?.resources?.limits?.memory;
      const allowed = limit ? `, memory limit ${limit}` : "";
      return {
        words: `${subject} was OOMKilled (exit ${exitCode ?? 0}${allowed})`,
        detail: saying(message),
      };
    }
    case "StartError":
    case "ContainerCannotRun": {
      const told = startErrorWords(message ?? "");
      const words = `${subject} could not be started (${ended.reason})`;
      return { words, detail: told ? `: ${told}` : "" };
    }
    case "ContainerStatusUnknown":
      // The kubelet made up its exit code 137.
      return { words: `${subject} was lost (ContainerStatusUnknown)`, detail: "" };
  }
  return { words: `${subject} ${exitWords(ended)}`, detail: saying(message) };
}

/** A container's own words, from its termination message. */
function saying(message: string | null | undefined): string {
  const line = terminationLine(message);
  return line ? `, saying "${line}"` : "";
}

function exitWords({ exitCode, signal }: TerminatedState): string {
  if (signal) {
    const name = signalName(signal);
    return `was killed by signal ${signal}${name ? ` (${name})` : ""}`;
  }
  const meaning = exitMeaning(exitCode ?? 0);
  return `exited ${exitCode}${meaning ? ` (${meaning})` : ""}`;
}

export function roleOf(pod: Pod, name: string): Role {
  const init = pod.spec?.initContainers?.find((container) => container.name === name);
  if (!init) return "container";
  return init.restartPolicy === "Always" ? "sidecar" : "init container";
}

function specOf({ spec }: Pod, name: string): Container | undefined {
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return all.find((container) => container.name === name);
}

const hasFailed = ({ state }: ContainerStatus) => failure(state?.terminated) !== null;

const lastFailure = ({ lastState }: ContainerStatus) => failure(lastState?.terminated);

function failure(ended: TerminatedState | null | undefined): TerminatedState | null {
  return ended && (ended.exitCode || ended.signal) ? ended : null;
}

function earliest(containers: readonly ContainerStatus[]): ContainerStatus | undefined {
  const end = ({ state }: ContainerStatus) => state?.terminated?.finishedAt ?? "";
  return containers.reduce<ContainerStatus | undefined>(
    (first, container) => (first && end(first) <= end(container) ? first : container),
    undefined,
  );
}
