import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import { type Controller, type ControllerContext, type Followed, followed } from "./context.ts";
import { CronJobController } from "./cronjob-controller.ts";
import { GarbageCollector } from "./garbage-collector.ts";
import { Informer } from "./informer.ts";
import { JobController } from "./job-controller.ts";
import { NamespaceController } from "./namespace-controller.ts";
import { TtlController } from "./ttl-controller.ts";

export interface ControllerOptions {
  /** The release that is served. */
  readonly kubernetesApi: "1.37" | "1.20";
  /** Told of every sync that failed; it is retried all the same. */
  readonly failed?: ControllerContext["failed"];
}

/** Runs the controllers of kube-controller-manager that Jobs and CronJobs need, until stopped. */
export function startControllers(
  client: ApiClient,
  clock: Clock,
  { kubernetesApi, failed = () => {} }: ControllerOptions,
): { stop(): Promise<void> } {
  const abort = new AbortController();
  const informers = Object.fromEntries(
    followed.map((plural) => [plural, new Informer(client, plural, clock, abort.signal)]),
  ) as Record<Followed, Informer>;
  const context: ControllerContext = { client, clock, informers, failed };
  const isOld = kubernetesApi === "1.20";
  const controllers: readonly Controller[] = [
    new JobController(context, { isOld }),
    new CronJobController(context, {
      namesHaveSeconds: isOld,
      marksScheduledTime: !isOld,
      marksSuccess: !isOld,
    }),
    new GarbageCollector(context),
    new TtlController(context),
    new NamespaceController(context),
  ];
  const running = Object.values(informers).map((informer) => informer.run());
  // Decisions on half a world would start runs twice and delete what has an owner.
  const synced = Promise.all(Object.values(informers).map((informer) => informer.synced())).then(
    () => {
      for (const controller of controllers) controller.start();
    },
    () => {},
  );
  return {
    async stop() {
      const stopped = controllers.map((controller) => controller.stop());
      abort.abort(new Error("The controllers were stopped"));
      await Promise.all([synced, ...stopped, ...running]);
    },
  };
}
