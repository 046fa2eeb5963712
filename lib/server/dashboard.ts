import type { ApiError } from "#lib/api/errors";
import type { ClusterInfo, Heartbeat } from "#lib/api/frames";
import { type Client, createClient } from "#lib/kubernetes/client";
import type { ClusterCredential } from "#lib/kubernetes/credential";
import { type KubeconfigOptions, loadKubeconfig } from "#lib/kubernetes/kubeconfig";
import { errorResponse, RequestError, toApiError } from "#lib/server/api-error";
import { act } from "#lib/server/endpoints/actions";
import type { Endpoint, EndpointContext } from "#lib/server/endpoints/endpoint";
import { answerEvents } from "#lib/server/endpoints/events";
import { answerLogs } from "#lib/server/endpoints/logs";
import { answerManifest } from "#lib/server/endpoints/manifest";
import { answerWatch } from "#lib/server/endpoints/watch";
import { instant } from "#lib/server/feed";
import { InformerPool } from "#lib/server/informer-pool";
import { openSink, type Sink } from "#lib/server/sse";
import type { Viewer } from "#lib/server/viewer";
import type { Clock } from "#lib/time/clock";

export interface DashboardOptions extends KubeconfigOptions {
  /** `-n`; wins over the context's namespace. */
  readonly namespace?: string;
  /** `-A`. */
  readonly allNamespaces?: boolean;
  readonly readOnly?: boolean;
  readonly embedded?: boolean;
  readonly clock: Clock;
  /** What is wrong with a request's session or origin; null when it may pass. */
  readonly refuse: (request: Request) => ApiError | null;
  /** Told of failures nobody waits for. */
  readonly onError: (error: unknown) => void;
  /** Told in a line when the cluster cannot be reached, and when it was. */
  readonly onCluster: (line: string) => void;
}

const endpoints = {
  watch: answerWatch,
  logs: answerLogs,
  actions: act,
  manifest: answerManifest,
  events: answerEvents,
} satisfies Record<string, Endpoint>;

/** More streams than this would starve the rest of the process. */
const maxStreams = 1000;

/**
 * Everything behind the routes, made once per process. It holds the one local viewer, the informers
 * by authorization group, and every open stream, so that a shutdown can end them.
 */
export class Dashboard {
  readonly #options: DashboardOptions;
  readonly #credential: ClusterCredential;
  readonly #viewer: Viewer;
  readonly #pools = new Map<string, InformerPool>();
  readonly #sinks = new Set<Sink>();
  #closed = false;
  #trouble: string | null = null;

  constructor(options: DashboardOptions, credential: ClusterCredential, client: Client) {
    this.#options = options;
    this.#credential = credential;
    this.#viewer = { authorizationGroup: "local", client };
    this.#pool(this.#viewer);
  }

  /** Answers one request of a route; never throws. The check of who asks comes before all else. */
  async answer(endpoint: keyof typeof endpoints, request: Request): Promise<Response> {
    try {
      const refused = this.#options.refuse(request);
      if (refused) return errorResponse(refused);
      return await endpoints[endpoint](this.#context(), this.#viewer, request);
    } catch (error) {
      const answer = toApiError(error);
      // Of a browser that has left, what was under way fails: that is no defect.
      const left = request.signal.aborted;
      if (answer.code === "internal" && !left) this.#options.onError(error);
      return errorResponse(answer, answer.code === "too-many" ? 5 : undefined);
    }
  }

  /** A cluster has answered. */
  ready(): boolean {
    return this.#pool(this.#viewer).discovery.state.state === "reached";
  }

  /** Ends every stream and lets go of the cluster. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const sink of this.#sinks) sink.end();
    for (const pool of this.#pools.values()) pool.stop();
    await this.#viewer.client.close();
  }

  #pool(viewer: Viewer): InformerPool {
    const known = this.#pools.get(viewer.authorizationGroup);
    if (known) return known;
    const pool = new InformerPool(viewer.client, this.#options.clock, this.#options.onError);
    this.#pools.set(viewer.authorizationGroup, pool);
    pool.discovery.subscribe(() => this.#report(pool));
    void pool.discovery.run();
    return pool;
  }

  #report({ discovery: { state } }: InformerPool): void {
    const where = `${this.#credential.server.origin} (context ${this.#credential.context})`;
    if (state.state === "reached") {
      if (this.#trouble !== null) this.#options.onCluster(`Reached ${where}.`);
    } else if (state.message !== null && state.message !== this.#trouble) {
      this.#trouble = state.message;
      this.#options.onCluster(`Cannot reach ${where}: ${state.message}. Trying on.`);
    }
  }

  #context(): EndpointContext {
    const { clock, readOnly = false, allNamespaces = false, namespace, onError } = this.#options;
    const contextNamespace = namespace ?? this.#credential.namespace;
    const serverNow = () => clock.now() + this.#viewer.client.serverTimeOffset();
    return {
      clock,
      readOnly,
      contextNamespace,
      fallback: namespace !== undefined && !allNamespaces ? [namespace] : "*",
      serverNow,
      onError,
      pool: (viewer) => this.#pool(viewer),
      cluster: () => this.#cluster(contextNamespace),
      openStream: (signal) => {
        if (this.#closed || this.#sinks.size >= maxStreams) {
          throw new RequestError(
            "too-many",
            this.#closed ? "Batchboard is stopping." : `${maxStreams} streams are open already.`,
            "Close a tab that is not needed, then retry.",
          );
        }
        const heartbeat = (): Heartbeat => ({ type: "heartbeat", now: instant(serverNow()) });
        const opened = openSink(clock, signal, () => JSON.stringify(heartbeat()));
        const { sink } = opened;
        // The browser may have left already; nothing would tell of it a second time.
        if (sink.signal.aborted) return opened;
        this.#sinks.add(sink);
        sink.signal.addEventListener("abort", () => this.#sinks.delete(sink), { once: true });
        return opened;
      },
    };
  }

  #cluster(defaultNamespace: string): ClusterInfo {
    const { context, cluster, insecure } = this.#credential;
    const discovered = this.#pool(this.#viewer).discovery.state;
    return {
      context,
      cluster,
      version: discovered.state === "reached" ? discovered.version : null,
      embedded: this.#options.embedded ?? false,
      readOnly: this.#options.readOnly ?? false,
      defaultNamespace,
      insecure,
    };
  }
}

/**
 * Reads the kubeconfig and begins to ask its cluster. An unreachable cluster is no error: it is
 * shown, and asked again.
 *
 * @throws KubeconfigError when there is no cluster to ask.
 */
export function createDashboard(options: DashboardOptions): Dashboard {
  const credential = loadKubeconfig(options);
  return new Dashboard(options, credential, createClient(credential, { clock: options.clock }));
}
