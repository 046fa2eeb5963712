import type { ListView } from "#lib/api/scope";
import { singular } from "#lib/line/command";
import type { Flag } from "#lib/line/flag";
import { commandFlags } from "#lib/line/flag-tables";
import { findCommand } from "#lib/line/kubectl-commands";
import { everywhere } from "#lib/line/read-flags";
import { Refused, type Span } from "#lib/line/refusal";
import { readShell, type Word } from "#lib/line/shell-text";
import { shellWord } from "#lib/line/shell-word";

/** An object there is. */
export interface KnownName {
  readonly resource: ListView;
  readonly namespace: string;
  readonly name: string;
  readonly failing: boolean;
  /** When it last changed, RFC 3339 in UTC. */
  readonly changed: string;
}

/** What the stores know, as plain data. */
export interface Known {
  readonly names: readonly KnownName[];
  readonly namespaces: readonly string[];
  readonly contexts: readonly string[];
  readonly containers: readonly string[];
  /** `key=value`. */
  readonly labels: readonly string[];
}

/** What may stand in place of a part of the text, as a shell takes it. */
export interface Completion {
  readonly text: string;
  readonly at: Span;
}

/** More are not looked through by anybody. */
const most = 20;

const verbs = [
  "get",
  "logs",
  "describe",
  "events",
  "create job",
  "patch",
  "delete",
  "config use-context",
  "auth can-i",
];
const kinds = ["cronjobs", "jobs", "pods"];

/**
 * What the word before the cursor may become, the likeliest first: names that fail before others, the
 * latest before the earlier. Nothing where a quote is open or a pipe begun.
 */
export function completions(text: string, cursor: number, known: Known): readonly Completion[] {
  const typed = wordsBefore(text.slice(0, cursor));
  if (typed === null) return [];
  const { before, current } = typed;
  const [, flag = "", start = current.text] = /^(--[\w-]+=)?([\s\S]*)$/.exec(current.text) ?? [];
  const texts =
    flag === "" ? candidates(before, start, known) : valuesOf(flag.slice(2, -1), before, known);
  return [...new Set(texts)]
    .filter((candidate) => candidate.startsWith(start) && candidate !== start)
    .slice(0, most)
    .map((candidate) => ({
      // Verbs of two words stay two.
      text: flag + (verbs.includes(candidate) ? candidate : shellWord(candidate)),
      at: { start: current.start, end: cursor },
    }));
}

/** The words behind kubectl, and the one that is being typed; null where there is none to complete. */
function wordsBefore(text: string): { before: readonly Word[]; current: Word } | null {
  try {
    const { words, pipes, comment } = readShell(text);
    if (pipes.length > 0 || comment !== "" || /(?:^|\s)#\s*$/.test(text)) return null;
    const isKubectl = /^(?:k|oc|kubectl)$/.test(words[0]?.text ?? "");
    const own = isKubectl ? words.slice(1) : words;
    const last = own.at(-1);
    if (last && last.end === text.length) return { before: own.slice(0, -1), current: last };
    if (isKubectl && words[0]?.end === text.length) return null;
    const end = { text: "", command: null, start: text.length, end: text.length };
    return { before: own, current: end };
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function candidates(before: readonly Word[], start: string, known: Known): readonly string[] {
  const command = commandOf(before);
  if (command === null) return before.length === 0 ? verbs : [];
  const flags: readonly Flag[] = [...commandFlags[command.words], ...everywhere];
  const awaiting = flagAwaiting(before.at(-1)?.text ?? "", flags);
  if (awaiting !== null) return valuesOf(awaiting, before, known);
  if (start.startsWith("-")) return flags.map(({ name }) => `--${name}`);
  const args = argumentsOf(command.rest, flags);
  switch (command.words) {
    case "get":
    case "describe":
    case "patch":
    case "delete":
      return args.length === 0
        ? [...kinds, ...pairs(before, known)]
        : namesOf(before, known, (resource) => isOf(args[0] ?? "", resource));
    case "logs":
      return [
        ...namesOf(before, known, (resource) => resource === "pods"),
        ...pairs(before, known),
      ];
    case "config use-context":
      return known.contexts;
    default:
      return [];
  }
}

function commandOf(before: readonly Word[]) {
  try {
    return findCommand(before, { start: 0, end: 0 });
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** The flag that takes the next word; null where none does. */
function flagAwaiting(word: string, flags: readonly Flag[]): string | null {
  const flag = word.startsWith("--")
    ? flags.find(({ name }) => `--${name}` === word)
    : flags.find(({ short }) => short !== "" && `-${short}` === word);
  return flag && flag.bare === null ? flag.name : null;
}

function argumentsOf(words: readonly Word[], flags: readonly Flag[]): readonly string[] {
  return words
    .filter(({ text }, at) => {
      const previous = words[at - 1]?.text ?? "";
      return !text.startsWith("-") && flagAwaiting(previous, flags) === null;
    })
    .map(({ text }) => text);
}

const fixed: Readonly<Record<string, readonly string[]>> = {
  output: ["wide", "yaml", "name", "json"],
  cascade: ["background", "foreground", "orphan"],
  since: ["5m", "15m", "1h", "24h"],
  tail: ["100", "1000", "-1"],
  types: ["Warning", "Normal"],
  type: ["merge", "strategic", "json"],
};

function valuesOf(flag: string, before: readonly Word[], known: Known): readonly string[] {
  switch (flag) {
    case "namespace":
      return known.namespaces;
    case "context":
      return known.contexts;
    case "container":
      return known.containers;
    case "selector":
      return known.labels;
    case "for":
      return pairs(before, known);
    case "from":
      return pairs(before, known).filter((pair) => pair.startsWith("cronjob/"));
    default:
      return (Object.hasOwn(fixed, flag) ? fixed[flag] : undefined) ?? [];
  }
}

function isOf(type: string, resource: ListView): boolean {
  return (
    type === resource ||
    type === singular[resource] ||
    (type === "cj" && resource === "cronjobs") ||
    (type === "po" && resource === "pods")
  );
}

function namesOf(
  before: readonly Word[],
  known: Known,
  wanted: (resource: ListView) => boolean,
): readonly string[] {
  return likeliest(before, known)
    .filter(({ resource }) => wanted(resource))
    .map(({ name }) => name);
}

function pairs(before: readonly Word[], known: Known): readonly string[] {
  return likeliest(before, known).map(({ resource, name }) => `${singular[resource]}/${name}`);
}

/** Of the namespace the line names, if it does: what fails first, then the latest. */
function likeliest(before: readonly Word[], { names }: Known): readonly KnownName[] {
  const text = before.map((word) => word.text).join(" ");
  const [, namespace] = /(?:^| )(?:-n[ =]?|--namespace[ =])(\S+)/.exec(text) ?? [];
  return names
    .filter((one) => namespace === undefined || one.namespace === namespace)
    .sort((a, b) => Number(b.failing) - Number(a.failing) || (a.changed < b.changed ? 1 : -1));
}
