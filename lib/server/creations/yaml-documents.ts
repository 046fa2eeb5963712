import { type Document, LineCounter, parseAllDocuments, type Tags } from "yaml";
import type { CreationProblem } from "#lib/api/creation";
import { fieldLine, lineOf } from "#lib/server/creations/field-line";
import { text } from "#lib/texts/text";

/** One document of a text. */
export interface YamlDocument {
  readonly value: unknown;
  /** Of its first line, from 1. */
  readonly line: number;
  /** The line of a field, by the API server's path to it. */
  readonly lineOf: (path: string) => number;
}

/** Nobody writes more by hand, and each is a request or two. */
const mostDocuments = 50;
/** An alias that stands for aliases grows without measure. */
const mostAliases = 100;

/**
 * kubectl reads YAML 1.1, in which `yes` is true; but what looks like a time stays a text, and there
 * are no other types than those of JSON.
 */
const customTags = (tags: Tags): Tags =>
  tags.filter(
    (tag) =>
      typeof tag === "string" ||
      !(
        /:(binary|omap|pairs|set|timestamp)$/.test(tag.tag) ||
        ("format" in tag && tag.format === "TIME")
      ),
  );

/** The documents of a text, without those that are empty; or what is wrong with the text. */
export function yamlDocuments(
  yaml: string,
): { readonly documents: readonly YamlDocument[] } | { readonly problems: CreationProblem[] } {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(yaml, {
    version: "1.1",
    customTags,
    uniqueKeys: true,
    lineCounter: lines,
  });
  const all: readonly Document[] = "empty" in parsed ? [] : parsed;
  const faults = all.flatMap(({ errors }) => errors);
  if (faults.length > 0) {
    return {
      problems: faults.map(({ message, linePos }) => ({
        line: linePos?.[0].line ?? null,
        message: `${message.split(/ at line \d+|\n/, 1)[0]}.`.replace(/\.\.$/, "."),
      })),
    };
  }
  const filled = all.filter(({ contents }) => contents !== null && !isNull(contents));
  if (filled.length > mostDocuments) {
    const message = text("There are {count} documents; {most} is the most at once.", {
      count: filled.length,
      most: mostDocuments,
    });
    return { problems: [{ line: lineOf(filled[mostDocuments]?.contents, lines), message }] };
  }
  const documents: YamlDocument[] = [];
  for (const document of filled) {
    const line = lineOf(document.contents, lines) ?? 1;
    try {
      const value: unknown = document.toJS({ maxAliasCount: mostAliases });
      documents.push({ value, line, lineOf: (path) => fieldLine(document, lines, path) });
    } catch {
      return { problems: [{ line, message: text("Its aliases stand for too much.") }] };
    }
  }
  return { documents };
}

/** An empty document, or one of comments alone, is null. */
function isNull(contents: unknown): boolean {
  return (contents as { value?: unknown }).value === null;
}
