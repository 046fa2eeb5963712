import { type Controller, type ControllerContext, queueOf } from "./context.ts";
import { keyOf } from "./informer.ts";
import type { Queue } from "./queue.ts";
import { refusedAs, unlessGone } from "./refusal.ts";
import type { Job } from "./workloads.ts";

/** When a finished Job is to be deleted, in ms; null for one that has not ended or stays. */
function expiry({ metadata, spec, status }: Job): number | null {
  const ended = status?.conditions?.find(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  );
  const ttl = spec.ttlSecondsAfterFinished;
  if (metadata.deletionTimestamp !== undefined || ttl === undefined) return null;
  return ended?.lastTransitionTime ? Date.parse(ended.lastTransitionTime) + ttl * 1000 : null;
}

/** Deletes finished Jobs, and what they own, `ttlSecondsAfterFinished` after their end. */
export class TtlController implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: Queue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = queueOf(context, "ttl-after-finished-controller", (key) => this.#sync(key));
    context.informers.jobs.listen((job) => {
      if (job && expiry(job as Job) !== null) this.#queue.add(keyOf(job));
    });
  }

  start(): void {
    this.#queue.start();
  }

  stop(): Promise<void> {
    return this.#queue.stop();
  }

  async #sync(key: string): Promise<number | undefined> {
    const { client, clock, informers } = this.#context;
    const cached = informers.jobs.get(key) as Job | undefined;
    const expires = cached && expiry(cached);
    if (!cached || expires == null) return;
    if (expires > clock.now()) return expires - clock.now();
    const { namespace = null, name } = cached.metadata;
    try {
      // The ttl may have been changed since.
      const job = (await client.get("jobs", namespace, name)) as Job;
      const latest = expiry(job);
      if (latest === null || latest > clock.now()) return;
      const preconditions = { uid: job.metadata.uid };
      const options = { propagationPolicy: "Foreground", preconditions } as const;
      await unlessGone(client.delete("jobs", namespace, name, options));
    } catch (error) {
      if (!refusedAs(error, "NotFound")) throw error;
    }
    return undefined;
  }
}
