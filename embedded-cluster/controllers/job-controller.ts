import { isDeepStrictEqual } from "node:util";
import type { ApiObject } from "../objects.ts";
import { type Controller, type ControllerContext, queueOf } from "./context.ts";
import { EventRecorder } from "./event-recorder.ts";
import { removeFinalizer } from "./finalizer.ts";
import { keyOf } from "./informer.ts";
import { type Backoff, noBackoff } from "./job-backoff.ts";
import { claimPods, isSelected } from "./job-claims.ts";
import { decideJob, type JobDecision } from "./job-decision.ts";
import { isTracked, trackingFinalizer } from "./job-pods.ts";
import { podOf } from "./job-template.ts";
import { decideOldJob } from "./old-job-decision.ts";
import type { Queue, Sync } from "./queue.ts";
import { namespaceIsTerminating, refusedAs } from "./refusal.ts";
import { controllerOf, finishedAs, type Job, type Pod } from "./workloads.ts";

/** What Pods and the status do is batched, as in the real controller; what a user does is not. */
const batchMs = 1000;

/** Runs Jobs: the loop around `decideJob`, or around what 1.20 would have decided. */
export class JobController implements Controller {
  readonly #context: ControllerContext;
  readonly #isOld: boolean;
  readonly #recorder: EventRecorder;
  readonly #queue: Queue;
  /** Pods that no Job will take the finalizer from any more. */
  readonly #orphans: Queue;
  /** By uid of the Job. */
  readonly #backoffs = new Map<string, Backoff>();

  constructor(context: ControllerContext, { isOld }: { readonly isOld: boolean }) {
    const { client, clock, informers } = context;
    this.#context = context;
    this.#isOld = isOld;
    this.#recorder = new EventRecorder(client, clock, "job-controller");
    const queue = (sync: Sync) => queueOf(context, "job-controller", sync, 1000);
    this.#queue = queue((key) => this.#sync(key));
    this.#orphans = queue((key) => this.#untrackOrphan(key));
    informers.jobs.listen((now, before) => this.#jobChanged(now as Job, before as Job));
    informers.pods.listen((now, before) => {
      for (const pod of [now, before]) if (pod) this.#podChanged(pod);
    });
  }

  start(): void {
    this.#queue.start();
    this.#orphans.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#queue.stop(), this.#orphans.stop()]);
    await this.#recorder.written();
  }

  #jobChanged(now: Job | undefined, before: Job | undefined): void {
    const job = now ?? before;
    if (!job) return;
    if (!now) this.#backoffs.delete(job.metadata.uid);
    const specChanged = now?.metadata.generation !== before?.metadata.generation;
    if (!now || !before || specChanged) this.#queue.add(keyOf(job));
    else this.#queue.addAfter(keyOf(job), batchMs);
    if (now && !finishedAs(now)) return;
    for (const pod of this.#podsOf(job)) if (isTracked(pod)) this.#orphans.add(keyOf(pod));
  }

  #podChanged(pod: ApiObject): void {
    const job = this.#jobOf(pod);
    if (job) this.#queue.addAfter(keyOf(job), batchMs);
    if (!controllerOf(pod) && pod.metadata.labels) this.#offer(pod);
    if ((!job || finishedAs(job)) && isTracked(pod)) this.#orphans.add(keyOf(pod));
  }

  /** Tells the Jobs that select it of a Pod that nobody controls. */
  #offer(pod: ApiObject): void {
    for (const job of this.#context.informers.jobs.list() as Job[]) {
      if (job.metadata.namespace !== pod.metadata.namespace || !isSelected(job, pod)) continue;
      this.#queue.addAfter(keyOf(job), batchMs);
    }
  }

  #jobOf(pod: ApiObject): Job | undefined {
    const owner = controllerOf(pod);
    if (owner?.kind !== "Job") return undefined;
    const job = this.#context.informers.jobs.get(`${pod.metadata.namespace}/${owner.name}`);
    return job?.metadata.uid === owner.uid ? (job as Job) : undefined;
  }

  #podsOf(job: Job): Pod[] {
    const { uid } = job.metadata;
    const pods = this.#context.informers.pods.dependents(uid);
    return pods.filter((pod) => controllerOf(pod)?.uid === uid);
  }

  async #untrackOrphan(key: string): Promise<undefined> {
    const pod = this.#context.informers.pods.get(key);
    if (!pod || !isTracked(pod)) return;
    const job = this.#jobOf(pod);
    if (job && !finishedAs(job)) return;
    await this.#untrack([pod]);
  }

  async #sync(key: string): Promise<number | undefined> {
    const { clock, informers } = this.#context;
    const job = informers.jobs.get(key) as Job | undefined;
    if (!job || finishedAs(job)) return;
    const { uid } = job.metadata;
    const backoff = this.#backoffs.get(uid) ?? noBackoff;
    await this.#claimPods(job);
    const decide = this.#isOld ? decideOldJob : decideJob;
    const decision = decide(job, this.#podsOf(job), backoff, clock.now());
    await this.#deletePods(job, decision);
    const { created, failure } = await this.#createPods(job, decision);
    // The decision took every Pod it asked for as created.
    const active = (decision.status.active ?? 0) - (decision.create.length - created);
    const { active: _, ...rest } = decision.status;
    const written = await this.#writeStatus(job, active > 0 ? { ...rest, active } : rest);
    await this.#untrack(decision.untrack);
    const isClean = decision.backoff.failures === 0;
    if (isClean || finishedAs(written)) this.#backoffs.delete(uid);
    else this.#backoffs.set(uid, decision.backoff);
    for (const event of decision.events) this.#recorder.record(job, event);
    if (failure) throw failure;
    return decision.retryMs ?? undefined;
  }

  async #claimPods(job: Job): Promise<void> {
    const { client, informers } = this.#context;
    const orphans = informers.pods.orphans();
    for (const version of await claimPods(client, job, this.#podsOf(job), orphans)) {
      await informers.pods.reached(version);
    }
  }

  async #deletePods(job: Job, decision: JobDecision): Promise<void> {
    const { client, informers } = this.#context;
    await this.#untrack(decision.release);
    for (const pod of [...decision.release, ...decision.delete]) {
      const { name, namespace = null } = pod.metadata;
      try {
        await client.delete("pods", namespace, name);
        const message = `Deleted pod: ${name}`;
        this.#recorder.record(job, { type: "Normal", reason: "SuccessfulDelete", message });
      } catch (error) {
        if (!refusedAs(error, "NotFound")) {
          const message = `Error deleting: ${(error as Error).message}`;
          this.#recorder.record(job, { type: "Warning", reason: "FailedDelete", message });
          throw error;
        }
      }
      await informers.pods.deleted(pod, keyOf(pod));
    }
  }

  /** Stops at the first Pod that is refused; the next sync begins with it. */
  async #createPods(job: Job, { create }: JobDecision) {
    const { client, informers } = this.#context;
    let version: string | null = null;
    let created = 0;
    let failure: unknown = null;
    try {
      for (const order of create) {
        const wanted = podOf(job, order, !this.#isOld);
        const pod = await client.create("pods", job.metadata.namespace ?? null, wanted);
        version = pod.metadata.resourceVersion;
        created++;
        const message = `Created pod: ${pod.metadata.name}`;
        this.#recorder.record(job, { type: "Normal", reason: "SuccessfulCreate", message });
      }
    } catch (error) {
      if (!namespaceIsTerminating(error)) {
        failure = error;
        const message = `Error creating: ${(error as Error).message}`;
        this.#recorder.record(job, { type: "Warning", reason: "FailedCreate", message });
      }
    }
    if (version !== null) await informers.pods.reached(version);
    return { created, failure };
  }

  async #writeStatus(job: Job, status: Job["status"]): Promise<Job> {
    const { client, informers } = this.#context;
    if (isDeepStrictEqual(status, job.status)) return job;
    const written = await client.updateStatus("jobs", { ...job, status });
    await informers.jobs.reached(written.metadata.resourceVersion);
    return written as Job;
  }

  async #untrack(pods: readonly Pod[]): Promise<void> {
    const { client, informers } = this.#context;
    for (const pod of pods) {
      const version = await removeFinalizer(client, "pods", pod, trackingFinalizer);
      if (version !== null) await informers.pods.reached(version);
    }
  }
}
