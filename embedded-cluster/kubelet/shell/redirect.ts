import { type Expanding, expandText } from "./expansion.ts";
import { FileError, type FileSystem, WriteError } from "./file-system.ts";
import { type Input, pieceLength, type Streams, type Wait } from "./shell-options.ts";
import { literal, type Redirect, Refusal, type Word } from "./syntax.ts";

/** Reads a redirection: its operator, the file descriptor before it, the word after it. */
export function readRedirect(text: string, fd: string | null, word: Word): Redirect {
  const from = fd ?? (text.startsWith("<") ? "0" : "1");
  const target = literal(word) ?? "…";
  const isKnown =
    text === "<" ? from === "0" : text !== "<<" && text !== "<&" && /^[12]$/.test(from);
  if (!isKnown || (text === ">&" && !/^[12]$/.test(target))) {
    throw new Refusal(`sh: the embedded cluster does not redirect ${fd ?? ""}${text} ${target}`);
  }
  if (text === "<") return { from: 0, to: word };
  const output = from === "2" ? 2 : 1;
  if (text === ">&") return { from: output, to: target === "2" ? 2 : 1 };
  return { from: output, to: word, append: text === ">>" };
}

/**
 * The streams after these redirections, one after the other; null where a file cannot be opened,
 * which is then told on standard error.
 */
export function* redirected(
  streams: Streams,
  redirects: readonly Redirect[],
  shell: Expanding & { readonly files: FileSystem },
): Generator<Wait, Streams | null> {
  let after = streams;
  for (const redirect of redirects) {
    const path = typeof redirect.to === "number" ? null : yield* expandText(redirect.to, shell);
    try {
      if (redirect.from === 0) after = { ...after, 0: input(path ?? "", shell.files) };
      else {
        const write =
          path === null
            ? after[redirect.to as 1 | 2]
            : output(path, redirect.append ?? false, after, shell.files);
        after = redirect.from === 1 ? { ...after, 1: write } : { ...after, 2: lossy(write) };
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      after[2](`sh: can't ${complaint(redirect, path ?? "", error.message)}\n`);
      return null;
    }
  }
  return after;
}

function output(path: string, append: boolean, streams: Streams, files: FileSystem) {
  if (path === "/dev/stdout") return streams[1];
  return path === "/dev/stderr" ? streams[2] : files.write(path, append);
}

const lossyWrites = new WeakSet<Streams[2]>();

/** What a full disk does not take of standard error is lost. */
function lossy(write: Streams[2]): Streams[2] {
  // `exec 2>&1 1>&2` in a loop makes no chain of them.
  if (lossyWrites.has(write)) return write;
  const forgiving = (text: string) => {
    try {
      write(text);
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
    }
  };
  lossyWrites.add(forgiving);
  return forgiving;
}

/** A file piece by piece; a folder can be opened, but not be read. */
function input(path: string, files: FileSystem): Input {
  const text = files.entry(path).kind === "file" ? files.read(path) : null;
  let at = 0;
  return function* () {
    yield 0;
    const piece = (text ?? files.read(path)).slice(at, at + pieceLength);
    at += piece.length;
    return piece === "" ? null : piece;
  };
}

function complaint({ from }: Redirect, path: string, why: string): string {
  const isMissing = why === "No such file or directory" || why === "Not a directory";
  if (from === 0) return `open ${path}: ${isMissing ? "no such file" : why}`;
  return `create ${path}: ${isMissing ? "nonexistent directory" : why}`;
}
