import type { Redirect } from "./syntax.ts";

/** How long a shell waits before it goes on, in milliseconds; 0 tells of a step it has taken. */
export type Wait = number;

/** Takes output as it comes, with its ends of lines. */
type Write = (text: string) => void;

export interface Streams {
  readonly 1: Write;
  readonly 2: Write;
}

export interface ShellOptions {
  readonly variables: ReadonlyMap<string, string>;
  /** `$0`, then `$1` and on. */
  readonly name: string;
  readonly positional: readonly string[];
  readonly errexit?: boolean;
  readonly nounset?: boolean;
  readonly streams: Streams;
  readonly now: () => number;
  /** Bytes that its variables and captured output may have together. */
  readonly memory: number;
}

const discard = () => {};

/** Where output goes after these redirections, one after the other. */
export function redirected(streams: Streams, redirects: readonly Redirect[]): Streams {
  let after = streams;
  for (const { from, to } of redirects) {
    const target = to === "null" ? discard : after[to];
    after = from === 1 ? { ...after, 1: target } : { ...after, 2: target };
  }
  return after;
}
