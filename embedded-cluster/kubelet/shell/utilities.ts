import { dateFormat, formatDate } from "./date.ts";
import { readEscapes } from "./escapes.ts";
import { Fault, OutOfMemory } from "./fault.ts";
import { type FileSystem, WriteError } from "./file-system.ts";
import { fileUtilities, refusedOption } from "./file-utilities.ts";
import { printf } from "./printf.ts";
import type { Input, Wait } from "./shell-options.ts";
import { holds, refusedTests } from "./test-expression.ts";

/** What a command that is not part of the shell runs with. */
export interface Utility {
  readonly args: readonly string[];
  readonly now: () => number;
  readonly hostname: string;
  /** Bytes. */
  readonly memory: number;
  readonly files: FileSystem;
  readonly input: Input;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

type Run = (utility: Utility) => Generator<Wait, number>;

const immediate = (run: (utility: Utility) => number): Run =>
  // biome-ignore lint/correctness/useYield: it waits for nothing
  function* (utility) {
    return run(utility);
  };

const test = (closed: boolean) =>
  immediate(({ args, files, err }) => {
    if (closed && args.at(-1) !== "]") {
      err("sh: missing ]\n");
      return 2;
    }
    return holds(closed ? args.slice(0, -1) : args, files) ? 0 : 1;
  });

/** By name, as in the image of busybox; those need no shell. */
export const utilities: Readonly<Record<string, Run>> = {
  ...fileUtilities,
  true: immediate(() => 0),
  false: immediate(() => 1),
  echo: immediate(echo),
  hostname: immediate(({ hostname, out }) => {
    out(`${hostname}\n`);
    return 0;
  }),
  pwd: immediate(({ files, out }) => {
    out(`${files.folder}\n`);
    return 0;
  }),
  test: test(false),
  "[": test(true),
  printf: immediate(({ args, out, err }) => {
    const [format, ...values] = args[0] === "--" ? args.slice(1) : args;
    if (format === undefined) {
      err("sh: printf: missing format\n");
      return 2;
    }
    const { text, errors } = printf(format, values);
    out(text);
    for (const error of errors) err(`sh: ${error}\n`);
    return errors.length > 0 ? 1 : 0;
  }),
  date: immediate(({ args, now, out, err }) => {
    const format = dateFormat(args);
    if (format === null) {
      err("date: the embedded cluster prints the present time alone\n");
      return 1;
    }
    out(`${formatDate(format, new Date(now()))}\n`);
    return 0;
  }),
  seq,
  sleep,
};

function echo({ args, out }: Utility): number {
  let newline = true;
  let escapes = false;
  const words = [...args];
  while (/^-[neE]+$/.test(words[0] ?? "")) {
    const flags = words.shift() ?? "";
    if (flags.includes("n")) newline = false;
    if (flags.includes("e")) escapes = true;
  }
  const text = words.join(" ");
  const read = escapes ? readEscapes(text, "zero") : { text, ended: false };
  out(newline && !read.ended ? `${read.text}\n` : read.text);
  return 0;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function* sleep({ args, err }: Utility): Generator<Wait, number> {
  let seconds = 0;
  for (const arg of args) {
    const match = /^(\d+\.?\d*|\.\d+|inf(?:inity)?)([smhd]?)$/.exec(arg);
    if (!match) {
      err(`sleep: invalid number '${arg}'\n`);
      return 1;
    }
    const count = arg.startsWith("inf") ? Number.POSITIVE_INFINITY : Number(match[1]);
    seconds += count * (units[match[2] || "s"] ?? 1);
  }
  if (args.length === 0) {
    err("sleep: missing operand\n");
    return 1;
  }
  do yield seconds * 1000;
  while (seconds === Number.POSITIVE_INFINITY);
  return 0;
}

function* seq({ args, memory, out, err }: Utility): Generator<Wait, number> {
  const numbers = [...args];
  let separator = "\n";
  let wide = false;
  for (;;) {
    if (numbers[0] === "-w") wide = true;
    else if (numbers[0] === "-s") separator = numbers.splice(1, 1)[0] ?? separator;
    else break;
    numbers.shift();
  }
  const wrong = numbers.find((text) => !/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text));
  if (wrong !== undefined || numbers.length < 1 || numbers.length > 3) {
    err(wrong === undefined ? "seq: wrong operands\n" : `seq: invalid number '${wrong}'\n`);
    return 1;
  }
  const [first, step, last] = sequence(numbers.map(Number));
  const places = Math.max(...numbers.map((text) => text.split(".")[1]?.length ?? 0));
  const width = wide ? Math.max(first.toFixed(places).length, last.toFixed(places).length) : 0;
  if (step === 0) throw new OutOfMemory();
  let printed = 0;
  for (let n = 0; ; n += 1) {
    const value = first + n * step;
    if (step > 0 ? value > last + 1e-9 : value < last - 1e-9) break;
    const text = `${n > 0 ? separator : ""}${value.toFixed(places).padStart(width, "0")}`;
    printed += text.length;
    if (printed > memory) throw new OutOfMemory();
    out(text);
    if (n % 32 === 31) yield 0;
  }
  if (printed > 0) out("\n");
  return 0;
}

function sequence(numbers: readonly number[]): readonly [number, number, number] {
  const [a = 1, b = 1, c = 1] = numbers;
  if (numbers.length === 1) return [1, 1, a];
  return numbers.length === 2 ? [a, 1, b] : [a, b, c];
}

/**
 * Why a utility is not run with these arguments (null for one that only running it would tell), or
 * null.
 */
export function refusedArguments(name: string, args: readonly (string | null)[]): string | null {
  const known = args.filter((arg) => arg !== null);
  if (name === "date" && known.length === args.length && dateFormat(known) === null) {
    return "prints the present time alone, with -u, -R, -I and +FORMAT";
  }
  const option = refusedOption(name, known);
  if (option !== null) return `has no such option (${name} ${option})`;
  const isTest = name === "test" || name === "[";
  const asked = isTest ? known.find((arg) => refusedTests.test(arg)) : undefined;
  return asked === undefined ? null : `does not ask this of files (${name} ${asked})`;
}

/** A utility's complaint becomes a line on standard error and a status. */
export function* runUtility(name: string, utility: Utility): Generator<Wait, number> {
  const run = Object.hasOwn(utilities, name) ? utilities[name] : undefined;
  if (!run) return 127;
  // Long texts and deep paths take their time.
  for (let length = utility.args.join("").length; length > 256; length -= 256) yield 0;
  try {
    return yield* run(utility);
  } catch (error) {
    if (error instanceof WriteError) {
      utility.err(
        `${name === "echo" || name === "printf" ? "sh" : name}: write error: ${error.message}\n`,
      );
      return 1;
    }
    if (!(error instanceof Fault)) throw error;
    utility.err(`sh: ${error.message}\n`);
    return name === "test" || name === "[" ? 2 : 1;
  }
}
