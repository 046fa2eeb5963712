import { ManualClock } from "#lib/time/clock";
import type { ContainerLogs } from "../../container-logs.ts";
import type { ApiObject } from "../../objects.ts";
import { admin, viewer } from "../access.ts";
import { ApiServer } from "../api-server.ts";
import type { KubernetesApi } from "../resource.ts";

export interface Called {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The JSON of the answer, or its text where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API server says
  readonly body: any;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly token?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API server with the namespace `shop`, as a client without a socket sees it. */
export class Served {
  readonly clock = new ManualClock();
  readonly server: ApiServer;

  constructor(
    options: {
      readonly kubernetesApi?: KubernetesApi;
      readonly logs?: ContainerLogs;
    } = {},
  ) {
    let seed = 1;
    this.server = new ApiServer({
      clock: this.clock,
      logs: options.logs ?? { lines: () => undefined, follow: () => () => {} },
      users: new Map([
        ["admin", admin],
        ["viewer", viewer(["shop"])],
      ]),
      ...(options.kubernetesApi && { kubernetesApi: options.kubernetesApi }),
      random: () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return seed / 2_147_483_647;
      },
    });
    this.call("POST", "/api/v1/namespaces", { body: { metadata: { name: "shop" } } });
  }

  call(method: string, url: string, options: CallOptions = {}): Called {
    const { status, headers, body } = this.#handle(method, url, options);
    if (typeof body !== "string") throw new Error("the answer is a stream");
    try {
      return { status, headers, body: JSON.parse(body) };
    } catch {
      return { status, headers, body };
    }
  }

  /** Opens a watch or a followed log. */
  stream(url: string, options: CallOptions = {}): Stream {
    const { body } = this.#handle("GET", url, options);
    if (typeof body === "string") throw new Error(`no stream but ${body}`);
    return new Stream(body[Symbol.asyncIterator]());
  }

  create(url: string, body: object): ApiObject {
    const created = this.call("POST", url, { body });
    if (created.status !== 201) throw new Error(created.body.message);
    return created.body;
  }

  #handle(method: string, url: string, options: CallOptions) {
    const { body, type, accept, token = "admin", host = "127.0.0.1:6443", headers } = options;
    const content =
      typeof body === "string" || body instanceof Uint8Array
        ? body
        : body === undefined
          ? ""
          : JSON.stringify(body);
    return this.server.handle({
      method,
      url,
      body: content,
      headers: {
        host,
        ...(token && { authorization: `Bearer ${token}` }),
        ...(accept && { accept }),
        ...(body !== undefined && { "content-type": type ?? "application/json" }),
        ...headers,
      },
    });
  }
}

/** The lines of a stream, read as they come. */
export class Stream {
  readonly #pieces: AsyncIterator<string>;

  constructor(pieces: AsyncIterator<string>) {
    this.#pieces = pieces;
  }

  /** The next lines; null at the end. */
  async lines(): Promise<string[] | null> {
    const { done, value } = await this.#pieces.next();
    return done ? null : value.split("\n").filter((line: string) => line !== "");
  }

  // biome-ignore lint/suspicious/noExplicitAny: events of any kind
  async events(): Promise<any[] | null> {
    return (await this.lines())?.map((line) => JSON.parse(line)) ?? null;
  }

  /** Type and name of each of the next events. */
  async told(): Promise<string[] | null> {
    const events = await this.events();
    return events?.map(({ type, object }) => `${type} ${object.metadata?.name ?? ""}`) ?? null;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}

export const jobs = "/apis/batch/v1/namespaces/shop/jobs";
export const cronJobs = "/apis/batch/v1/namespaces/shop/cronjobs";
export const pods = "/api/v1/namespaces/shop/pods";

export const podSpec = {
  restartPolicy: "Never",
  containers: [{ name: "main", image: "busybox:1.36" }],
};

export const job = (name: string, spec: object = {}, metadata: object = {}) => ({
  metadata: { name, ...metadata },
  spec: { template: { spec: podSpec }, ...spec },
});

export const cronJob = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: {
    schedule: "0 3 * * *",
    jobTemplate: { spec: { template: { spec: podSpec } } },
    ...spec,
  },
});

export const mergePatch = "application/merge-patch+json";
export const strategicMergePatch = "application/strategic-merge-patch+json";
export const jsonPatch = "application/json-patch+json";
