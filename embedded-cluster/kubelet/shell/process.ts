import type { Clock } from "#lib/time/clock";
import { OutOfMemory } from "./fault.ts";
import type { FileSystem } from "./file-system.ts";
import { compile, type Program, type ProgramOptions } from "./program.ts";
import type { Output } from "./shell-options.ts";
import { Refusal } from "./syntax.ts";

export interface Ending {
  readonly exitCode: number;
  readonly oomKilled: boolean;
}

/** So many commands a container runs before it waits for the next turn. */
const stepsPerTurn = 400;
const turnMs = 10;
/** Timers cannot be set for more than some 24 days. */
const longestTimerMs = 1_000_000_000;

/**
 * The first process of a container. It takes its turns on the clock: no loop of a script can hold
 * this process up, and whatever it does it is gone at once when it is killed.
 */
export class Process {
  readonly ended: Promise<Ending>;
  readonly files: FileSystem;
  readonly #clock: Clock;
  readonly #program: Program;
  readonly #err: (text: string) => void;
  #resolve: (ending: Ending) => void = () => {};
  #over = false;
  #cancel: () => void = () => {};

  /** Throws Refusal for what cannot be run. */
  constructor(options: Omit<ProgramOptions, "now">, clock: Clock) {
    this.#clock = clock;
    this.files = options.files;
    const alive = (write: (text: string) => void) => (text: string) => {
      if (!this.#over) write(text);
    };
    const streams: Output = { 1: alive(options.streams[1]), 2: alive(options.streams[2]) };
    this.#err = streams[2];
    this.#program = compile({ ...options, streams, now: () => clock.now() });
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  start(): void {
    this.#turn();
  }

  /** TERM: a first process that has no trap for it goes on (kernel rule for PID 1). */
  terminate(): void {
    const { shell } = this.#program;
    if (shell?.traps.has("TERM")) shell.pending = "TERM";
  }

  kill(): void {
    this.#end({ exitCode: 137, oomKilled: false });
  }

  #end(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancel();
    this.#resolve(ending);
  }

  #turn(): void {
    try {
      for (let steps = 0; steps < stepsPerTurn; steps += 1) {
        const next = this.#program.run.next();
        if (next.done) return this.#end({ exitCode: next.value, oomKilled: false });
        if (next.value > 0) return this.#wait(next.value);
      }
      this.#cancel = this.#clock.after(turnMs, () => this.#turn());
    } catch (error) {
      this.#fail(error);
    }
  }

  #wait(ms: number): void {
    const first = Math.min(ms, longestTimerMs);
    this.#cancel = this.#clock.after(first, () => {
      if (ms > first) this.#wait(ms - first);
      else this.#turn();
    });
  }

  #fail(error: unknown): void {
    if (error instanceof OutOfMemory) return this.#end({ exitCode: 137, oomKilled: true });
    if (error instanceof Refusal) this.#err(`sh: ${error.message}\n`);
    else this.#err(`sh: the embedded cluster failed: ${String(error)}\n`);
    this.#end({ exitCode: 2, oomKilled: false });
  }
}
