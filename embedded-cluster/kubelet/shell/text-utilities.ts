import { OutOfMemory } from "./fault.ts";
import { FileError } from "./file-system.ts";
import type { Options } from "./options.ts";
import { pieceLength, type Wait } from "./shell-options.ts";
import type { Utility } from "./utilities.ts";

/** What can be read at a path, piece by piece; `-` is standard input. Throws FileError. */
function* pieces(path: string, utility: Utility, take: (text: string) => boolean): Acting {
  if (path === "-") {
    for (;;) {
      const text = yield* utility.input();
      if (text === null || !take(text)) return;
    }
  }
  const text = utility.files.read(path);
  for (let at = 0; at < text.length; at += pieceLength) {
    yield 0;
    if (!take(text.slice(at, at + pieceLength))) return;
  }
}

function* whole(path: string, utility: Utility): Generator<Wait, string> {
  let held = "";
  yield* pieces(path, utility, (text) => {
    if (held.length + text.length > utility.memory) throw new OutOfMemory();
    held += text;
    return true;
  });
  return held;
}

type Acting = Generator<Wait, void>;

/**
 * Goes through paths; one for which it cannot be done is complained about and does not keep it from
 * the rest. Gives the exit code.
 */
export function* each(
  paths: readonly string[],
  { err }: Utility,
  complaint: (path: string, why: string) => string,
  act: (path: string) => Acting,
): Generator<Wait, number> {
  let status = 0;
  for (const path of paths) {
    try {
      yield* act(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      err(`${complaint(path, error.message)}\n`);
      status = 1;
    }
  }
  return status;
}

/** What is read: standard input where no file is named. */
const sources = ({ operands }: Options) => (operands.length > 0 ? operands : ["-"]);

const cannotRead = (name: string) => (path: string, why: string) =>
  why === "Is a directory"
    ? `${name}: read error: ${why}`
    : `${name}: can't open '${path}': ${why}`;

export const cat = (utility: Utility, options: Options) =>
  each(sources(options), utility, cannotRead("cat"), (path) =>
    pieces(path, utility, (text) => {
      utility.out(text);
      return true;
    }),
  );

export function* tee(utility: Utility, { given, operands }: Options): Generator<Wait, number> {
  const writers = [utility.out];
  const complaint = (path: string, why: string) => `tee: ${path}: ${why}`;
  const status = yield* each(operands, utility, complaint, function* (path) {
    yield 0;
    writers.push(utility.files.write(path, given.has("a")));
  });
  yield* pieces("-", utility, (text) => {
    for (const write of writers) write(text);
    return true;
  });
  return status;
}

export function* wc(utility: Utility, options: Options): Generator<Wait, number> {
  const { given, operands } = options;
  const columns = ["l", "w", "c"].filter((one) => given.size === 0 || given.has(one));
  const width = columns.length === 1 && operands.length < 2 ? 0 : 9;
  const total: Record<string, number> = {};
  const print = (counts: Readonly<Record<string, number>>, path: string) => {
    const fields = columns.map((one) => String(counts[one] ?? 0).padStart(width));
    utility.out(`${[...fields, ...(path === "" ? [] : [path])].join(" ")}\n`);
    for (const one of columns) total[one] = (total[one] ?? 0) + (counts[one] ?? 0);
  };
  const complaint = (path: string, why: string) => `wc: ${path}: ${why}`;
  const status = yield* each(sources(options), utility, complaint, function* (path) {
    const isFolder = path !== "-" && utility.files.entry(path).kind === "directory";
    const text = isFolder ? "" : yield* whole(path, utility);
    const counts = {
      l: text.split("\n").length - 1,
      w: text.split(/\s+/).filter(Boolean).length,
      c: Buffer.byteLength(text),
    };
    print(counts, operands.length > 0 ? path : "");
    if (isFolder) throw new FileError("Is a directory");
  });
  if (operands.length > 1) print(total, "total");
  return status;
}

/** Says which file comes, where there is more than one. */
function titles({ out }: Utility, { operands }: Options): (path: string) => void {
  let before = "";
  return (path) => {
    if (operands.length > 1) out(`${before}==> ${path === "-" ? "standard input" : path} <==\n`);
    before = "\n";
  };
}

export function* head(utility: Utility, options: Options): Generator<Wait, number> {
  const asked = options.given.get("n") ?? "10";
  if (!/^\d+$/.test(asked)) {
    utility.err(`head: invalid number '${asked}'\n`);
    return 1;
  }
  const title = titles(utility, options);
  const complaint = (path: string, why: string) =>
    `head: ${path}: ${why === "Is a directory" ? "Input/output error" : why}`;
  return yield* each(sources(options), utility, complaint, function* (path) {
    let left = Number(asked);
    if (path !== "-") utility.files.read(path);
    title(path);
    if (left === 0) return;
    yield* pieces(path, utility, (text) => {
      let end = 0;
      while (left > 0 && end < text.length) {
        const next = text.indexOf("\n", end);
        if (next >= 0) left -= 1;
        end = next < 0 ? text.length : next + 1;
      }
      utility.out(text.slice(0, end));
      return left > 0;
    });
  });
}

export function* tail(utility: Utility, options: Options): Generator<Wait, number> {
  const asked = options.given.get("n") ?? "10";
  if (!/^[-+]?\d+$/.test(asked)) {
    utility.err(`tail: invalid number '${asked}'\n`);
    return 1;
  }
  const count = Math.abs(Number(asked));
  const fromStart = asked.startsWith("+");
  const title = titles(utility, options);
  let opened = 0;
  const status = yield* each(sources(options), utility, cannotRead("tail"), function* (path) {
    if (path !== "-") opened += utility.files.entry(path) ? 1 : 0;
    const text = yield* whole(path, utility);
    title(path);
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    const first = fromStart ? Math.max(0, count - 1) : Math.max(0, lines.length - count);
    utility.out(lines.slice(first).join(""));
  });
  if (options.operands.length > 0 && opened === 0 && !options.operands.includes("-")) {
    utility.err("tail: no files\n");
  }
  return status;
}
