import { describe, expect, it } from "vitest";
import { completions, type Known } from "#lib/line/completions";

const known: Known = {
  names: [
    {
      resource: "jobs",
      namespace: "web",
      name: "load-1",
      failing: false,
      changed: "2026-03-10T12:00:00Z",
    },
    {
      resource: "jobs",
      namespace: "web",
      name: "load-2",
      failing: false,
      changed: "2026-03-10T13:00:00Z",
    },
    {
      resource: "jobs",
      namespace: "web",
      name: "load-0",
      failing: true,
      changed: "2026-03-10T11:00:00Z",
    },
    {
      resource: "pods",
      namespace: "pay",
      name: "ledger-a",
      failing: false,
      changed: "2026-03-10T11:00:00Z",
    },
    {
      resource: "cronjobs",
      namespace: "pay",
      name: "nightly",
      failing: false,
      changed: "2026-03-10T11:00:00Z",
    },
  ],
  namespaces: ["pay", "web"],
  contexts: ["here", "over there"],
  containers: ["main", "side"],
  labels: ["app=web", "tier=db"],
};

/** The completions of a text with the cursor at `|`, or at its end. */
function offered(marked: string): readonly string[] {
  const cursor = marked.includes("^") ? marked.indexOf("^") : marked.length;
  return completions(marked.replace("^", ""), cursor, known).map(({ text }) => text);
}

describe("what a word may become", () => {
  it.each([
    [
      "",
      [
        "get",
        "logs",
        "describe",
        "events",
        "create job",
        "patch",
        "delete",
        "config use-context",
        "auth can-i",
      ],
    ],
    ["kubectl de", ["describe", "delete"]],
    ["get c", ["cronjobs", "cronjob/nightly"]],
    ["get jobs ", ["load-0", "load-2", "load-1"]],
    ["get jobs load-0 load-1 ", ["load-0", "load-2", "load-1"]],
    ["get jobs -n pay ", []],
    ["get jobs -n ", ["pay", "web"]],
    ["get jobs --namespace=p", ["--namespace=pay"]],
    ["get jobs -o w^ -A", ["wide"]],
    ["get jobs --so", ["--sort-by"]],
    ["get pods -l a", ["app=web"]],
    ["logs l", ["ledger-a"]],
    ["logs job/load-", ["job/load-0", "job/load-2", "job/load-1"]],
    ["logs ledger-a -c ", ["main", "side"]],
    ["create job x --from=", ["--from=cronjob/nightly"]],
    ["delete job load-0 --cascade=o", ["--cascade=orphan"]],
    ["config use-context o", ["'over there'"]],
    ["get jobs -n 'we", []],
    ["get jobs | gr", []],
    ["get jobs # st", []],
  ])("%j: %j", (text, texts) => {
    expect(offered(text)).toEqual(texts);
  });

  it("replaces the word before the cursor", () => {
    expect(completions("get jobs -n p -A", 13, known)).toEqual([
      { text: "pay", at: { start: 12, end: 13 } },
    ]);
  });
});
