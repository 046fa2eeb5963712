import type { Container, ContainerStatus, Pod, TerminatedState } from "#lib/kubernetes/types";
import { exitMeaning, signalName } from "#lib/runs/exit-meaning";
import type { FailureDetail } from "#lib/runs/failure-detail";
import { oneLine, startErrorWords, terminationLine } from "#lib/runs/server-words";
import { type Text, text } from "#lib/texts/text";

/** How a container of a Pod ended that ended badly. */
export interface ContainerFailure {
  /** kubectl's word for it: `Error`, `OOMKilled`. */
  readonly word: string;
  /** `container dbt exited 3`, without what differs from Pod to Pod. */
  readonly words: Text;
  /** What the container or its runtime said of it; null for nothing. */
  readonly detail: FailureDetail | null;
}

type Role = "init container" | "sidecar" | "container";

/**
 * The container that failed its Pod, or that makes it be restarted. Of several it is the one that
 * failed first, for its Pod's other containers were stopped because of it. A sidecar fails a Pod
 * only while the containers still wait for it, and an ephemeral container never does. Of a Pod that is
 * being deleted only earlier instances count: the present ones are killed by the deletion.
 */
export function containerFailure(pod: Pod): ContainerFailure | null {
  const { sidecars, ordinary, main } = containersOf(pod);
  const initializing = main.every(({ state }) => !state?.running && !state?.terminated);
  const blocking = initializing ? sidecars : [];
  const found = [...main, ...ordinary, ...blocking].find(
    (container) => lastFailure(container) !== null,
  );
  return presentFailure(pod) ?? (found ? failureOf(pod, found) : null);
}

/** As above, of the present instances alone: what was restarted since has not failed. */
export function presentFailure(pod: Pod): ContainerFailure | null {
  if (pod.metadata.deletionTimestamp != null) return null;
  const { ordinary, main } = containersOf(pod);
  const found = ordinary.find(hasFailed) ?? earliest(main.filter(hasFailed));
  return found ? failureOf(pod, found) : null;
}

function containersOf(pod: Pod) {
  const init = pod.status?.initContainerStatuses ?? [];
  const isSidecar = ({ name }: ContainerStatus) => roleOf(pod, name) === "sidecar";
  return {
    sidecars: init.filter(isSidecar),
    ordinary: init.filter((container) => !isSidecar(container)),
    main: pod.status?.containerStatuses ?? [],
  };
}

/** How this container failed, now or before its last restart; null where it did not. */
export function failureOf(pod: Pod, status: ContainerStatus): ContainerFailure | null {
  const deleting = pod.metadata.deletionTimestamp != null;
  const ended = (!deleting && failure(status.state?.terminated)) || lastFailure(status);
  if (!ended) return null;
  const container = subjectOf(pod, status.name);
  const { exitCode, message } = ended;
  const word = wordOf(ended);
  switch (ended.reason) {
    case "OOMKilled": {
      const limit = specOf(pod, status.name)?.resources?.limits?.memory;
      const code = exitCode ?? 0;
      const words = limit
        ? text("{container} was OOMKilled (exit {code}, memory limit {limit})", {
            container,
            code,
            limit,
          })
        : text("{container} was OOMKilled (exit {code})", { container, code });
      return { word, words, detail: saying(message) };
    }
    case "StartError":
    case "ContainerCannotRun": {
      const { reason } = ended;
      const told = startErrorWords(message ?? "");
      const words = text("{container} could not be started ({reason})", { container, reason });
      return { word, words, detail: told ? { by: "cluster", words: told } : null };
    }
    case "ContainerStatusUnknown": {
      // The kubelet made up its exit code 137.
      const words = text("{container} was lost (ContainerStatusUnknown)", { container });
      return { word, words, detail: null };
    }
  }
  return { word, words: exitWords(container, ended), detail: saying(message) };
}

/** As the API server's own table has it. */
function wordOf({ reason, signal, exitCode }: TerminatedState): string {
  const told = oneLine(reason ?? "");
  if (told !== "") return told;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** A container's own words, from its termination message. */
function saying(message: string | null | undefined): FailureDetail | null {
  const line = terminationLine(message);
  return line === null ? null : { by: "container", words: line };
}

function exitWords(container: Text, { exitCode, signal }: TerminatedState): Text {
  if (signal) {
    const name = signalName(signal);
    return name === null
      ? text("{container} was killed by signal {signal}", { container, signal })
      : text("{container} was killed by signal {signal} ({name})", { container, signal, name });
  }
  const code = exitCode ?? 0;
  const meaning = exitMeaning(code);
  return meaning === null
    ? text("{container} exited {code}", { container, code })
    : text("{container} exited {code} ({meaning})", { container, code, meaning });
}

/** A container of a Pod as what a sentence is about: `init container migrate`. */
export function subjectOf(pod: Pod, container: string): Text {
  const name = oneLine(container);
  switch (roleOf(pod, container)) {
    case "init container":
      return text("init container {name}", { name });
    case "sidecar":
      return text("sidecar {name}", { name });
    case "container":
      return text("container {name}", { name });
  }
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
