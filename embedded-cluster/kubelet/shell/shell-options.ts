import type { FileSystem } from "./file-system.ts";

/**
 * How long a shell waits before it goes on, in milliseconds; 0 tells of a step it has taken, infinity
 * that it must be asked again when others have gone on.
 */
export type Wait = number;

/** Takes output as it comes, with its ends of lines. */
type Write = (text: string) => void;

/** What of a file is read in one step. */
export const pieceLength = 4096;

/** Gives what there is to read when there is something; null at the end. */
export type Input = () => Generator<Wait, string | null>;

export interface Output {
  readonly 1: Write;
  readonly 2: Write;
}

export interface Streams extends Output {
  readonly 0: Input;
}

/** Standard input of a container, which is empty. */
// biome-ignore lint/correctness/useYield: it waits for nothing
export const noInput: Input = function* () {
  return null;
};

export interface ShellOptions {
  readonly variables: ReadonlyMap<string, string>;
  /** `$0`, then `$1` and on. */
  readonly name: string;
  readonly positional: readonly string[];
  readonly errexit?: boolean;
  readonly nounset?: boolean;
  readonly streams: Streams;
  readonly files: FileSystem;
  readonly now: () => number;
  /** Bytes that its variables and captured output may have together. */
  readonly memory: number;
}
