import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { parse } from "yaml";

// biome-ignore lint/suspicious/noExplicitAny: objects of the API as they come
export type Json = any;

/** The API server of a kubeconfig, over HTTPS with kept connections, without a client's own work. */
export class BenchApi {
  readonly #agent: Agent;
  readonly #server: string;
  readonly #token: string;

  constructor(kubeconfig: string) {
    const { clusters, users } = parse(readFileSync(kubeconfig, "utf8"));
    const { server, "certificate-authority-data": ca } = clusters[0].cluster;
    this.#server = server;
    this.#token = users[0].user.token;
    const connect = { ca: Buffer.from(ca, "base64").toString() };
    this.#agent = new Agent({ connect, bodyTimeout: 0, headersTimeout: 0 });
  }

  /** The body as it came. @throws Error for any answer but a success. */
  async text(
    method: "GET" | "POST" | "PATCH",
    path: string,
    body?: object,
    accept = "application/json",
  ): Promise<string> {
    const patch = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const response = await request(`${this.#server}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        accept,
        authorization: `Bearer ${this.#token}`,
        ...(body && { "content-type": patch }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    if (response.statusCode < 300) return text;
    throw new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`);
  }

  async send(method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<Json> {
    return JSON.parse(await this.text(method, path, body));
  }

  /** Follows a watch until the signal; `heard` is told of each object with the moment it came. */
  async watch(
    path: string,
    heard: (object: Json, at: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { body } = await request(`${this.#server}${path}`, {
      dispatcher: this.#agent,
      headers: { accept: "application/json", authorization: `Bearer ${this.#token}` },
      signal,
    });
    const read = async () => {
      let rest = "";
      for await (const chunk of body.setEncoding("utf8")) {
        const at = performance.now();
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) heard(JSON.parse(line).object, at);
      }
    };
    read().catch(() => {});
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
