import { isDeepStrictEqual } from "node:util";
import { isNewer } from "#lib/kubernetes/resource-version";
import type { Clock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import { refusedAs } from "../controllers/refusal.ts";
import type { Pod, PodStatus } from "./pod-fields.ts";

const retryMs = 1000;

/** Writes a Pod's status: the latest, one at a time, on the version it belongs to. */
export class StatusWriter {
  readonly #client: ApiClient;
  readonly #clock: Clock;
  readonly #status: (pod: Pod) => PodStatus;
  #pod: Pod;
  #written: PodStatus | null = null;
  #dirty = false;
  #gone = false;
  #writing: Promise<void> | null = null;

  /** `status` is asked when it can be written, with the version it will be written on. */
  constructor(client: ApiClient, clock: Clock, pod: Pod, status: (pod: Pod) => PodStatus) {
    this.#client = client;
    this.#clock = clock;
    this.#pod = pod;
    this.#status = status;
  }

  /** As last heard of or written. */
  get pod(): Pod {
    return this.#pod;
  }

  heard(pod: Pod): void {
    if (isNewer(pod.metadata.resourceVersion, this.#pod.metadata.resourceVersion)) this.#pod = pod;
  }

  write(): void {
    this.#dirty = true;
    this.#writing ??= this.#drain();
  }

  /** Resolves when what was to be written is. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** The Pod is gone: nothing is written any more. */
  abandon(): void {
    this.#gone = true;
  }

  async #drain(): Promise<void> {
    // What changes in one go is one status.
    await Promise.resolve();
    while (this.#dirty && !this.#gone) {
      this.#dirty = false;
      try {
        const status = this.#status(this.#pod);
        if (isDeepStrictEqual(status, this.#written)) continue;
        this.heard((await this.#client.updateStatus("pods", { ...this.#pod, status })) as Pod);
        this.#written = status;
      } catch (error) {
        this.#dirty = true;
        await this.#recover(error);
      }
    }
    this.#writing = null;
  }

  async #recover(error: unknown): Promise<void> {
    try {
      if (refusedAs(error, "NotFound")) this.#gone = true;
      else if (!refusedAs(error, "Conflict")) await this.#clock.sleep(retryMs);
      if (this.#gone) return;
      const { namespace = null, name, uid } = this.#pod.metadata;
      const pod = (await this.#client.get("pods", namespace, name)) as Pod;
      if (pod.metadata.uid === uid) this.#pod = pod;
      else this.#gone = true;
    } catch (failure) {
      if (refusedAs(failure, "NotFound")) this.#gone = true;
      else await this.#clock.sleep(retryMs);
    }
  }
}
