import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import type { Plural } from "../objects.ts";
import type { Informer } from "./informer.ts";

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
