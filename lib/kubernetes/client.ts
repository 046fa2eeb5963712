import { connectionError } from "#lib/kubernetes/connection-failure";
import type { ClusterCredential } from "#lib/kubernetes/credential";
import type {
  CreateOptions,
  DeleteOptions,
  ListOptions,
  LogOptions,
  Page,
  ReviewAttributes,
  WatchOptions,
} from "#lib/kubernetes/request-options";
import { pods, type Resource, UnreadableObject } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import { Transport, type TransportOptions, type TransportRequest } from "#lib/kubernetes/transport";
import { collectionPath, objectPath, reviewPaths } from "#lib/kubernetes/url";
import { type WatchEvent, watchEvents } from "#lib/kubernetes/watch-event";

/** What is answered from memory is answered within this, or not at all. */
const briefMs = 5_000;

/**
 * The verbs we use of the Kubernetes API. Every one of them throws StatusError when the API server
 * refuses and ConnectionError when it cannot be asked; an aborted signal throws its reason.
 */
export class Client {
  readonly #transport: Transport;
  readonly #credential: ClusterCredential;

  constructor(credential: ClusterCredential, options: TransportOptions) {
    this.#transport = new Transport(credential, options);
    this.#credential = credential;
  }

  /** Milliseconds to add to our clock for the API server's. */
  serverTimeOffset(): number {
    return this.#transport.serverTimeOffset;
  }

  async list<T>(
    resource: Resource<T>,
    options: ListOptions,
    signal?: AbortSignal,
  ): Promise<Page<T>> {
    const { namespace = null, ...query } = options;
    const raw = (await this.#json(
      { path: collectionPath(resource, namespace), query: { ...query } },
      signal,
    )) as RawList;
    const items: T[] = [];
    let unreadable = 0;
    for (const item of raw.items ?? []) {
      try {
        items.push(resource.reduce(item));
      } catch (error) {
        if (!(error instanceof UnreadableObject)) throw error;
        unreadable += 1;
      }
    }
    return {
      items,
      resourceVersion: raw.metadata?.resourceVersion ?? "",
      continue: raw.metadata?.continue ?? "",
      remaining: raw.metadata?.remainingItemCount ?? null,
      unreadable,
    };
  }

  /** Resolves once the watch is open. `heard` is called with every sign of life. */
  async watch<T>(
    resource: Resource<T>,
    options: WatchOptions,
    signal: AbortSignal,
    heard: () => void = () => {},
  ): Promise<AsyncGenerator<WatchEvent<T>>> {
    const { namespace = null, sendInitialEvents, ...query } = options;
    const { body, cleared } = await this.#transport.request(
      {
        method: "GET",
        stream: true,
        path: collectionPath(resource, namespace),
        query: {
          ...query,
          watch: true,
          allowWatchBookmarks: true,
          ...(sendInitialEvents
            ? { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" }
            : {}),
        },
      },
      signal,
    );
    const { observer } = this.#transport;
    return watchEvents(this.#stream(body, signal, heard), resource, observer, cleared);
  }

  async get<T>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<T> {
    return resource.reduce(await this.getRaw(resource, namespace, name, signal));
  }

  /** The whole object, as the API server sends it. */
  async getRaw(
    resource: Resource<unknown>,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<unknown> {
    return await this.#json({ path: objectPath(resource, namespace, name) }, signal);
  }

  /** A merge patch (RFC 7386) of one object. Sent again only after a 401, which did nothing. */
  async patch<T>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    body: object,
    signal?: AbortSignal,
  ): Promise<T> {
    const patched = await this.#json(
      {
        method: "PATCH",
        path: objectPath(resource, namespace, name),
        body,
        contentType: "application/merge-patch+json",
      },
      signal,
    );
    return resource.reduce(patched);
  }

  /** Creates an object; gives it as the API server made it, whole. Sent again only after a 401. */
  async create(
    resource: Resource<unknown>,
    namespace: string,
    object: object,
    options: CreateOptions = {},
    signal?: AbortSignal,
  ): Promise<unknown> {
    return await this.#json(
      {
        method: "POST",
        path: collectionPath(resource, namespace),
        query: { ...options },
        body: object,
      },
      signal,
    );
  }

  /**
   * Deletes the one object that has this uid. Sent again only after a 401. Its answer is the object
   * where something still holds it, else a Status: neither says more than that it was taken.
   */
  async delete(
    resource: Resource<unknown>,
    namespace: string,
    name: string,
    { propagationPolicy, uid, dryRun }: DeleteOptions,
    signal?: AbortSignal,
  ): Promise<void> {
    const path = objectPath(resource, namespace, name);
    const body = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy,
      preconditions: { uid },
      ...(dryRun ? { dryRun: [dryRun] } : {}),
    };
    await this.#json({ method: "DELETE", path, body }, signal);
  }

  /** The bytes of a container's log; 204 has none, for the Pod is not on a node yet. */
  async log(
    namespace: string,
    pod: string,
    options: LogOptions,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly body: AsyncIterable<Uint8Array> }> {
    const { status, body } = await this.#transport.request(
      {
        method: "GET",
        path: objectPath(pods, namespace, pod, "log"),
        query: { ...options },
        accept: "*/*",
        // Of a container that is silent an older API server sends not even the headers.
        ...(options.follow ? { stream: true, timeoutMs: 0 } : {}),
      },
      signal,
    );
    return { status, body: this.#stream(body, signal) };
  }

  /** Whether the caller may do this (SelfSubjectAccessReview); no opinion is no. */
  async review(attributes: ReviewAttributes, signal?: AbortSignal): Promise<{ allowed: boolean }> {
    const answer = (await this.#json(
      {
        method: "POST",
        path: reviewPaths.access,
        body: {
          apiVersion: "authorization.k8s.io/v1",
          kind: "SelfSubjectAccessReview",
          spec: { resourceAttributes: attributes },
        },
      },
      signal,
    )) as { status?: { allowed?: boolean } };
    return { allowed: answer.status?.allowed === true };
  }

  /** The API server's name for the caller (SelfSubjectReview, since 1.28); null where it tells none. */
  async whoAmI(signal?: AbortSignal): Promise<string | null> {
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    const asked = { method: "POST", path: reviewPaths.identity, body, timeoutMs: briefMs } as const;
    const answer = (await this.#json(asked, signal).catch((error: unknown) => {
      if (error instanceof StatusError && (error.code === 403 || error.code === 404)) return {};
      throw error;
    })) as { status?: { userInfo?: { username?: unknown } } };
    const name = answer.status?.userInfo?.username;
    return typeof name === "string" && name !== "" ? name : null;
  }

  /** `/version`: shown, never parsed. Also the cheapest question there is. */
  async version(signal?: AbortSignal): Promise<{ gitVersion: string }> {
    const answer = (await this.#json({ path: "/version", timeoutMs: briefMs }, signal)) as {
      gitVersion?: string;
    };
    return { gitVersion: answer.gitVersion ?? "" };
  }

  /** Which CronJobs are served: by discovery, never by a version text. */
  async discover(signal?: AbortSignal): Promise<{ cronJobs: "v1" | "v1beta1" | null }> {
    for (const version of ["v1", "v1beta1"] as const) {
      const asked = { path: `/apis/batch/${version}`, timeoutMs: briefMs };
      const list = (await this.#json(asked, signal).catch((error: unknown) => {
        if (error instanceof StatusError && error.code === 404) return {};
        throw error;
      })) as { resources?: { name?: string }[] };
      if (list.resources?.some(({ name }) => name === "cronjobs")) return { cronJobs: version };
    }
    return { cronJobs: null };
  }

  /** The version a group of resources is best asked in; null where the cluster does not serve it. */
  async preferredVersion(group: "kueue.x-k8s.io", signal?: AbortSignal): Promise<string | null> {
    const asked = { path: `/apis/${group}`, timeoutMs: briefMs };
    const answer = (await this.#json(asked, signal).catch((error: unknown) => {
      if (error instanceof StatusError && error.code === 404) return {};
      throw error;
    })) as { preferredVersion?: { version?: unknown } };
    const version = answer.preferredVersion?.version;
    return typeof version === "string" && /^v\d+((alpha|beta)\d+)?$/.test(version) ? version : null;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** An answer that broke off. */
  #lost(error: unknown): Error {
    return connectionError(error, this.#credential.server, this.#credential.proxyUrl);
  }

  #json(request: Partial<TransportRequest> & { path: string }, signal?: AbortSignal) {
    return this.#transport.json({ method: "GET", ...request }, signal);
  }

  /** The bytes as they come, each chunk reported as a sign of life. */
  async *#stream(
    body: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
    heard: () => void = () => {},
  ): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        heard();
        yield chunk;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw this.#lost(error);
    }
  }
}

interface RawList {
  readonly items?: readonly unknown[] | null;
  readonly metadata?: {
    readonly resourceVersion?: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

export function createClient(credential: ClusterCredential, options: TransportOptions): Client {
  return new Client(credential, options);
}
