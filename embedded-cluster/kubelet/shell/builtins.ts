import { FileError } from "./file-system.ts";
import type { Shell } from "./interpreter.ts";
import { Exit, LoopJump } from "./jump.ts";
import { parse } from "./parser.ts";
import type { Output, Wait } from "./shell-options.ts";
import { Refusal } from "./syntax.ts";
import { utilities } from "./utilities.ts";

export type Builtin = (
  shell: Shell,
  args: readonly string[],
  output: Output,
) => Generator<Wait, number>;

const immediate = (
  run: (shell: Shell, args: readonly string[], output: Output) => number,
): Builtin =>
  // biome-ignore lint/correctness/useYield: it waits for nothing
  function* (shell, args, output) {
    return run(shell, args, output);
  };

const jump = (kind: "break" | "continue") =>
  immediate((_, [levels = "1"]) => {
    throw new LoopJump(kind, Math.max(1, Number(levels) || 1));
  });

/** What only a shell has, as it changes the shell. */
export const builtins: Readonly<Record<string, Builtin>> = {
  ":": immediate(() => 0),
  break: jump("break"),
  cd: immediate((shell, [given = shell.parameter("HOME") ?? ""], output) => {
    const before = shell.files.folder;
    const path = given === "-" ? (shell.parameter("OLDPWD") ?? before) : given;
    try {
      if (path !== "") shell.files = shell.files.in(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      output[2](`sh: cd: line 0: can't cd to ${path}: ${error.message}\n`);
      return 2;
    }
    shell.assign("OLDPWD", before);
    shell.assign("PWD", shell.files.folder);
    if (given === "-") output[1](`${shell.files.folder}\n`);
    return 0;
  }),
  continue: jump("continue"),
  exit: immediate((shell, [status = String(shell.status)], output) => {
    if (/^\d+$/.test(status)) throw new Exit(Number(status) & 255);
    output[2](`sh: Illegal number: ${status}\n`);
    throw new Exit(2);
  }),
  export: immediate((shell, args) => {
    for (const arg of args) {
      const [name = "", ...value] = arg.split("=");
      if (value.length > 0) shell.assign(name, value.join("="));
    }
    return 0;
  }),
  unset: immediate((shell, args) => {
    for (const name of args) shell.unset(name);
    return 0;
  }),
  set: immediate((shell, args) => {
    for (const flags of args) {
      for (const flag of flags.slice(1)) {
        if (flag === "e") shell.errexit = flags.startsWith("-");
        if (flag === "u") shell.nounset = flags.startsWith("-");
      }
    }
    return 0;
  }),
  shift: immediate((shell, [count = "1"]) => {
    shell.positional = shell.positional.slice(Number(count) || 0);
    return 0;
  }),
  trap: immediate((shell, [action = "", ...signals]) => {
    for (const signal of signals) {
      const name = signalName(signal);
      if (action === "-") shell.traps.delete(name);
      else shell.traps.set(name, parse(action));
    }
    return 0;
  }),
  *exec(shell, [name, ...args]) {
    if (name === undefined) return 0;
    shell.traps.clear();
    throw new Exit(yield* shell.execute(name, args));
  },
};

/** What a shell does not outlive when its redirections fail (POSIX). */
export const isSpecial = (name: string) => name !== "cd" && Object.hasOwn(builtins, name);

const signalNames: Readonly<Record<string, string>> = { "0": "EXIT", "2": "INT", "15": "TERM" };
const signalName = (text: string) => signalNames[text] ?? text.replace(/^SIG/, "");

/** As `refusedArguments`, for what is part of the shell. */
export function refusedBuiltin(name: string, args: readonly (string | null)[]): string | null {
  const known = args.map((arg) => arg ?? "…");
  if (name === "set") {
    const other = known.find((arg) => !/^[-+][eu]+$/.test(arg));
    return other === undefined ? null : `has -e and -u alone (set ${other})`;
  }
  if (name === "exec") {
    const other = known[0] !== undefined && !Object.hasOwn(utilities, known[0]);
    return other ? `cannot exec "${known[0]}"` : null;
  }
  if (name === "trap") return refusedTrap(args);
  if (name === "export" || name === "unset" || name === "cd") {
    const option = known.find((arg) => arg.startsWith("-") && (name !== "cd" || arg !== "-"));
    return option === undefined ? null : `has no options here (${name} ${option})`;
  }
  return null;
}

function refusedTrap([action, ...signals]: readonly (string | null)[]): string | null {
  if (action === undefined) return "does not list traps";
  if (action === null) return "must know the action of a trap beforehand";
  const other = signals.find((signal) => !/^(EXIT|INT|TERM)$/.test(signalName(signal ?? "…")));
  if (other !== undefined) return `traps EXIT, INT and TERM alone (trap … ${other ?? "…"})`;
  if (action === "-") return null;
  try {
    parse(action);
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.message : "cannot read the action of a trap";
  }
}
