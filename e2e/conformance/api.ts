import { readFileSync } from "node:fs";
import { Agent, fetch, type RequestInit } from "undici";
import { parse } from "yaml";

/** The parts of a kubeconfig this suite can use: the current context with a certificate or token. */
interface Kubeconfig {
  readonly "current-context": string;
  readonly contexts: { name: string; context: { cluster: string; user: string } }[];
  readonly clusters: { name: string; cluster: Record<string, string> }[];
  readonly users: { name: string; user: Record<string, string> }[];
}

/** An answer with the moments, by the API server's clock, between which it was made. */
export interface Answer {
  readonly body: unknown;
  readonly earliestMs: number;
  readonly latestMs: number;
}

export interface Send {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
}

const mergePatch = "application/merge-patch+json";

/** The API server as any client sees it, apart from the dashboard's own client. */
export class Api {
  readonly #server: string;
  readonly #agent: Agent;
  readonly #headers: Record<string, string>;

  constructor(kubeconfig: string) {
    const config = parse(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
    const context = named(config.contexts, config["current-context"]).context;
    const cluster = named(config.clusters, context.cluster).cluster;
    const user = named(config.users, context.user).user;
    const connect = {
      ...optional("ca", secret(cluster, "certificate-authority")),
      ...optional("cert", secret(user, "client-certificate")),
      ...optional("key", secret(user, "client-key")),
      ...optional("servername", cluster["tls-server-name"]),
    };
    this.#server = cluster.server ?? "";
    this.#agent = new Agent({ connect, bodyTimeout: 0 });
    this.#headers = user.token ? { authorization: `Bearer ${user.token}` } : {};
  }

  /** @throws Error with the API server's own message for any answer but a success. */
  async send(method: string, path: string, { body, type, accept }: Send = {}): Promise<Answer> {
    const begun = performance.now();
    const response = await this.#fetch(method, path, {
      headers: {
        accept: accept ?? "application/json",
        ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The Date header is the end of the work, cut to its second.
    const date = Date.parse(response.headers.get("date") ?? "");
    const answer: unknown = await response.json();
    return {
      body: answer,
      earliestMs: date - (performance.now() - begun),
      latestMs: date + 999,
    };
  }

  get(path: string, accept?: string): Promise<Answer> {
    return this.send("GET", path, accept === undefined ? {} : { accept });
  }

  create(path: string, body: unknown): Promise<Answer> {
    return this.send("POST", path, { body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send("PATCH", path, { body, type: mergePatch });
  }

  delete(path: string, body: unknown = {}): Promise<Answer> {
    return this.send("DELETE", path, { body });
  }

  /** The events of a watch, until the API server ends it or the signal aborts. */
  async *watch(path: string, accept: string, signal: AbortSignal): AsyncGenerator<Answer> {
    const response = await this.#fetch("GET", path, { headers: { accept }, signal });
    const skewMs = Date.parse(response.headers.get("date") ?? "") - Date.now();
    if (!response.body) return;
    const decoder = new TextDecoder();
    let rest = "";
    for await (const bytes of response.body) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      // The Date header is cut to its second, and an event may have waited in a queue.
      const now = Date.now() + skewMs;
      for (const line of lines) {
        yield { body: JSON.parse(line), earliestMs: now - 3000, latestMs: now + 1999 };
      }
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #fetch(
    method: string,
    path: string,
    init: RequestInit & { headers: Record<string, string> },
  ) {
    const response = await fetch(this.#server + path, {
      ...init,
      method,
      headers: { ...this.#headers, ...init.headers },
      dispatcher: this.#agent,
    });
    if (response.ok) return response;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
}

function named<T extends { name: string }>(items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (!found) throw new Error(`the kubeconfig has no entry "${name}"`);
  return found;
}

/** Inline and base64, or the path of a file. */
function secret(from: Record<string, string>, name: string): string | undefined {
  const data = from[`${name}-data`];
  if (data !== undefined) return Buffer.from(data, "base64").toString();
  return from[name] === undefined ? undefined : readFileSync(from[name], "utf8");
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}
