import type { Plural } from "../objects.ts";
import { type Controller, type ControllerContext, queueOf } from "./context.ts";
import type { Queue } from "./queue.ts";
import { refusedAs, unlessGone } from "./refusal.ts";

const contents: readonly Plural[] = [
  "cronjobs",
  "jobs",
  "pods",
  "configmaps",
  "secrets",
  "serviceaccounts",
  "events",
];

/** The real controller waits this long, so that every API server knows of the deletion. */
const graceMs = 5000;
const retryMs = 1000;

/** Empties namespaces that are Terminating, and lets them go when nothing is left. */
export class NamespaceController implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: Queue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = queueOf(context, "namespace-controller", (key) => this.#sync(key));
    context.informers.namespaces.listen((namespace) => {
      if (namespace?.metadata.deletionTimestamp === undefined) return;
      this.#queue.addAfter(namespace.metadata.name, graceMs);
    });
  }

  start(): void {
    this.#queue.start();
  }

  stop(): Promise<void> {
    return this.#queue.stop();
  }

  async #sync(name: string): Promise<number | undefined> {
    const { client, informers } = this.#context;
    if (informers.namespaces.get(name)?.metadata.deletionTimestamp === undefined) return;
    for (const plural of contents) {
      const { items } = await client.list(plural, name);
      for (const { metadata } of items) {
        if (metadata.deletionTimestamp !== undefined) continue;
        const options = { propagationPolicy: "Background" } as const;
        await unlessGone(client.delete(plural, name, metadata.name, options));
      }
    }
    for (const plural of contents) {
      if ((await client.list(plural, name)).items.length > 0) return retryMs;
    }
    try {
      const latest = await client.get("namespaces", null, name);
      const finalizers = (latest.spec?.finalizers ?? []).filter(
        (finalizer: string) => finalizer !== "kubernetes",
      );
      await client.update("namespaces", { ...latest, spec: { ...latest.spec, finalizers } });
    } catch (error) {
      if (!refusedAs(error, "NotFound")) throw error;
    }
    return undefined;
  }
}
