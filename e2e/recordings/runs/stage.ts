import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../cluster/api.ts";
import { cronJob, job, paths } from "../../conformance/objects.ts";

/** What the API server holds of a CronJob at one moment. */
export interface Moment {
  readonly title: string;
  /** By the API server's clock. */
  readonly now: string;
  readonly cronJob: object;
  readonly jobs: readonly object[];
  readonly events: readonly object[];
}

/** A Job the controller made, whether it is kept or not: what the analysis is held to. */
export interface SeenJob {
  readonly name: string;
  readonly created: string;
  readonly scheduled: string | null;
}

interface Thing {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly creationTimestamp: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly uid: string }[];
    readonly managedFields?: unknown;
  };
  readonly spec?: {
    readonly template?: unknown;
    readonly jobTemplate?: { readonly spec: { readonly template?: unknown } };
  };
}

const minuteMs = 60_000;

/** The CronJob of one scenario, in the minutes since the recording began. */
export class Stage {
  readonly #api: Api;
  readonly #namespace: string;
  readonly #firstTickMs: number;
  readonly #interrupt: AbortSignal;
  readonly #watching = new AbortController();
  readonly name: string;
  readonly moments: Moment[] = [];
  readonly seen: SeenJob[] = [];
  #uid = "";

  constructor(
    api: Api,
    namespace: string,
    name: string,
    firstTickMs: number,
    interrupt: AbortSignal,
  ) {
    this.#api = api;
    this.#namespace = namespace;
    this.name = name;
    this.#firstTickMs = firstTickMs;
    this.#interrupt = interrupt;
  }

  /** Waits for a second of a minute; the first full minute after the recording began is 1. */
  async at(minute: number, second: number): Promise<void> {
    const wait = this.#firstTickMs + (minute - 1) * minuteMs + second * 1000 - Date.now();
    if (wait < 0) throw new Error(`${this.name}: minute ${minute}:${second} has passed already`);
    await delay(wait, undefined, { signal: this.#interrupt });
  }

  async create(schedule: string, options: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#watchJobs();
    const path = paths.cronJobs(this.#namespace);
    const { body } = await this.#api.create(path, cronJob(this.name, schedule, options));
    this.#uid = (body as Thing).metadata.uid;
  }

  async patch(patch: object): Promise<void> {
    const subresource = "status" in patch ? "/status" : "";
    await this.#api.patch(paths.cronJobs(this.#namespace, this.name) + subresource, patch);
  }

  /** Starts a Job as `kubectl create job NAME --from=cronjob/…` does. */
  async runByHand(name: string): Promise<void> {
    const owner = { apiVersion: "batch/v1", kind: "CronJob", name: this.name, uid: this.#uid };
    const manual = {
      name,
      annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
      ...{ ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] },
    };
    await this.#api.create(paths.jobs(this.#namespace), job(manual, "true", { completions: 0 }));
  }

  async patchNewestJob(patch: object): Promise<void> {
    await this.#api.patch(paths.jobs(this.#namespace, this.seen.at(-1)?.name), patch);
  }

  async deleteNewestJob(): Promise<void> {
    const path = paths.jobs(this.#namespace, this.seen.at(-1)?.name);
    await this.#api.delete(path, { propagationPolicy: "Background" });
  }

  /** Lets no Job be made in the namespace, or lets it again. */
  async refuseJobs(refuse: boolean): Promise<void> {
    const path = `/api/v1/namespaces/${this.#namespace}/resourcequotas`;
    if (!refuse) return void (await this.#api.delete(`${path}/no-jobs`));
    const metadata = { name: "no-jobs" };
    const spec = { hard: { "count/jobs.batch": "0" } };
    await this.#api.create(path, { apiVersion: "v1", kind: "ResourceQuota", metadata, spec });
  }

  /** Keeps what the API server says now. */
  async keep(title: string): Promise<void> {
    const about = `?fieldSelector=involvedObject.uid=${this.#uid}`;
    const events = await this.#list(paths.events(this.#namespace) + about);
    const jobs = await this.#list(paths.jobs(this.#namespace));
    const { body, latestMs } = await this.#api.get(paths.cronJobs(this.#namespace, this.name));
    this.moments.push({
      title,
      now: new Date(latestMs).toISOString(),
      cronJob: essence(body as Thing),
      jobs: jobs.filter((each) => this.#isOurs(each)).map(essence),
      events: events.map(essence),
    });
  }

  end(): void {
    this.#watching.abort();
  }

  async #watchJobs(): Promise<void> {
    const path = `${paths.jobs(this.#namespace)}?watch=true`;
    const events = await this.#api.watch(path, "application/json", this.#watching.signal);
    void (async () => {
      for await (const event of events) {
        const { type, object } = event as { type: string; object: Thing };
        if (type !== "ADDED" || !this.#isOurs(object)) continue;
        const { name, creationTimestamp: created, annotations } = object.metadata;
        const scheduled = annotations?.["batch.kubernetes.io/cronjob-scheduled-timestamp"] ?? null;
        this.seen.push({ name, created, scheduled });
      }
    })().catch(() => {});
  }

  #isOurs({ metadata }: Thing): boolean {
    return metadata.ownerReferences?.some(({ uid }) => uid === this.#uid) === true;
  }

  async #list(path: string): Promise<Thing[]> {
    return ((await this.#api.get(path)).body as { items: Thing[] }).items;
  }
}

/** The object without who wrote what but for a CronJob, and without what runs in the Pods. */
function essence({ metadata, spec, ...rest }: Thing): object {
  const { managedFields, ...kept } = metadata;
  if (!spec) return { metadata: kept, ...rest };
  const { template: _, jobTemplate, ...more } = spec;
  if (!jobTemplate) return { metadata: kept, spec: more, ...rest };
  const { template: __, ...jobSpec } = jobTemplate.spec;
  const written = { ...kept, managedFields };
  return { metadata: written, spec: { ...more, jobTemplate: { spec: jobSpec } }, ...rest };
}
