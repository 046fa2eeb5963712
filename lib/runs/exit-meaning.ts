import { type Text, text } from "#lib/texts/text";

/**
 * What an exit code usually means, for parentheses behind it; null where nothing is usual. It is a
 * convention of shells (128 and the signal's number): a program may end with any code for a reason
 * of its own, which nobody else can tell.
 */
export function exitMeaning(exitCode: number): Text | null {
  if (exitCode === 126) return notExecutable;
  if (exitCode === 127) return notFound;
  const name = signalName(exitCode - 128);
  if (name === null) return null;
  return meanings[name] ?? text("usually {signal}", { signal: name });
}

const notExecutable = text("usually a command that cannot be executed");
const notFound = text("usually a command that is not found");

/** Linux' name of a signal; null for one that ends no container in practice. */
export function signalName(signal: number): string | null {
  return names[signal] ?? null;
}

const names: Readonly<Record<number, string | undefined>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
  24: "SIGXCPU",
  25: "SIGXFSZ",
  31: "SIGSYS",
};

const meanings: Readonly<Record<string, Text | undefined>> = {
  SIGABRT: text("usually SIGABRT, the program gave up itself"),
  SIGFPE: text("usually SIGFPE, an error of arithmetic"),
  SIGKILL: text("usually SIGKILL, often out of memory"),
  SIGPIPE: text("usually SIGPIPE, nobody read its output"),
  SIGSEGV: text("usually SIGSEGV, a memory fault"),
  SIGTERM: text("usually SIGTERM, it was asked to stop"),
};
