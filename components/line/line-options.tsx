"use client";

import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { knownNames } from "#components/line/known-names";
import type { NameChoice } from "#lib/api/names";
import type { Namespaces } from "#lib/api/scope";
import { lineHistory, linesWith } from "#lib/client/line-history";
import { useContexts } from "#lib/client/use-contexts";
import { useNames } from "#lib/client/use-names";
import { type Completion, completionAt } from "#lib/line/completion";
import { shellWord } from "#lib/line/shell-word";
import { text as says, type Text } from "#lib/texts/text";

/** What can be chosen while a line is typed. */
export interface LineOption {
  /** What stands in the list. */
  readonly text: string;
  /** What is said of it, told side by side. */
  readonly notes: readonly Text[];
  /** The line it makes, and where the cursor then is. */
  readonly line: string;
  readonly cursor: number;
  readonly kind: "word" | "name" | "history";
}

/** So many of each are shown. */
const mostNames = 10;
const mostLines = 5;

const ranBefore = says("before");

/** What can be chosen at the cursor: words, names as they are found, and lines that were run before. */
export function useLineOptions(
  line: string,
  cursor: number,
  namespaces: Namespaces,
): readonly LineOption[] {
  const completion = completionAt(line, cursor, namespaces);
  const answer = useNames(completion.names?.query ?? null, knownNames);
  const { contexts } = useContexts(completion.contexts);
  const lines = useSyncExternalStore(lineHistory.subscribe, lineHistory.get, none);
  const text = line.slice(completion.at.start, completion.at.end);
  const words = completion.words.map(({ text: word, note }) =>
    replaced(line, completion, word, {
      text: word,
      notes: note === "" ? [] : [note],
      kind: "word",
    }),
  );
  const names = (answer?.choices ?? [])
    .slice(0, mostNames)
    .map((choice) => named(line, completion, choice));
  const known = (contexts ?? [])
    .filter(({ name }) => name.includes(text))
    .map(({ name, cluster }) =>
      replaced(line, completion, shellWord(name), { text: name, notes: [cluster], kind: "name" }),
    );
  const before = linesWith(line, lines)
    .slice(0, mostLines)
    .map(
      (it): LineOption => ({
        text: it,
        notes: [ranBefore],
        line: it,
        cursor: it.length,
        kind: "history",
      }),
    );
  // An empty line begins with what was run last.
  const options =
    line.trim() === "" ? [...before, ...words] : [...words, ...names, ...known, ...before];
  return useSteady(options);
}

/** An option that was there before is the same one: of a list that is typed into few change with a key. */
function useSteady(options: readonly LineOption[]): readonly LineOption[] {
  const last = useRef<readonly LineOption[]>([]);
  const known = new Map(last.current.map((option) => [JSON.stringify(option), option]));
  const steady = options.map((option) => known.get(JSON.stringify(option)) ?? option);
  const isSame =
    steady.length === last.current.length && steady.every((it, i) => it === last.current[i]);
  const list = isSame ? last.current : steady;
  useLayoutEffect(() => {
    last.current = list;
  });
  return list;
}

const none = (): readonly string[] => [];

function named(line: string, completion: Completion, choice: NameChoice): LineOption {
  const before = completion.names?.before ?? "";
  const { name, namespace, note } = choice;
  const word = `${before}${name}`;
  // A selector is written in quotes where a shell would read more in it.
  const written = /^[\w./=,!-]*$/.test(word) ? word : shellWord(word);
  const option = {
    text: word,
    notes: [note, namespace].filter((said) => said !== ""),
    kind: "name",
  } as const;
  const made = replaced(line, completion, written, option);
  const isElsewhere =
    namespace !== "" && completion.names?.query.of !== "namespaces" && isOfMany(completion);
  if (!isElsewhere || / (?:-n|--namespace)\b/.test(made.line)) return made;
  // Of all namespaces a name alone says too little.
  const wide = made.line.replace(/ (?:-A|--all-namespaces)\b/, "");
  const whole = `${wide.trimEnd()} -n ${namespace}`;
  return { ...made, line: whole, cursor: whole.length };
}

function isOfMany({ names }: Completion): boolean {
  const query = names?.query;
  if (!query || !("namespaces" in query) || query.of === "labels") return false;
  return typeof query.namespaces === "string" || query.namespaces.length !== 1;
}

/** The line with a word in the place of what is typed, and room for the next. */
function replaced(
  line: string,
  { at }: Completion,
  word: string,
  option: Pick<LineOption, "text" | "notes" | "kind">,
): LineOption {
  const open = /[/=]$/.test(word) ? "" : " ";
  const after = line.slice(at.end).replace(/^ /, "");
  const begin = `${line.slice(0, at.start)}${word}${open}`;
  return { ...option, line: `${begin}${after}`, cursor: begin.length };
}
