import { AsyncLocalStorage } from "node:async_hooks";
import type { ApiError } from "#lib/api/errors";
import type { ClusterInfo, Heartbeat, Restart } from "#lib/api/frames";
import { type Client, createClient } from "#lib/kubernetes/client";
import type { ClusterCredential } from "#lib/kubernetes/credential";
import { type KubeconfigOptions, loadKubeconfig } from "#lib/kubernetes/kubeconfig";
import { Admission, type AdmissionOptions } from "#lib/server/admission";
import { errorResponse, RequestError, retryAfter, toApiError } from "#lib/server/api-error";
import { ChannelPool } from "#lib/server/channel-pool";
import type { Connection } from "#lib/server/connection";
import { act, answerPlan } from "#lib/server/endpoints/actions";
import { answerCreation } from "#lib/server/endpoints/creations";
import type { Endpoint, EndpointContext } from "#lib/server/endpoints/endpoint";
import { answerLogExport } from "#lib/server/endpoints/log-export";
import { answerLogSearch } from "#lib/server/endpoints/log-search";
import { answerLogs } from "#lib/server/endpoints/logs";
import { answerManifest } from "#lib/server/endpoints/manifest";
import { answerRemains } from "#lib/server/endpoints/remains";
import { answerRights } from "#lib/server/endpoints/rights";
import { answerWatch } from "#lib/server/endpoints/watch";
import { instant } from "#lib/server/feed";
import { Identity } from "#lib/server/identity";
import { InformerPool, type PooledInformer } from "#lib/server/informer-pool";
import { Metrics } from "#lib/server/metrics";
import { OpenStreams } from "#lib/server/open-streams";
import type { OperationLog } from "#lib/server/operation-log";
import { openOutflow } from "#lib/server/outflow";
import { processCapacity, processLoad } from "#lib/server/process-load";
import { type ReadinessCheck, readinessChecks } from "#lib/server/readiness";
import { Rights } from "#lib/server/rights";
import { openSink } from "#lib/server/sse";
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
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** Told of failures nobody waits for. */
  readonly onError: (error: unknown) => void;
  /** Told in a line when the cluster cannot be reached, and when it was. */
  readonly onCluster: (line: string) => void;
  readonly log?: OperationLog;
  /** What there is, and how much of it is in use; of this process unless a test says otherwise. */
  readonly capacity?: AdmissionOptions["capacity"];
  readonly load?: AdmissionOptions["load"];
}

/** Browsers that were told of a restart come back within twice this time, each at its own. */
const restartMs = 1_500;

const endpoints = {
  watch: answerWatch,
  logs: answerLogs,
  "log-search": answerLogSearch,
  "log-export": answerLogExport,
  actions: act,
  plan: answerPlan,
  rights: answerRights,
  creations: answerCreation,
  remains: answerRemains,
  manifest: answerManifest,
} satisfies Record<string, Endpoint>;

/**
 * Everything behind the routes, made once per process. It holds the one local viewer, the informers
 * by authorization group, and every open stream, so that a shutdown can end them.
 */
export class Dashboard {
  readonly #options: DashboardOptions;
  readonly #credential: ClusterCredential;
  readonly #viewer: Viewer;
  readonly #pools = new Map<string, InformerPool>();
  readonly #channels = new Map<string, ChannelPool>();
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
  readonly metrics: Metrics;
  #closed = false;
  #trouble: string | null = null;

  constructor(
    options: DashboardOptions,
    credential: ClusterCredential,
    client: Client,
    metrics: Metrics,
  ) {
    this.#options = options;
    this.#credential = credential;
    const identity = new Identity(client, options.clock, credential.user);
    this.#viewer = {
      authorizationGroup: "local",
      client,
      name: () => identity.name(),
      rights: new Rights(client, options.clock),
    };
    this.metrics = metrics;
    metrics.read({ informers: () => this.#running(), streams: () => this.#streams.counts() });
    this.#admission = new Admission({
      clock: options.clock,
      capacity: options.capacity ?? processCapacity(),
      load: options.load ?? processLoad,
      refused: (scarce) => {
        metrics.refused(scarce);
        options.log?.refused(scarce);
      },
    });
    this.#pool(this.#viewer);
    if (credential.insecure) {
      options.onCluster(
        `The certificate of ${credential.server.origin} is not verified, as the kubeconfig says (insecure-skip-tls-verify): whoever stands in between can read and change everything, the credential included.`,
      );
    }
  }

  /** Runs the app for one request, whose connection a stream may take over. */
  carry<T>(connection: Connection, app: () => T): T {
    return this.#connection.run(connection, app);
  }

  /** Answers one request of a route; never throws. The check of who asks comes before all else. */
  async answer(endpoint: keyof typeof endpoints, request: Request): Promise<Response> {
    try {
      const refused = this.#options.refuse(request);
      if (refused) return errorResponse(refused);
      const context = this.#context(endpoint, this.#connection.getStore());
      return await this.#outside(() => endpoints[endpoint](context, this.#viewer, request));
    } catch (error) {
      const answer = toApiError(error);
      // Of a browser that has left, what was under way fails: that is no defect.
      const left = request.signal.aborted;
      if (answer.code === "internal" && !left) this.#options.onError(error);
      return errorResponse(answer, retryAfter(error));
    }
  }

  /** What serving views rests on, and what of it is missing. */
  readiness(): readonly ReadinessCheck[] {
    const { discovery } = this.#pool(this.#viewer);
    return readinessChecks(discovery.state.state === "reached", this.#running());
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

  /** Ends every stream, telling it when to come back, and lets go of the cluster. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#streams.stop();
    for (const channels of this.#channels.values()) channels.stop();
    for (const pool of this.#pools.values()) pool.stop();
    await this.#viewer.client.close();
  }

  #running(): PooledInformer[] {
    return [...this.#pools.values()].flatMap((pool) => pool.running());
  }

  #pool(viewer: Viewer): InformerPool {
    const known = this.#pools.get(viewer.authorizationGroup);
    if (known) return known;
    const { clock, onError, log } = this.#options;
    const pool = new InformerPool(viewer.client, clock, onError, log);
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

  #context(endpoint: keyof typeof endpoints, connection?: Connection): EndpointContext {
    const { clock, readOnly = false, onError, log } = this.#options;
    return {
      clock,
      readOnly,
      contextNamespace: this.#contextNamespace,
      onError,
      pool: (viewer) => this.#pool(viewer),
      channels: (viewer) => this.#channelsOf(viewer),
      serverNow: () => this.#serverNow(),
      audit: (change) => log?.audit(change),
      openStream: () => {
        const heartbeat = (): Heartbeat => ({ type: "heartbeat", now: instant(this.#serverNow()) });
        const beat = () => JSON.stringify(heartbeat());
        const opened = openSink(clock, this.#admitted(connection), beat, this.metrics);
        const { sink } = opened;
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
        // What ends like a whole file would be taken for one.
        this.#streams.add(endpoint, outflow.signal, () => outflow.destroy());
        return outflow;
      },
    };
  }

  /** The connection of a stream that is let in. @throws RequestError `too-many` */
  #admitted(connection: Connection | undefined): Connection {
    if (this.#closed) throw new RequestError("too-many", "Batchboard is stopping.");
    if (!connection) throw new Error("a stream needs the connection of its request");
    this.#admission.admit("stream", this.#streams.size);
    return connection;
  }

  /** The API server's present, in milliseconds since the epoch. */
  #serverNow(): number {
    return this.#options.clock.now() + this.#viewer.client.serverTimeOffset();
  }

  get #contextNamespace(): string {
    return this.#options.namespace ?? this.#credential.namespace;
  }

  #channelsOf(viewer: Viewer): ChannelPool {
    const known = this.#channels.get(viewer.authorizationGroup);
    if (known) return known;
    const { clock, allNamespaces = false, namespace, onError } = this.#options;
    const channels = new ChannelPool({
      pool: this.#pool(viewer),
      clock,
      serverNow: () => this.#serverNow(),
      cluster: () => this.#cluster(),
      fallback: namespace !== undefined && !allNamespaces ? [namespace] : "*",
      contextNamespace: this.#contextNamespace,
      onError,
    });
    this.#channels.set(viewer.authorizationGroup, channels);
    return channels;
  }

  #cluster(): ClusterInfo {
    const { context, cluster, insecure } = this.#credential;
    const discovered = this.#pool(this.#viewer).discovery.state;
    return {
      context,
      cluster,
      version: discovered.state === "reached" ? discovered.version : null,
      embedded: this.#options.embedded ?? false,
      readOnly: this.#options.readOnly ?? false,
      defaultNamespace: this.#contextNamespace,
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
  const metrics = new Metrics();
  const client = createClient(credential, { clock: options.clock, observer: metrics });
  return new Dashboard(options, credential, client, metrics);
}
