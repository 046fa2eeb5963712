import type { FileSystem } from "./file-system.ts";
import { Shell } from "./interpreter.ts";
import { parse } from "./parser.ts";
import { refuseUnknown, unknownCommand } from "./refusal.ts";
import { noInput, type Output, type Wait } from "./shell-options.ts";
import { Refusal, type Sequence, ShellSyntaxError } from "./syntax.ts";
import { refusedArguments, runUtility, utilities } from "./utilities.ts";

export interface ProgramOptions {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly streams: Output;
  readonly files: FileSystem;
  readonly now: () => number;
  /** Bytes. */
  readonly memory: number;
}

/** A command that may be run: its waits, and at the end its exit code. */
export interface Program {
  readonly run: Generator<Wait, number>;
  /** Null for what is no shell: the signal is ignored, as by any first process without a trap. */
  readonly shell: Shell | null;
}

const shells = /^(\/bin\/|\/usr\/bin\/)?(sh|ash|bash)$/;
const folders = /^(\/bin\/|\/usr\/bin\/)/;

/** Makes a program of a container's command. Throws Refusal where it cannot be run as it stands. */
export function compile(options: ProgramOptions): Program {
  const [name = "", ...args] = options.argv;
  if (shells.test(name)) return compileShell(name, args, options);
  const utility = name.replace(folders, "");
  if (!Object.hasOwn(utilities, utility)) throw new Refusal(unknownCommand(name));
  const why = refusedArguments(utility, args);
  if (why !== null) throw new Refusal(`exec: "${name}": the embedded cluster ${why}`);
  const { streams, files, env, now, memory } = options;
  const hostname = env.get("HOSTNAME") ?? "";
  const run = runUtility(utility, {
    args,
    now,
    memory,
    hostname,
    files,
    input: noInput,
    out: streams[1],
    err: streams[2],
  });
  return { run, shell: null };
}

function compileShell(name: string, args: readonly string[], options: ProgramOptions): Program {
  const rest = [...args];
  let flags = "";
  while (/^-[a-z]+$/.test(rest[0] ?? "")) flags += rest.shift()?.slice(1);
  const other = /[^ceu]/.exec(flags)?.[0];
  if (other) throw new Refusal(`exec: "${name}": the embedded cluster has no option -${other}`);
  const script = flags.includes("c") ? rest.shift() : "";
  if (!flags.includes("c") && rest.length > 0) {
    throw new Refusal(
      `exec: "${name}": the embedded cluster runs no script of a file (${rest[0]})`,
    );
  }
  if (script === undefined) throw new Refusal(`exec: "${name}": -c requires an argument`);
  if (options.env.has("TZ")) throw new Refusal("sh: the embedded cluster does not follow TZ");
  const { streams, files, env, now, memory } = options;
  const shell = new Shell({
    variables: new Map(env).set("PWD", files.folder),
    name: rest[0] ?? name,
    positional: rest.slice(1),
    errexit: flags.includes("e"),
    nounset: flags.includes("u"),
    streams: { ...streams, 0: noInput },
    files,
    now,
    memory,
  });
  const body = read(script);
  if (typeof body === "string") return { run: complain(body, streams), shell };
  refuseUnknown(body);
  return { run: shell.main(body), shell };
}

function read(script: string): Sequence | string {
  try {
    return parse(script);
  } catch (error) {
    if (error instanceof ShellSyntaxError) return `sh: syntax error: ${error.message}\n`;
    throw error;
  }
}

// biome-ignore lint/correctness/useYield: it waits for nothing
function* complain(message: string, streams: Output): Generator<Wait, number> {
  streams[2](message);
  return 2;
}
