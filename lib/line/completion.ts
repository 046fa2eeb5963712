import { cascades } from "#lib/api/actions";
import type { NameQuery } from "#lib/api/names";
import type { ListView, Namespaces } from "#lib/api/scope";
import { type CommandWords, commandFlags, globalFlags } from "#lib/line/flag-tables";
import { Refused, type Span } from "#lib/line/refusal";
import { resourceNamed } from "#lib/line/resource-name";
import { sortPaths } from "#lib/line/sort-path";
import { type TypedWord, typedWord } from "#lib/line/typed-words";
import { text as says, type Text } from "#lib/texts/text";

/** A word that may stand where something is typed. */
export interface Suggestion {
  readonly text: string;
  /** What it is; empty where it says that itself. */
  readonly note: Text;
}

/** What can be typed at a place: words that are known, and what has to be asked for. */
export interface Completion {
  /** What a word takes the place of. */
  readonly at: Span;
  readonly words: readonly Suggestion[];
  /** Names to ask for; `before` stands in front of each. Null where none fit. */
  readonly names: { readonly query: NameQuery; readonly before: string } | null;
  /** Contexts fit, too. */
  readonly contexts: boolean;
}

const verbs: readonly Suggestion[] = [
  { text: "get", note: says("a live table, or an object") },
  { text: "logs", note: says("of a Pod, a Job, a selector") },
  { text: "describe", note: says("an object's page") },
  { text: "create job", note: says("from a CronJob") },
  { text: "patch", note: says("suspend or resume") },
  { text: "delete", note: says("with what it owns, or without") },
  { text: "events", note: says("{flag} an object", { flag: "--for" }) },
  { text: "auth can-i", note: says("what you may do") },
  { text: "config use-context", note: says("another cluster") },
];

const kinds: readonly Suggestion[] = [
  { text: "cronjobs", note: "cj" },
  { text: "jobs", note: "" },
  { text: "pods", note: "po" },
];

const types: readonly Suggestion[] = ["pod/", "job/", "cronjob/"].map((text) => ({
  text,
  note: "",
}));

/** The flags that Batchboard does something with. */
const offered: Readonly<Record<CommandWords, string>> = {
  get: "namespace all-namespaces selector watch output sort-by field-selector context",
  describe: "namespace context",
  logs: "namespace follow container all-containers previous tail since since-time timestamps selector context",
  "create job": "from namespace context",
  patch: "namespace type patch context",
  delete: "namespace cascade context",
  events: "for namespace watch context",
  "auth can-i": "namespace all-namespaces context",
  "config use-context": "",
  "config current-context": "",
  "config get-contexts": "",
};

const suspends = [true, false].map((suspend) => ({
  text: `'${JSON.stringify({ spec: { suspend } })}'`,
  note: suspend ? says("suspend") : says("resume"),
}));

const fixed: Readonly<Record<string, readonly Suggestion[]>> = {
  output: plain("wide", "yaml", "name"),
  cascade: plain(...cascades),
  type: plain("merge", "strategic", "json"),
  since: plain("5m", "15m", "1h", "24h"),
  tail: plain("100", "1000", "-1"),
  patch: suspends,
  "field-selector": plain("status.phase=Failed", "status.phase=Running", "metadata.name="),
};

/** What can be typed at the cursor of a line; `namespaces` are those that are looked at. */
export function completionAt(line: string, cursor: number, namespaces: Namespaces): Completion {
  const typed = typedWord(line, cursor);
  const none = { at: { start: cursor, end: cursor }, words: [], names: null, contexts: false };
  if (typed === null) return none;
  const found = suggested(typed, namespaces);
  const words = matching(found.words ?? [], typed.text);
  return { at: typed.at, names: null, contexts: false, ...found, words };
}

type Found = Partial<Pick<Completion, "words" | "names" | "contexts">>;

function suggested(typed: TypedWord, around: Namespaces): Found {
  const { flag, command, group, args, text } = typed;
  const namespaces = namespacesOf(typed, around);
  if (flag) return valuesOf(flag.name, typed, namespaces);
  if (command === null) return { words: group === "" ? verbs : secondWords(group, args) };
  if (text.startsWith("-")) return { words: flagsOf(command) };
  switch (command) {
    case "get":
    case "describe":
    case "delete":
    case "patch":
      return objects(args, text, namespaces, kinds);
    case "logs":
      if (args.length > 0) return {};
      return text.includes("/")
        ? objects([], text, namespaces, [])
        : { words: types, names: named("pods", text, namespaces, "") };
    case "auth can-i":
      if (args.length === 0)
        return { words: plain("get", "list", "watch", "create", "patch", "delete") };
      return args.length === 1 ? { words: plain("cronjobs", "jobs", "pods", "pods/log") } : {};
    case "config use-context":
      return { contexts: args.length === 0 };
    default:
      return {};
  }
}

/** Behind a table its objects; before it the tables; within TYPE/NAME the names. */
function objects(
  args: readonly string[],
  text: string,
  namespaces: Namespaces,
  first: readonly Suggestion[],
): Found {
  const [type, name] = /^([^/]+)\/([\s\S]*)$/.exec(text)?.slice(1) ?? [];
  if (type !== undefined && name !== undefined) {
    const table = tableOf(type);
    return { names: table && named(table, name, namespaces, `${type}/`) };
  }
  const [kind] = args;
  if (kind === undefined) return { words: first };
  const table = kind.includes("/") ? null : tableOf(kind);
  return { names: table && named(table, text, namespaces, "") };
}

function valuesOf(flag: string, typed: TypedWord, namespaces: Namespaces): Found {
  const { text, args } = typed;
  const table = tableOf(args[0]?.split("/")[0] ?? "") ?? "pods";
  switch (flag) {
    case "namespace":
      return { names: { query: { of: "namespaces", q: text }, before: "" } };
    case "context":
      return { contexts: true };
    case "selector":
      return { names: labels(table, text, namespaces) };
    case "sort-by":
      return { words: plain(...sortPaths(table)) };
    case "from":
      return objects([], text === "" ? "cronjob/" : text, namespaces, []);
    case "for":
      return text.includes("/") ? objects([], text, namespaces, []) : { words: types };
    case "container":
      return { names: containers(typed, namespaces) };
    default:
      return { words: fixed[flag] ?? [] };
  }
}

/** Of the last term of a selector: its key, or behind `=` its value. */
function labels(table: ListView, text: string, namespaces: Namespaces): Completion["names"] {
  const done = text.lastIndexOf(",") + 1;
  const [, key = "", operator = "", value = ""] =
    /^([^=!]*)(!?==?)([\s\S]*)$/.exec(text.slice(done)) ?? [];
  const before = text.slice(0, done);
  return operator === ""
    ? { query: { of: "labels", table, namespaces, key: "", q: text.slice(done) }, before }
    : {
        query: { of: "labels", table, namespaces, key, q: value },
        before: `${before}${key}${operator}`,
      };
}

function containers({ args }: TypedWord, namespaces: Namespaces): Completion["names"] {
  const [target] = args;
  const [namespace, ...others] = typeof namespaces === "string" ? [] : namespaces;
  if (target === undefined || namespace === undefined || others.length > 0) return null;
  const [, type, name = ""] = /^(?:([^/]+)\/)?([\s\S]*)$/.exec(target) ?? [];
  const table = type === undefined ? "pods" : tableOf(type);
  return table && { query: { of: "containers", table, namespace, name }, before: "" };
}

function named(of: ListView, q: string, namespaces: Namespaces, before: string) {
  return { query: { of, namespaces, q, exact: false }, before } as const;
}

function tableOf(text: string): ListView | null {
  try {
    const resource = resourceNamed(text, { start: 0, end: 0 });
    return resource === "events" ? null : resource;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function namespacesOf({ values }: TypedWord, around: Namespaces): Namespaces {
  const chosen = values.get("namespace");
  if (chosen) return [chosen];
  return values.get("all-namespaces") === "true" ? "*" : around;
}

function secondWords(group: string, args: readonly string[]): readonly Suggestion[] {
  if (args.length > 1) return [];
  return verbs.flatMap(({ text, note }) =>
    text.startsWith(`${group} `) ? [{ text: text.slice(group.length + 1), note }] : [],
  );
}

function flagsOf(command: CommandWords): readonly Suggestion[] {
  const all = [...commandFlags[command], ...globalFlags];
  return offered[command].split(" ").flatMap((wanted) => {
    const flag = all.find(({ name }) => name === wanted);
    if (!flag) return [];
    return [{ text: `--${flag.name}`, note: flag.short === "" ? "" : `-${flag.short}` }];
  });
}

/** Those that begin with what is typed, then those that hold it; a flag also by its letter. */
function matching(words: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const begin = words.filter(({ text, note }) => text.startsWith(typed) || note === typed);
  const hold = words.filter((word) => !begin.includes(word) && word.text.includes(typed));
  return typed === "" ? words : [...begin, ...hold];
}

function plain(...texts: readonly string[]): readonly Suggestion[] {
  return texts.map((text) => ({ text, note: "" }));
}
