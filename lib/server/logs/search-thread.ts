import { Worker } from "node:worker_threads";
import { RequestError } from "#lib/server/api-error";
import type { Found } from "#lib/server/logs/line-search";
import type { SearchAnswer, SearchPart, SearchTask } from "#lib/server/logs/search-worker";
import { text } from "#lib/texts/text";

/** A pattern that needs more is refused. */
const heapMb = 128;
/** A thread has a heap and a processor's time of its own: no more are begun. */
const mostAtOnce = 8;
const tooLarge = text(
  "This pattern needs more memory than a search has. Look for something simpler.",
);

/**
 * Looks through logs in a thread of its own: a pattern's time is linear, but a large one may still
 * take a second for one long line, and nobody else waits for that.
 */
export class SearchThread {
  static #running = 0;
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<SearchAnswer>[] = [];
  #failure: Error | null = null;

  private constructor(task: SearchTask) {
    this.#worker = new Worker(new URL("./search-worker.ts", import.meta.url), {
      workerData: task,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.#worker.on("message", (message: SearchAnswer) => this.#waiting.shift()?.resolve(message));
    this.#worker.once("error", (error: NodeJS.ErrnoException) => {
      const full = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#fail(full ? new RequestError("invalid", tooLarge) : error);
    });
    SearchThread.#running += 1;
    this.#worker.once("exit", () => {
      SearchThread.#running -= 1;
      this.#fail(new Error("the search was stopped"));
    });
  }

  /** @throws RequestError `invalid` for a pattern that is none, `too-many` */
  static async start(task: SearchTask): Promise<SearchThread> {
    if (SearchThread.#running >= mostAtOnce) {
      throw new RequestError(
        "too-many",
        text("Batchboard searches {most} logs already, and no more at once.", { most: mostAtOnce }),
        text("Search again when one of them has ended, or stop one."),
      );
    }
    const thread = new SearchThread(task);
    try {
      const begun = await thread.#answer();
      if ("wrong" in begun && begun.wrong !== null) throw new RequestError("invalid", begun.wrong);
      return thread;
    } catch (error) {
      await thread.stop();
      throw error;
    }
  }

  /** What the next bytes of a source have; of null, its end. */
  async look(source: number, bytes: Uint8Array | null, wanted: number): Promise<Found> {
    // Who sent the bytes may hold others in the same memory: they are copied, and the copy is given away.
    const own = bytes && new Uint8Array(bytes);
    const part: SearchPart = { source, bytes: own, wanted };
    const answered = this.#answer();
    this.#worker.postMessage(part, own ? [own.buffer] : []);
    return (await answered) as Found;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer(): Promise<SearchAnswer> {
    if (this.#failure) return Promise.reject(this.#failure);
    const waiting = Promise.withResolvers<SearchAnswer>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
