import { Exit } from "./jump.ts";
import type { Input, Streams, Wait } from "./shell-options.ts";

/** What a pipe holds before the one who writes has to wait (the kernel's default). */
const capacity = 64 * 1024;
/** As a shell reports a command that SIGPIPE ended. */
const brokenPipe = 141;
/** Nothing is known of when to go on; whoever is asked too early says so again. */
const untilAsked: Wait = Number.POSITIVE_INFINITY;

/** Between two commands of a pipeline. */
class Pipe {
  #held = "";
  /** Nobody writes any more. */
  closed = false;
  /** Nobody reads any more. */
  broken = false;

  get full(): boolean {
    return this.#held.length >= capacity && !this.broken;
  }

  readonly write = (text: string): void => {
    if (this.broken) throw new Exit(brokenPipe);
    this.#held += text;
  };

  readonly read: Input = function* (this: Pipe) {
    while (this.#held === "" && !this.closed) yield untilAsked;
    const text = this.#held;
    this.#held = "";
    return text === "" ? null : text;
  }.bind(this);
}

interface Stage {
  readonly run: Generator<Wait, number>;
  readonly from: Pipe | null;
  readonly to: Pipe | null;
  /** When it goes on, in ms. */
  due: number;
  status: number | null;
}

/**
 * Runs commands side by side, each reading what the one before it prints; gives the exit code of the
 * last. `start` begins one of them with its streams.
 */
export function* pipeline<Command>(
  commands: readonly Command[],
  streams: Streams,
  now: () => number,
  start: (command: Command, streams: Streams) => Generator<Wait, number>,
): Generator<Wait, number> {
  let from: Pipe | null = null;
  const stages = commands.map((command, index): Stage => {
    const to = index < commands.length - 1 ? new Pipe() : null;
    const run = start(command, {
      0: from?.read ?? streams[0],
      1: to?.write ?? streams[1],
      2: streams[2],
    });
    const stage = { run, from, to, due: now(), status: null };
    from = to;
    return stage;
  });
  for (;;) {
    let moved = false;
    for (const stage of stages) {
      if (!isDue(stage, now())) continue;
      if (!step(stage, now())) continue;
      moved = true;
      yield 0;
    }
    const running = stages.filter(({ status }) => status === null);
    if (running.length === 0) return stages.at(-1)?.status ?? 0;
    const due = running.filter(({ to }) => !to?.full).map((stage) => stage.due);
    if (!moved) yield Math.max(0, Math.min(...due) - now());
  }
}

const isDue = ({ status, to, due }: Stage, now: number) =>
  status === null && !to?.full && (due <= now || due === untilAsked);

/** Whether it did anything but wait for the others. */
function step(stage: Stage, now: number): boolean {
  const { done, value } = stage.run.next();
  if (!done) {
    stage.due = now + value;
    return value !== untilAsked;
  }
  stage.status = value;
  if (stage.from) stage.from.broken = true;
  if (stage.to) stage.to.closed = true;
  return true;
}
