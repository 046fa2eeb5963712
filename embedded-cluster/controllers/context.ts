import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import type { Plural } from "../objects.ts";
import type { Informer } from "./informer.ts";
import { Queue, type Sync } from "./queue.ts";

/** What has a cache. */
export const followed = [
  "namespaces",
  "cronjobs",
  "jobs",
  "pods",
  "configmaps",
  "secrets",
  "serviceaccounts",
] as const satisfies readonly Plural[];

export type Followed = (typeof followed)[number];

/** What every controller works with; all of them share one cache per resource. */
export interface ControllerContext {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly informers: Readonly<Record<Followed, Informer>>;
  /** Told of every sync that failed and is retried. */
  readonly failed: (controller: string, key: string, error: unknown) => void;
}

export interface Controller {
  /** Begins to work on what was heard so far; called once the caches are filled. */
  start(): void;
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>;
}

/** A controller's queue: what fails is told and tried again, later and later, up to a minute. */
export function queueOf(
  { clock, failed }: ControllerContext,
  controller: string,
  sync: Sync,
  retryMs = 5,
): Queue {
  return new Queue({
    clock,
    sync,
    failed: (key, error) => failed(controller, key, error),
    retryMs,
    longestRetryMs: 60_000,
  });
}
