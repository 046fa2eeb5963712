import { isScalar, LineCounter, parseAllDocuments, visit, type YAMLError } from "yaml";

/** What is wrong with a text as YAML, in the words of the API server's parser where they are known. */
export class YamlFault extends Error {}

/** The first document, with what is said of keys that are there twice, of which the last one counts. */
export function readYaml(text: string): { value: unknown; duplicates: string[] } {
  const lineCounter = new LineCounter();
  const options = { version: "1.1", uniqueKeys: false, lineCounter } as const;
  const documents = parseAllDocuments(text, options);
  const document = "empty" in documents ? undefined : documents[0];
  if (!document) return { value: null, duplicates: [] };
  const fault = document.errors[0];
  if (fault) throw new YamlFault(told(fault));
  const duplicates: string[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          const { line } = lineCounter.linePos(key.range?.[0] ?? 0);
          duplicates.push(`line ${line}: key ${JSON.stringify(key.value)} already set in map`);
        }
        seen.add(key.value);
      }
    },
  });
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), duplicates };
  } catch {
    throw new YamlFault("document contains excessive aliasing");
  }
}

function told({ code, message, linePos }: YAMLError): string {
  if (code === "TAB_AS_INDENT") {
    return `line ${linePos?.[0].line}: found character that cannot start any token`;
  }
  if (code === "BLOCK_AS_IMPLICIT_KEY" || /nested mappings/i.test(message)) {
    return "mapping values are not allowed in this context";
  }
  return (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
}
