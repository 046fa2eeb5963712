import { isDeepStrictEqual } from "node:util";
import { parseSchedule } from "#lib/time/cron";
import type { ApiObject } from "../objects.ts";
import { type Controller, type ControllerContext, queueOf } from "./context.ts";
import { decideCronJob } from "./cronjob-decision.ts";
import { type Edition, runOf } from "./cronjob-run.ts";
import { EventRecorder, type RecordedEvent } from "./event-recorder.ts";
import { keyOf } from "./informer.ts";
import { untilNextRun } from "./missed-runs.ts";
import type { Queue } from "./queue.ts";
import { namespaceIsTerminating, refusedAs } from "./refusal.ts";
import {
  type CronJob,
  type CronJobStatus,
  controllerOf,
  instant,
  type Job,
  type JobReference,
} from "./workloads.ts";

/** Starts and forgets the runs of CronJobs: the loop around `decideCronJob`. */
export class CronJobController implements Controller {
  readonly #context: ControllerContext;
  readonly #edition: Edition;
  readonly #recorder: EventRecorder;
  readonly #queue: Queue;

  constructor(context: ControllerContext, edition: Edition) {
    const { client, clock, informers } = context;
    this.#context = context;
    this.#edition = edition;
    this.#recorder = new EventRecorder(client, clock, "cronjob-controller");
    this.#queue = queueOf(context, "cronjob-controller", (key) => this.#sync(key));
    informers.cronjobs.listen((now, before) =>
      this.#cronJobChanged(now as CronJob, before as CronJob),
    );
    informers.jobs.listen((now, before) => {
      for (const job of [now, before]) if (job) this.#jobChanged(job);
    });
  }

  start(): void {
    this.#queue.start();
  }

  async stop(): Promise<void> {
    await this.#queue.stop();
    await this.#recorder.written();
  }

  /** A new schedule waits for its next time; what it would have missed does not start. */
  #cronJobChanged(now: CronJob | undefined, before: CronJob | undefined): void {
    if (!now) return;
    const { schedule, timeZone } = now.spec;
    const isSame = schedule === before?.spec.schedule && timeZone === before.spec.timeZone;
    if (!before || isSame) return this.#queue.add(keyOf(now));
    try {
      const wait = untilNextRun(now, parseSchedule(schedule), this.#context.clock.now());
      if (wait !== null) this.#queue.addAfter(keyOf(now), wait);
    } catch {
      const message = `unparseable schedule for cronjob: ${schedule}`;
      this.#record(now, { type: "Warning", reason: "UnParseableCronJobSchedule", message });
    }
  }

  #jobChanged(job: ApiObject): void {
    const owner = controllerOf(job);
    if (owner?.kind !== "CronJob") return;
    const cronJob = this.#context.informers.cronjobs.get(`${job.metadata.namespace}/${owner.name}`);
    if (cronJob?.metadata.uid === owner.uid) this.#queue.add(keyOf(cronJob));
  }

  async #sync(key: string): Promise<number | undefined> {
    const { clock, informers } = this.#context;
    const cronJob = informers.cronjobs.get(key) as CronJob | undefined;
    if (!cronJob) return;
    const { uid } = cronJob.metadata;
    const jobs = informers.jobs.dependents(uid).filter((job) => controllerOf(job)?.uid === uid);
    const now = clock.now();
    const decision = decideCronJob(cronJob, jobs as Job[], this.#edition, now);
    for (const job of decision.forget) {
      // One that is going already was forgotten by an earlier sync.
      if (job.metadata.deletionTimestamp === undefined) {
        await this.#deleteJob(cronJob, job).catch(() => {});
      }
    }
    for (const event of decision.events) this.#record(cronJob, event);
    let { status } = decision;
    let failure: unknown = null;
    try {
      status = await this.#startRun(cronJob, decision);
    } catch (error) {
      failure = error;
    }
    await this.#writeStatus(cronJob, status);
    if (failure) throw failure;
    if (decision.start === null) return decision.retryMs ?? undefined;
    return (
      untilNextRun({ ...cronJob, status }, parseSchedule(cronJob.spec.schedule), now) ?? undefined
    );
  }

  /** The status with the new run, or as decided if there is none to start. */
  async #startRun(
    cronJob: CronJob,
    { start, replace, status }: ReturnType<typeof decideCronJob>,
  ): Promise<CronJobStatus> {
    if (start === null) return status;
    const { client, informers } = this.#context;
    for (const run of replace) {
      const job = informers.jobs.get(`${run.namespace}/${run.name}`);
      if (job?.metadata.uid === run.uid) await this.#deleteJob(cronJob, job);
    }
    const namespace = cronJob.metadata.namespace ?? null;
    const wanted = runOf(cronJob, start, this.#edition) as ApiObject;
    let job: ApiObject;
    try {
      job = await client.create("jobs", namespace, wanted);
      this.#record(cronJob, {
        type: "Normal",
        reason: "SuccessfulCreate",
        message: `Created job ${job.metadata.name}`,
      });
    } catch (error) {
      if (!refusedAs(error, "AlreadyExists")) {
        if (!namespaceIsTerminating(error)) {
          const message = `Error creating job: ${(error as Error).message}`;
          this.#record(cronJob, { type: "Warning", reason: "FailedCreate", message });
        }
        throw error;
      }
      // A run of this time was created and its status was not written, or another's Job has the name.
      job = await client.get("jobs", namespace, wanted.metadata.name);
      if (controllerOf(job)?.uid !== cronJob.metadata.uid) return status;
    }
    await informers.jobs.reached(job.metadata.resourceVersion);
    const replaced = new Set(replace.map((run) => run.uid));
    const active = (status.active ?? []).filter((run) => !replaced.has(run.uid));
    return { ...status, active: [...active, referenceTo(job)], lastScheduleTime: instant(start) };
  }

  async #deleteJob(cronJob: CronJob, job: ApiObject): Promise<void> {
    const { client, informers } = this.#context;
    const { namespace = null, name } = job.metadata;
    try {
      await client.delete("jobs", namespace, name, { propagationPolicy: "Background" });
    } catch (error) {
      const message = `Deleted job: ${(error as Error).message}`;
      this.#record(cronJob, { type: "Warning", reason: "FailedDelete", message });
      throw error;
    }
    const message = `Deleted job ${name}`;
    this.#record(cronJob, { type: "Normal", reason: "SuccessfulDelete", message });
    await informers.jobs.deleted(job, keyOf(job));
  }

  /**
   * A run that was started has to be in the status even if the CronJob was changed meanwhile, or it
   * would be taken for another's.
   */
  async #writeStatus(cronJob: CronJob, status: CronJobStatus): Promise<void> {
    const { client, informers } = this.#context;
    const { namespace = null, name, uid } = cronJob.metadata;
    if (isDeepStrictEqual(status, cronJob.status ?? {})) return;
    for (let latest: ApiObject = cronJob; ; ) {
      try {
        const written = await client.updateStatus("cronjobs", { ...latest, status });
        return await informers.cronjobs.reached(written.metadata.resourceVersion);
      } catch (error) {
        if (!refusedAs(error, "Conflict")) throw error;
        latest = await client.get("cronjobs", namespace, name);
        const isSame = isDeepStrictEqual(latest.status ?? {}, cronJob.status ?? {});
        if (latest.metadata.uid !== uid || !isSame) throw error;
      }
    }
  }

  #record(cronJob: CronJob, event: RecordedEvent): void {
    this.#recorder.record(cronJob, event);
  }
}

function referenceTo({ apiVersion, kind, metadata }: ApiObject): JobReference {
  const { namespace = "", name, uid, resourceVersion } = metadata;
  return { apiVersion, kind, namespace, name, uid, resourceVersion };
}
