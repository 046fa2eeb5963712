import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeFlags } from "../../bin/node-flags.mjs";

/**
 * What is measured runs in processes of its own, so that none shares an event loop, a heap or a
 * garbage collection with another. A child answers calls by name; arguments and answers are JSON.
 */
// biome-ignore lint/suspicious/noExplicitAny: what a call takes and gives is said where it is made
type Methods = Readonly<Record<string, (argument: any) => unknown>>;

/** In a child: answers the parent's calls until it is gone. */
export function answerCalls(methods: Methods): void {
  process.on("message", async ({ id, name, argument }: Call) => {
    try {
      process.send?.({ id, value: await methods[name]?.(argument) });
    } catch (error) {
      process.send?.({ id, failure: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on("disconnect", () => process.exit());
}

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}

export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #calls = 0;

  /** `file` stands in `e2e/bench`. */
  constructor(file: string, flags: readonly string[] = []) {
    this.#process = fork(join(import.meta.dirname, file), {
      execArgv: [...nodeFlags, ...flags],
      serialization: "advanced",
    });
    this.#process.on("message", ({ id, value, failure }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (failure === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(`${file}: ${failure}`));
    });
    this.#process.once("exit", (code) => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(`${file} ended with ${code}`));
      }
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the caller says what it gives
  call(name: string, argument: unknown = null): Promise<any> {
    const id = this.#calls++;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#process.send({ id, name, argument } satisfies Call);
    return waiting.promise;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await gone;
  }
}

/** Milliseconds on the clock that all processes of this machine share. */
export const at = (): number => performance.timeOrigin + performance.now();

/** Processor time a process has used, in ms; Linux counts it in ticks of ten. */
export function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Bytes of memory a process holds; `VmHWM` is the most it ever held. */
export function residentBytes(pid: number, what: "VmRSS" | "VmHWM" = "VmRSS"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
}
