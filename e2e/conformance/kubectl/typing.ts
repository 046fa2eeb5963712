import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../cluster/api.ts";
import { test as base, expect, orSkip, terminalOn } from "../fixtures.ts";
import type { Printed, Terminal } from "../terminal.ts";
import { articleJob } from "./article.ts";
import { normalForm } from "./normal-form.ts";

/**
 * Types `kubectl ARGS` and gives what is on the screen then, in its normal form: standard output,
 * then standard error, and `[exit N]` for what failed.
 */
export type Type = (
  args: string,
  input?: string,
  environment?: Readonly<Record<string, string>>,
) => Promise<string>;

interface TestFixtures {
  type: Type;
  /** The same in the namespace `finished`. */
  look: Type;
}

interface WorkerFixtures {
  /** A namespace in which the article's Job has run. Cases look at it and leave it as it is. */
  finished: string;
  /** The cluster's nodes, each of which is NODE in a normal form. */
  nodes: readonly string[];
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  nodes: [
    async ({ api }, use) => {
      const { body } = await api.get("/api/v1/nodes");
      const { items } = body as { items: { metadata: { name: string } }[] };
      await use(items.map(({ metadata }) => metadata.name));
    },
    { scope: "worker" },
  ],
  finished: [
    async ({ cluster }, use) => {
      const namespace = await cluster.createNamespace();
      const terminal = terminalOn(cluster, namespace);
      if (terminal) {
        await terminal.kubectl("apply -f -", articleJob);
        await terminal.kubectl("wait --for=condition=complete job/echo --timeout=60s");
        await settled(cluster.api, namespace);
      }
      await use(namespace);
    },
    { scope: "worker", timeout: 90_000 },
  ],
  type: ({ terminal, namespace, nodes }, use) => use(typing(terminal, namespace, nodes)),
  look: ({ cluster, finished, nodes }, use) =>
    use(typing(orSkip(terminalOn(cluster, finished)), finished, nodes)),
});

export { expect };

function typing(terminal: Terminal, namespace: string, nodes: readonly string[]): Type {
  const known = namesOf(namespace, nodes);
  return async (args, input, environment) =>
    screen(await terminal.kubectl(args, input, environment), known);
}

/** What to give to `normalForm`. */
export function namesOf(namespace: string, nodes: readonly string[]): Record<string, string> {
  return Object.fromEntries([
    [namespace, "NAMESPACE"],
    ...nodes.map((node): [string, string] => [node, "NODE"]),
  ]);
}

function screen({ stdout, stderr, code }: Printed, known: Record<string, string>): string {
  const shown = normalForm(stdout + stderr, known).replace(/\n$/, "");
  return code === 0 ? shown : `${shown}\n[exit ${code}]`;
}

/** Waits for what comes a moment after the Job's end: its event, and the end of the Pod's sandbox. */
async function settled(api: Api, namespace: string): Promise<void> {
  for (;;) {
    const events = await itemsOf(api, `/api/v1/namespaces/${namespace}/events`);
    const [pod] = await itemsOf(api, `/api/v1/namespaces/${namespace}/pods`);
    const isGone = pod?.status?.conditions?.some(
      ({ type, status }) => type === "PodReadyToStartContainers" && status === "False",
    );
    if (isGone && events.some(({ reason }) => reason === "Completed")) return;
    await delay(100);
  }
}

interface Item {
  readonly reason?: string;
  readonly status?: { readonly conditions?: readonly { type: string; status: string }[] };
}

async function itemsOf(api: Api, path: string): Promise<readonly Item[]> {
  return ((await api.get(path)).body as { items: Item[] }).items;
}

/** The lines of a screen. */
export const lines = (...each: readonly string[]): string => each.join("\n");
