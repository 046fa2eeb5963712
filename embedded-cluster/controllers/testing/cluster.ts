import { ManualClock } from "#lib/time/clock";
import type { ApiClient } from "../../api-client.ts";
import type { ApiObject } from "../../objects.ts";
import { type ControllerOptions, startControllers } from "../controllers.ts";
import { type CronJob, instant, type Job, type Pod } from "../workloads.ts";
import { ServedApi } from "./served-api.ts";

/** Lets everything settle that needs no time to pass. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await new Promise(setImmediate);
}

export const namespace = "work";

/** The controllers over an API server of their own, on a clock that a test moves. */
export class TestCluster {
  readonly clock = new ManualClock(Date.parse("2026-03-10T12:00:00Z"));
  readonly served: ServedApi;
  readonly api: ApiClient;
  /** Of syncs that failed for another reason than a refusal that the test asked for. */
  readonly failures: unknown[] = [];
  readonly #controllers: { stop(): Promise<void> };

  constructor(kubernetesApi: ControllerOptions["kubernetesApi"] = "1.37") {
    this.served = new ServedApi(this.clock, kubernetesApi, namespace);
    this.api = this.served.client;
    this.#controllers = startControllers(this.api, this.clock, {
      kubernetesApi,
      failed: (_controller, _key, error) => this.failures.push(error),
    });
  }

  stop(): Promise<void> {
    return this.#controllers.stop();
  }

  /** Moves the clock from timer to timer and lets the controllers do their work at each. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await settle();
    while (this.clock.now() < end) {
      const next = this.clock.pending().find((wait) => wait > 0) ?? ms;
      await this.clock.advance(Math.min(next, end - this.clock.now()));
      await settle();
    }
  }

  createJob(name: string, spec: object = {}, metadata: object = {}): Promise<ApiObject> {
    return this.api.create("jobs", namespace, {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name, ...metadata },
      spec: jobSpec(spec),
    });
  }

  createCronJob(name: string, spec: object = {}): Promise<ApiObject> {
    return this.api.create("cronjobs", namespace, {
      kind: "CronJob",
      metadata: { name },
      spec: {
        schedule: "*/5 * * * *",
        concurrencyPolicy: "Allow",
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: jobSpec({}) },
        ...spec,
      },
    });
  }

  job(name: string): Job {
    return this.#find("jobs", name) as Job;
  }

  cronJob(name: string): CronJob {
    return this.#find("cronjobs", name) as CronJob;
  }

  names(plural: "jobs" | "pods" | "cronjobs" | "namespaces"): string[] {
    return this.served.all(plural).map(({ metadata }) => metadata.name);
  }

  pods(): Pod[] {
    return this.served.all("pods") as Pod[];
  }

  /** `Normal SuccessfulCreate Created pod: a-x`, with ` x2` after what was counted twice. */
  events(about: string): string[] {
    return this.served
      .all("events")
      .filter((event) => event.involvedObject.name === about)
      .map(({ type, reason, message, count }) =>
        [type, reason, message, ...(count > 1 ? [`x${count}`] : [])].join(" "),
      );
  }

  /** What the kubelet would write of a Pod. */
  async runPod(pod: Pod, phase: "Running" | "Succeeded" | "Failed"): Promise<void> {
    this.served.bind(pod);
    const bound = await this.api.get("pods", namespace, pod.metadata.name);
    const at = instant(this.clock.now());
    const state = phase === "Running" ? {} : { terminated: { finishedAt: at } };
    const status = phase === "Running" ? "True" : "False";
    await this.api.updateStatus("pods", {
      ...bound,
      status: {
        phase,
        conditions: [{ type: "Ready", status, lastTransitionTime: at }],
        containerStatuses: [{ name: "main", restartCount: 0, state }],
      },
    });
  }

  /** Ends every Pod that is neither at its end nor being deleted. */
  async endPods(phase: "Succeeded" | "Failed"): Promise<void> {
    for (const pod of this.pods()) {
      const isLiving = /Pending|Running/.test(pod.status?.phase ?? "");
      if (isLiving && !pod.metadata.deletionTimestamp) await this.runPod(pod, phase);
    }
  }

  /** Ends the Pods whose deletion waits for the kubelet. */
  async killPods(): Promise<void> {
    for (const { metadata } of this.pods()) {
      if (!metadata.deletionTimestamp) continue;
      const present = await this.api.get("pods", namespace, metadata.name);
      await this.api.updateStatus("pods", { ...present, status: { phase: "Failed" } });
      await this.api.delete("pods", namespace, metadata.name, { gracePeriodSeconds: 0 });
    }
  }

  #find(plural: "jobs" | "cronjobs", name: string): ApiObject {
    const found = this.served.all(plural).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`There is no ${name}`);
    return found;
  }
}

export function jobSpec(spec: object): object {
  const isQueue = "parallelism" in spec && !("completions" in spec);
  return {
    parallelism: 1,
    ...(!isQueue && { completions: 1 }),
    completionMode: "NonIndexed",
    backoffLimit: 6,
    suspend: false,
    podReplacementPolicy: "TerminatingOrFailed",
    template: {
      spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox" }] },
    },
    ...spec,
  };
}
