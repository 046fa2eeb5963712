import { podSpec } from "../../conformance/objects.ts";
import type { Thing } from "../../conformance/workloads.ts";

/** A Job of its own namespace with what is around it, as the API server tells it at one moment. */
export interface Sight {
  /** By the API server's clock. */
  readonly now: string;
  readonly job: Thing;
  readonly pods: readonly Thing[];
  /** Those of the Job and of its Pods. */
  readonly events: readonly Thing[];
}

export interface Moment {
  /** Of the recording; else it is the scene's. */
  readonly name?: string;
  readonly until: (sight: Sight) => unknown;
  /** What is done then, before the next moment; such a moment is not kept. */
  readonly act?: (hand: Hand) => Promise<unknown>;
}

/** What a scene does to the cluster, below the path of its namespace. */
export interface Hand {
  create(path: string, body: object): Promise<unknown>;
  delete(path: string, body?: object): Promise<unknown>;
  /** The names of the Job's Pods. */
  pods(): Promise<string[]>;
}

export interface Scene {
  readonly name: string;
  readonly metadata?: object;
  readonly spec: object;
  /** What is there before the Job: paths below the namespace, and bodies. */
  readonly before?: readonly (readonly [path: string, body: object])[];
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly moments: readonly Moment[];
}

/** The Pods have no token, which a reader of the recordings need not look at. */
export function template(containers: readonly object[], more: object = {}): object {
  return { spec: podSpec(containers, { automountServiceAccountToken: false, ...more }) };
}

export const isFailed = ({ job }: Sight) => has(job, "Failed");

/** Whether the condition is True. */
export function has({ status }: Thing, type: string): boolean {
  const conditions: { type: string; status: string }[] = status?.conditions ?? [];
  return conditions.some((condition) => condition.type === type && condition.status === "True");
}

/** Whether a container of a Pod waits for one of these reasons. */
export function waits({ pods }: Sight, ...reasons: string[]): boolean {
  return pods.some(({ status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(
      ({ state }) => reasons.includes(state?.waiting?.reason),
    ),
  );
}

export const told = ({ events }: Sight, ...reasons: string[]) =>
  events.some((event) => reasons.includes((event as unknown as { reason: string }).reason));
