import { hash } from "node:crypto";
import type { LogOrigin } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Container, KubernetesObject, OwnerReference, Pod } from "#lib/kubernetes/types";
import { compareOrigins } from "#lib/logs/order";
import { defaultContainer } from "#lib/printers/pod";
import {
  newestInstance,
  previousInstance,
  type ReadableInstance,
  readableInstances,
  startOf,
} from "#lib/server/logs/container-instance";

/** What one request to the API server reads. */
export interface LogSource {
  readonly origin: LogOrigin;
  readonly pod: Pod;
  /** Read with `previous=true`. */
  readonly previous: boolean;
}

/** A container whose log is asked for, and of which Pod. */
export interface ChosenContainer {
  readonly pod: Pod;
  readonly container: string;
  /** The origin of an instance of it. */
  origin(instance: number): LogOrigin;
}

/** All sources these Pods have for the query, by `compareOrigins`. */
export function sourcesOf(pods: readonly Pod[], query: LogQuery): LogSource[] {
  return chosenContainers(pods, query)
    .flatMap((chosen) =>
      wantedInstances(chosen, query).map(({ instance, previous }) => ({
        origin: chosen.origin(instance),
        pod: chosen.pod,
        previous,
      })),
    )
    .sort((a, b) => compareOrigins(a.origin, b.origin));
}

/** The containers that are asked for, in the order of the Pods. */
export function chosenContainers(pods: readonly Pod[], query: LogQuery): ChosenContainer[] {
  const attempts = attemptsOf(pods);
  return pods.flatMap((pod) =>
    namesOf(pod, query).map((container) => ({
      pod,
      container,
      origin: (instance) => originOf(pod, container, instance, attempts.get(pod) ?? 1),
    })),
  );
}

function namesOf(pod: Pod, { container, target }: LogQuery): string[] {
  if (container === "") {
    const name = defaultContainer(pod);
    return name === null ? [] : [name];
  }
  const names = allOf(pod).map(({ name }) => name);
  if (container === "*") return names;
  // Of a Pod's container that does not exist the API server says so; of many Pods not all have it.
  return names.includes(container) || target.kind === "pod" ? [container] : [];
}

function wantedInstances(
  { pod, container }: ChosenContainer,
  { instances, target, container: asked }: LogQuery,
): readonly ReadableInstance[] {
  const readable = readableInstances(pod, container);
  if (instances === "all") return readable;
  if (instances === "current") return readable.slice(-1);
  const before = previousInstance(pod, container);
  if (before !== null) return [{ instance: before, previous: true }];
  // That there is none the API server says, where one container is asked for.
  return target.kind === "pod" && asked !== "*"
    ? [{ instance: newestInstance(pod, container), previous: true }]
    : [];
}

function originOf(pod: Pod, container: string, instance: number, attempt: number): LogOrigin {
  const { name, uid, creationTimestamp } = pod.metadata;
  return {
    key: keyOf(uid, container, instance),
    pod: name,
    podUid: uid,
    created: creationTimestamp ?? "",
    container,
    role: allOf(pod).find((each) => each.name === container)?.role ?? "container",
    instance,
    index: indexOf(pod),
    job: jobOf(pod)?.name ?? "",
    attempt,
    started: startOf(pod, container, instance),
  };
}

const keyLength = 10;

function keyOf(podUid: string, container: string, instance: number): string {
  return hash("sha256", `${podUid}/${container}/${instance}`, "base64url").slice(0, keyLength);
}

function allOf({ spec }: Pod): { readonly name: string; readonly role: LogOrigin["role"] }[] {
  const named = (containers: readonly Container[] | null | undefined, role: LogOrigin["role"]) =>
    (containers ?? []).map(({ name }) => ({ name, role }));
  return [
    ...(spec?.initContainers ?? []).map(({ name, restartPolicy }) => ({
      name,
      role: restartPolicy === "Always" ? ("sidecar" as const) : ("init" as const),
    })),
    ...named(spec?.containers, "container"),
    ...named(spec?.ephemeralContainers, "ephemeral"),
  ];
}

/** Which Pod of its Job each is, or of its index, by age. */
function attemptsOf(pods: readonly Pod[]): ReadonlyMap<Pod, number> {
  const attempts = new Map<Pod, number>();
  const siblings = Map.groupBy(
    pods,
    (pod) => `${jobOf(pod)?.uid ?? pod.metadata.uid} ${indexOf(pod)}`,
  );
  for (const group of siblings.values()) {
    group.sort(byAge).forEach((pod, rank) => {
      attempts.set(pod, rank + 1);
    });
  }
  return attempts;
}

/** The older first; of equal age by name. */
export function byAge(
  { metadata: a }: KubernetesObject,
  { metadata: b }: KubernetesObject,
): number {
  const [from, to] = [a.creationTimestamp ?? "", b.creationTimestamp ?? ""];
  if (from !== to) return from < to ? -1 : 1;
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}

function jobOf(pod: Pod): OwnerReference | null {
  const controller = controllerOf(pod.metadata);
  return controller?.kind === "Job" ? controller : null;
}

const indexMark = "batch.kubernetes.io/job-completion-index";

/** The label came later than the annotation (kubectl-semantics 7.3). */
function indexOf({ metadata: { labels, annotations } }: Pod): number | null {
  const text = labels?.[indexMark] ?? annotations?.[indexMark];
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
