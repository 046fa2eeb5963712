import type { Clock } from "#lib/time/clock";
import { admin } from "../../api/access.ts";
import { ApiServer } from "../../api/api-server.ts";
import { inProcessClient } from "../../api/in-process-client.ts";
import type { KubernetesApi } from "../../api/resource.ts";
import type { ApiClient } from "../../api-client.ts";
import type { ApiObject, Plural } from "../../objects.ts";
import { instant } from "../workloads.ts";

/** The API server with a namespace to work in, and a say in what it refuses. */
export class ServedApi {
  readonly client: ApiClient;
  readonly #server: ApiServer;
  /** Refuses to create or to get when it returns a failure. */
  refuse: (plural: Plural, verb: "create" | "get") => Error | undefined = () => undefined;

  constructor(clock: Clock, kubernetesApi: KubernetesApi, namespace: string) {
    let seed = 0;
    this.#server = new ApiServer({
      clock,
      kubernetesApi,
      logs: { lines: () => undefined, follow: () => () => {} },
      users: new Map([["token", admin]]),
      // The same names in each run of a test.
      random: () => {
        seed = (seed * 16_807 + 11) % 2_147_483_647;
        return seed / 2_147_483_647;
      },
    });
    this.#server.storage.put("namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: namespace,
        uid: "namespace",
        resourceVersion: "",
        creationTimestamp: instant(clock.now()),
      },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    });
    const client = inProcessClient(this.#server, "token");
    this.client = {
      ...client,
      create: async (plural, namespace, object) => {
        this.#check(plural, "create");
        return client.create(plural, namespace, object);
      },
      get: async (plural, namespace, name) => {
        this.#check(plural, "get");
        return client.get(plural, namespace, name);
      },
      // As over a network, what was written is heard of a little later.
      async *watch(...asked) {
        for await (const event of client.watch(...asked)) {
          await new Promise(setImmediate);
          yield event;
        }
      },
    };
  }

  #check(plural: Plural, verb: "create" | "get"): void {
    const refused = this.refuse(plural, verb);
    if (refused) throw refused;
  }

  /** Everything of a kind at this moment. */
  all(plural: Plural): ApiObject[] {
    return this.#server.storage.list(plural, null);
  }

  /** What the scheduler does: a Pod's node can be set once. */
  bind(pod: ApiObject): void {
    if (pod.spec.nodeName) return;
    this.#server.storage.put("pods", { ...pod, spec: { ...pod.spec, nodeName: "node" } });
  }

  /** Tells of every change at once, as a watcher would see it later. */
  listen(plural: Plural, heard: (type: string, object: ApiObject) => void): void {
    const { storage } = this.#server;
    let seen = storage.version;
    storage.listen(plural, () => {
      for (const { type, object } of storage.changes(plural, seen) ?? []) heard(type, object);
      seen = storage.version;
    });
  }
}
