import { builtins, refusedBuiltin } from "./builtins.ts";
import { parse } from "./parser.ts";
import { type Command, literal, Refusal, type Sequence, type Word } from "./syntax.ts";
import { refusedArguments, utilities } from "./utilities.ts";

const shown =
  "echo, printf, sleep, date, seq, test, true, false, mkdir, rmdir, touch, rm, ls, cat, tee, wc, head, tail and the shell's own words only";

/** What a container is told whose command is none that is run here. */
export const unknownCommand = (name: string) =>
  `exec: "${name}": the embedded cluster runs ${shown}`;

/**
 * Throws Refusal for the first command that this shell would not run as a real one does, whether or
 * not the script would come to it.
 */
export function refuseUnknown(body: Sequence): void {
  for (const command of body) visit(command);
}

function visit(command: Command): void {
  for (const { to } of command.redirects) if (typeof to !== "number") visitWord(to);
  switch (command.kind) {
    case "simple":
      for (const { name, value } of command.assignments) {
        if (name === "IFS" || name === "TZ") {
          throw new Refusal(`sh: the embedded cluster does not follow ${name}`);
        }
        visitWord(value);
      }
      return simple(command.words);
    case "and":
    case "or":
      visit(command.left);
      return visit(command.right);
    case "not":
      return visit(command.command);
    case "pipe":
      return refuseUnknown(command.commands);
    case "group":
    case "subshell":
      return refuseUnknown(command.body);
    case "if":
      for (const { test, body } of command.branches) refuseUnknown([...test, ...body]);
      return refuseUnknown(command.otherwise);
    case "while":
    case "until":
      return refuseUnknown([...command.test, ...command.body]);
    case "for":
      for (const word of command.words ?? []) field(word);
      return refuseUnknown(command.body);
    case "case":
      visitWord(command.subject);
      for (const { patterns, body } of command.branches) {
        for (const pattern of patterns) visitWord(pattern);
        refuseUnknown(body);
      }
  }
}

function simple(words: readonly Word[]): void {
  for (const word of words) field(word);
  const [name, ...args] = words.map(literal);
  if (name === undefined) return;
  if (name === null) throw new Refusal("sh: the embedded cluster must know a command beforehand");
  const builtin = Object.hasOwn(builtins, name);
  if (!builtin && !Object.hasOwn(utilities, name)) throw new Refusal(unknownCommand(name));
  const why = builtin ? refusedBuiltin(name, args) : refusedArguments(name, args);
  if (why !== null) throw new Refusal(`exec: "${name}": the embedded cluster ${why}`);
  const action = args[0];
  if (name === "trap" && action && action !== "-") refuseUnknown(parse(action));
}

/** A word of a command, where an unquoted `*` would be the names of files. */
function field(word: Word): void {
  if (globs(word)) throw new Refusal("sh: the embedded cluster does not expand an unquoted *");
  visitWord(word);
}

function globs(word: Word): boolean {
  return word.some((part) => {
    if (part.kind === "text") return !part.quoted && part.text.includes("*");
    return part.kind === "parameter" && /[-+=]/.test(part.operator ?? "") && globs(part.word);
  });
}

function visitWord(word: Word): void {
  for (const part of word) {
    if (part.kind === "command") refuseUnknown(part.body);
    else if (part.kind === "arithmetic") visitWord(part.expression);
    else if (part.kind === "parameter") visitWord(part.word);
  }
}
