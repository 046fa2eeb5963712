import { posix } from "node:path";
import { FileError } from "./file-system.ts";
import { type Options, readOptions } from "./options.ts";
import type { Wait } from "./shell-options.ts";
import { cat, each, head, tail, tee, wc } from "./text-utilities.ts";
import type { Utility } from "./utilities.ts";

export type FileUtility = (utility: Utility, options: Options) => Generator<Wait, number>;

/** The options each has here, and what it does; its errors are in the words of busybox. */
const known: Readonly<Record<string, readonly [letters: string, run: FileUtility]>> = {
  mkdir: [
    "p",
    changes(
      (path, why) => `mkdir: can't create directory '${path}': ${why}`,
      (path, { files }, { given }) =>
        given.has("p") ? files.makeDirectories(path) : files.makeDirectory(path),
    ),
  ],
  rmdir: [
    "",
    changes(
      (path, why) => `rmdir: '${path}': ${why}`,
      (path, { files }) => {
        if (posix.basename(path) === ".") throw new FileError("Invalid argument");
        files.remove(path, "directory");
      },
    ),
  ],
  touch: [
    "c",
    changes(
      (path, why) => `touch: ${path}: ${why}`,
      (path, { files }, { given }) => {
        if (!files.has(path) && !given.has("c")) files.write(path, true);
      },
    ),
  ],
  rm: ["rRf", rm],
  ls: ["1aAd", ls],
  cat: ["", cat],
  tee: ["a", tee],
  wc: ["lwc", wc],
  head: ["n:", head],
  tail: ["n:", tail],
};

export const fileUtilities = Object.fromEntries(
  Object.entries(known).map(([name, [letters, run]]) => [
    name,
    function* (utility: Utility): Generator<Wait, number> {
      const options = readOptions(utility.args, letters);
      if (options.unknown === null) return yield* run(utility, options);
      utility.err(`${name}: the embedded cluster has no such option (${options.unknown})\n`);
      return 1;
    },
  ]),
);

/** The first argument with an option that is not run here. */
export function refusedOption(name: string, args: readonly string[]): string | null {
  const [letters] = (Object.hasOwn(known, name) ? known[name] : undefined) ?? [];
  return letters === undefined ? null : readOptions(args, letters).unknown;
}

/** Does the same to each path that is given. */
function changes(
  complaint: (path: string, why: string) => string,
  change: (path: string, utility: Utility, options: Options) => void,
): FileUtility {
  return function* (utility, options) {
    if (options.operands.length === 0) utility.err(`${complaint("", "missing operand")}\n`);
    const status = yield* each(options.operands, utility, complaint, function* (path) {
      yield 0;
      change(path, utility, options);
    });
    return options.operands.length === 0 ? 1 : status;
  };
}

function* rm(utility: Utility, { given, operands }: Options): Generator<Wait, number> {
  const forced = given.has("f");
  let status = 0;
  const failed = (message: string) => {
    utility.err(`rm: ${message}\n`);
    status = 1;
  };
  if (operands.length === 0 && !forced) failed("missing operand");
  for (const path of operands) {
    if (/(^|\/)\.\.?\/*$/.test(path)) failed("can't remove '.' or '..'");
    else if (!forced || utility.files.has(path)) {
      yield* removed(path, utility, given.has("r") || given.has("R"), failed);
    }
  }
  return status;
}

function* removed(
  path: string,
  utility: Utility,
  recursive: boolean,
  failed: (message: string) => void,
): Generator<Wait, void> {
  const { files } = utility;
  yield 0;
  try {
    const { kind } = files.entry(path);
    if (kind === "directory" && !recursive) return failed(`'${path}' is a directory`);
    const names = kind === "directory" ? files.names(path) : [];
    for (const name of names) yield* removed(`${path}/${name}`, utility, true, failed);
    files.remove(path, kind);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const verb = error.message === "Not a directory" ? "stat" : "remove";
    failed(`can't ${verb} '${path}': ${error.message}`);
  }
}

function* ls(utility: Utility, { given, operands }: Options): Generator<Wait, number> {
  const { files, out } = utility;
  const paths = operands.length > 0 ? [...operands].sort() : ["."];
  const folders: string[] = [];
  let between = "";
  const complaint = (path: string, why: string) => `ls: ${path}: ${why}`;
  const status = yield* each(paths, utility, complaint, function* (path) {
    yield 0;
    if (!given.has("d") && files.entry(path).kind === "directory") return void folders.push(path);
    files.entry(path);
    out(`${path}\n`);
    between = "\n";
  });
  for (const path of folders) {
    out(paths.length > 1 ? `${between}${path}:\n` : "");
    between = "\n";
    const names = files.names(path);
    for (const [index, name] of (given.has("a") ? [".", "..", ...names] : names).entries()) {
      if (given.has("a") || given.has("A") || !name.startsWith(".")) out(`${name}\n`);
      if (index % 64 === 63) yield 0;
    }
  }
  return status;
}
