import { AsyncLocalStorage } from "node:async_hooks";
import type { ContextsAnswer } from "#lib/api/contexts";
import type { ApiError } from "#lib/api/errors";
import type { Heartbeat, Restart } from "#lib/api/frames";
import type { KubeconfigOptions } from "#lib/kubernetes/kubeconfig";
import { Admission, type AdmissionOptions } from "#lib/server/admission";
import { errorResponse, RequestError, retryAfter, toApiError } from "#lib/server/api-error";
import type { Cluster, ClusterOptions } from "#lib/server/cluster";
import { ClusterPool } from "#lib/server/cluster-pool";
import type { Connection } from "#lib/server/connection";
import { ContextStates } from "#lib/server/context-states";
import { act, answerPlan } from "#lib/server/endpoints/actions";
import { answerCanI } from "#lib/server/endpoints/can-i";
import { answerCreation } from "#lib/server/endpoints/creations";
import type { Endpoint, EndpointContext } from "#lib/server/endpoints/endpoint";
import { answerLogBeginning } from "#lib/server/endpoints/log-beginning";
import { answerLogExport } from "#lib/server/endpoints/log-export";
import { answerLogSearch } from "#lib/server/endpoints/log-search";
import { answerLogs } from "#lib/server/endpoints/logs";
import { answerManifest } from "#lib/server/endpoints/manifest";
import { answerNames } from "#lib/server/endpoints/names";
import { answerRemains } from "#lib/server/endpoints/remains";
import { answerRights } from "#lib/server/endpoints/rights";
import { answerBeginning, answerWatch } from "#lib/server/endpoints/watch";
import { instant } from "#lib/server/feed";
import { Metrics } from "#lib/server/metrics";
import { OpenStreams } from "#lib/server/open-streams";
import { openOutflow } from "#lib/server/outflow";
import { processCapacity, processLoad } from "#lib/server/process-load";
import { type ReadinessCheck, readinessChecks } from "#lib/server/readiness";
import { openSink } from "#lib/server/sse";
import { text } from "#lib/texts/text";

export interface DashboardOptions extends KubeconfigOptions, Omit<ClusterOptions, "observer"> {
  /** What is wrong with a request's session or origin; null when it may pass. */
  readonly refuse: (request: Request) => ApiError | null;
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** What there is, and how much of it is in use; of this process unless a test says otherwise. */
  readonly capacity?: AdmissionOptions["capacity"];
  readonly load?: AdmissionOptions["load"];
}

/** Browsers that were told of a restart come back within twice this time, each at its own. */
const restartMs = 1_500;

const endpoints = {
  watch: answerWatch,
  beginning: answerBeginning,
  logs: answerLogs,
  "log-beginning": answerLogBeginning,
  "log-search": answerLogSearch,
  "log-export": answerLogExport,
  actions: act,
  plan: answerPlan,
  rights: answerRights,
  creations: answerCreation,
  remains: answerRemains,
  manifest: answerManifest,
  names: answerNames,
  "can-i": answerCanI,
} satisfies Record<string, Endpoint>;

/** The one of `contexts` asks no cluster; each other asks that of the query's `context`. */
type EndpointName = keyof typeof endpoints | "contexts";

/**
 * Everything behind the routes, made once per process. It holds the clusters that are looked at, each
 * apart from the others, and every open stream, so that a shutdown can end them. What the clusters
 * share knows nothing of them: the gate, admission, the counts, the log.
 */
export class Dashboard {
  readonly #options: DashboardOptions;
  readonly #clusters: ClusterPool;
  readonly #contexts: ContextStates;
  readonly #streams = new OpenStreams<keyof typeof endpoints>([
    "watch",
    "logs",
    "log-search",
    "log-export",
  ]);
  /** The connection of the request that is answered; the app hands it to no route. */
  readonly #connection = new AsyncLocalStorage<Connection>();
  /** What is begun for a request and outlives it holds nothing that the app made for it. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #admission: Admission;
  readonly metrics = new Metrics();
  #closed = false;

  /**
   * Reads the kubeconfig and begins to ask its cluster. An unreachable cluster is no error: it is
   * shown, and asked again.
   *
   * @throws KubeconfigError when there is no cluster to ask.
   */
  constructor(options: DashboardOptions) {
    const { metrics } = this;
    this.#options = options;
    this.#clusters = new ClusterPool(options, { ...options, observer: metrics });
    this.#contexts = new ContextStates(options, this.#clusters.start, metrics);
    metrics.read({
      informers: () => this.#clusters.running(),
      streams: () => this.#streams.counts(),
    });
    this.#admission = new Admission({
      clock: options.clock,
      capacity: options.capacity ?? processCapacity(),
      load: options.load ?? processLoad,
      refused: (scarce) => {
        metrics.refused(scarce);
        options.log?.refused(scarce);
      },
    });
  }

  /** Runs the app for one request, whose connection a stream may take over. */
  carry<T>(connection: Connection, app: () => T): T {
    return this.#connection.run(connection, app);
  }

  /** Answers one request of a route; never throws. The check of who asks comes before all else. */
  async answer(endpoint: EndpointName, request: Request): Promise<Response> {
    try {
      const refused = this.#options.refuse(request);
      if (refused) return errorResponse(refused);
      const connection = this.#connection.getStore();
      return await this.#outside(() => this.#answer(endpoint, request, connection));
    } catch (error) {
      const answer = toApiError(error);
      // Of a browser that has left, what was under way fails: that is no defect.
      if (answer.code === "internal" && !request.signal.aborted) this.#options.onError(error);
      return errorResponse(answer, retryAfter(error));
    }
  }

  async #answer(name: EndpointName, request: Request, connection?: Connection): Promise<Response> {
    const params = new URL(request.url).searchParams;
    if (name === "contexts") {
      const answer: ContextsAnswer = { contexts: this.#contexts.list(params.get("ask") === "1") };
      return Response.json(answer, { headers: { "cache-control": "no-store" } });
    }
    // An answer and what it began hold the cluster.
    const { cluster, release } = this.#clusters.hold(params.get("context"));
    try {
      const context = this.#context(name, cluster, connection);
      return await endpoints[name](context, cluster.viewer, request);
    } finally {
      release();
    }
  }

  /** What serving views rests on, and what of it is missing: of the cluster it was started with. */
  readiness(): readonly ReadinessCheck[] {
    const { start } = this.#clusters;
    const { discovery } = start.pool(start.viewer);
    return readinessChecks(discovery.state.state === "reached", start.running());
  }

  /** Nothing is missing. */
  ready(): boolean {
    return this.readiness().every(({ missing }) => missing === null);
  }

  /**
   * Lets a request in, of whatever route.
   *
   * @throws RequestError `too-many`
   */
  admit(): void {
    this.#admission.admit("request", this.#streams.size);
  }

  /** Ends every stream, telling it when to come back, and lets go of the clusters. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#streams.stop();
    this.#contexts.stop();
    await this.#clusters.close();
  }

  #context(
    endpoint: keyof typeof endpoints,
    cluster: Cluster,
    connection?: Connection,
  ): EndpointContext {
    const { clock, readOnly = false, onError, log } = this.#options;
    const holdUntil = (ended: AbortSignal) => {
      const { release } = this.#clusters.hold(cluster.context);
      if (ended.aborted) release();
      else ended.addEventListener("abort", release, { once: true });
    };
    return {
      clock,
      readOnly,
      contextNamespace: cluster.contextNamespace,
      onError,
      pool: (viewer) => cluster.pool(viewer),
      channels: (viewer) => cluster.channels(viewer),
      serverNow: () => cluster.serverNow(),
      audit: (change) => log?.audit({ ...change, context: cluster.context }),
      openStream: () => {
        const heartbeat = (): Heartbeat => ({
          type: "heartbeat",
          now: instant(cluster.serverNow()),
        });
        const beat = () => JSON.stringify(heartbeat());
        const opened = openSink(clock, this.#admitted(connection), beat, this.metrics);
        const { sink } = opened;
        holdUntil(sink.signal);
        this.#streams.add(endpoint, sink.signal, () => {
          const { random = Math.random } = this.#options;
          const restart: Restart = { type: "restart", afterMs: Math.round(restartMs * random()) };
          sink.send("restart", JSON.stringify(restart));
          sink.end();
        });
        return opened;
      },
      openDownload: () => {
        const outflow = openOutflow(clock, this.#admitted(connection), this.metrics);
        holdUntil(outflow.signal);
        // What ends like a whole file would be taken for one.
        this.#streams.add(endpoint, outflow.signal, () => outflow.destroy());
        return outflow;
      },
    };
  }

  /** The connection of a stream that is let in. @throws RequestError `too-many` */
  #admitted(connection: Connection | undefined): Connection {
    if (this.#closed) throw new RequestError("too-many", text("Batchboard is stopping."));
    if (!connection) throw new Error("a stream needs the connection of its request");
    this.#admission.admit("stream", this.#streams.size);
    return connection;
  }
}

/** @throws KubeconfigError when there is no cluster to ask. */
export function createDashboard(options: DashboardOptions): Dashboard {
  return new Dashboard(options);
}
