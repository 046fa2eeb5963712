import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseLine } from "#lib/line/parse-line";
import { isRefusal } from "#lib/line/refusal";
import { inEnglish } from "#lib/texts/wording";

interface Verdict {
  readonly line: string;
  readonly refused: string | null;
  readonly asked: readonly string[];
}

/** What kubectl 1.37 made of each line, recorded by e2e/recordings/lines/record.ts. */
const verdicts: readonly Verdict[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "testdata/verdicts.json"), "utf8"),
);

/** What kubectl could only refuse for what it found in files, in its kubeconfig, or by more than a grammar. */
const found = [
  "the path ",
  "must build at directory",
  "Error in configuration: context was not found",
  "no context exists with the name",
  "context nowhere not found",
  "--output yaml is not available in kubectl config get-contexts",
  "stat missing",
  'unable to parse "nonsense: ["',
];

/** Selectors, which kubectl leaves to the API server to refuse. */
const refusedByServer = [
  "kubectl get jobs -l 'a=b,'",
  "kubectl get jobs -l '=a'",
  "kubectl get jobs -l 'a in b'",
  "kubectl get jobs -l 'a b'",
  "kubectl logs -l 'a in b'",
];

describe("a line is taken, or refused in the same words, as kubectl does:", () => {
  it.each(verdicts)("$line", ({ line, refused }) => {
    const read = parseLine(line);
    const [said] = isRefusal(read) ? inEnglish(read.message).split("\n") : ["taken"];
    const kind = isRefusal(read) ? read.kind : "taken";
    if (refusedByServer.includes(line)) expect(kind).toBe("argument");
    else if (refused === null || found.some((start) => refused.startsWith(start))) {
      expect(kind).toMatch(/^(taken|beyond)$/);
    } else expect(said).toBe(refused.split("\n")[0]);
  });
});

describe("a line asks for what kubectl asks for:", () => {
  const lists = verdicts.filter(({ line, asked }) => /\bget\b/.test(line) && asked.length > 0);

  it.each(lists)("$line", ({ line, asked }) => {
    const read = parseLine(line);
    if (isRefusal(read) || read.command.verb !== "get") return;
    const { of, allNamespaces, namespace, selector, fieldSelector } = read.command;
    const where = allNamespaces ? "" : `/namespaces/${namespace ?? "default"}`;
    const base = (resource: string) =>
      `${resource === "pods" ? "/api/v1" : "/apis/batch/v1"}${where}/${resource}`;
    const paths =
      "tables" in of
        ? of.tables.map(base)
        : of.objects.map(({ resource, name }) => `${base(resource)}/${name}`);
    const urls = asked.map((request) => new URL(request.replace("GET ", ""), "http://host"));
    expect(new Set(paths)).toEqual(new Set(urls.map(({ pathname }) => pathname)));
    for (const { searchParams } of urls.filter(() => "tables" in of)) {
      expect(searchParams.get("labelSelector") ?? "").toBe(selector);
      expect(searchParams.get("fieldSelector") ?? "").toBe(fieldSelector);
    }
  });
});
