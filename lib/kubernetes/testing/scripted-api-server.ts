import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { matches, parseSelector } from "#lib/kubernetes/selector";
import { sendJson, sendNotFound, sendStatus } from "#lib/kubernetes/testing/answer";
import { type ApiObject, Collection, type Plural } from "#lib/kubernetes/testing/collection";
import { breakOff, type Fault, type FaultRule, Faults } from "#lib/kubernetes/testing/fault";
import { hasFields } from "#lib/kubernetes/testing/field-terms";
import { answerList } from "#lib/kubernetes/testing/list-answer";
import type { RecordedRequest } from "#lib/kubernetes/testing/recorded-request";
import { ScriptedLogs } from "#lib/kubernetes/testing/scripted-logs";
import { ScriptedWrites } from "#lib/kubernetes/testing/scripted-writes";
import { answerWatch, type WatchListSupport } from "#lib/kubernetes/testing/watch-answer";

/**
 * An API server for tests, over real HTTP on loopback: it holds objects, lists and watches them as
 * the real one does (pages, bookmarks, watch-list, expiry), creates, patches, deletes, serves logs, and
 * breaks where a test says so. It runs no controllers: what an object becomes, the test decides.
 */
export class ScriptedApiServer {
  readonly requests: RecordedRequest[] = [];
  readonly logs = new ScriptedLogs();
  readonly #collections = new Map<string, Collection>();
  readonly #sockets = new Set<Socket>();
  readonly #faults = new Faults();
  readonly #server: Server;
  readonly #scheme: "http" | "https";
  readonly #writes = new ScriptedWrites({
    now: () => this.now(),
    nextVersion: () => this.#next(),
  });
  #version = 1000;
  /** The group version CronJobs are served in. */
  cronJobs: "v1" | "v1beta1" = "v1";
  /** The version of Kueue's resources; null where it is not installed. */
  kueue: "v1beta1" | "v1beta2" | null = null;
  /**
   * False answers a watch-list as a server with the gate off does; "late" as one with an old etcd;
   * "endless" as one that knows no end mark.
   */
  watchList: WatchListSupport = true;
  /** What its clock says, in milliseconds since the epoch; the real time unless a test sets it. */
  now: () => number = Date.now;
  /** What it calls whoever asks; null as before 1.28, when nobody could ask. */
  userName: string | null = null;
  /** Answers of the access review; everything is allowed unless this says otherwise. */
  allows: (attributes: { verb: string; resource: string; namespace: string }) => boolean = () =>
    true;

  /** Asked before it answers itself; true says that the request was answered. */
  answered: (request: RecordedRequest, response: ServerResponse) => boolean = () => false;

  /** With `tls` it speaks https. */
  constructor({ tls }: { tls?: ServerOptions } = {}) {
    const answer = (request: IncomingMessage, response: ServerResponse) =>
      void this.#answer(request, response);
    this.#server = tls ? createTlsServer(tls, answer) : createServer(answer);
    this.#scheme = tls ? "https" : "http";
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listens on a free port, or on the one given: the same server after a restart. */
  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  /** A kubeconfig for this server, as text. */
  kubeconfig(namespace = "default", token = "canary-token"): string {
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "scripted",
      contexts: [{ name: "scripted", context: { cluster: "scripted", user: "tester", namespace } }],
      clusters: [{ name: "scripted", cluster: { server: this.url } }],
      users: [{ name: "tester", user: { token } }],
    });
  }

  /** Closes every connection as a crash would; the port is free until `listen`. */
  async crash(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.crash();
  }

  /** Creates or replaces an object; fills in uid, creationTimestamp and resourceVersion. */
  apply(
    plural: Plural,
    object: Partial<ApiObject> & { metadata: Partial<ApiObject["metadata"]> },
  ): ApiObject {
    return this.collection(plural).apply(object, this.#next());
  }

  remove(plural: Plural, namespace: string, name: string): void {
    this.collection(plural).remove(`${namespace}/${name}`, this.#next());
  }

  get(plural: Plural, namespace: string, name: string): ApiObject | undefined {
    return this.collection(plural).get(`${namespace}/${name}`);
  }

  /** Changes the version of the world without a change to an object, and says so to every watch. */
  bookmark(): void {
    const version = this.#next();
    for (const collection of this.#collections.values()) collection.bookmark(version);
  }

  /** Forgets the history: a watch or a page from before is answered 410. */
  compact(): void {
    for (const collection of this.#collections.values()) collection.compact(this.#next());
  }

  /** Sets the version of the world, as a restore of etcd from a backup does. */
  restore(version: number): void {
    this.#version = version;
  }

  /** Writes bytes into every open watch of a resource, whatever they are. */
  inject(plural: Plural, bytes: string, then: "keep" | "end" | "reset" = "keep"): void {
    this.collection(plural).inject(bytes, then);
  }

  /** Ends every open watch of a resource, in the ordinary way. */
  endWatches(plural: Plural): void {
    this.inject(plural, "", "end");
  }

  /** How many watches of a resource are open. */
  watches(plural: Plural): number {
    return this.collection(plural).watchers.size;
  }

  /**
   * The next `times` requests that fit meet the fault instead of an answer; the returned function
   * takes it back.
   */
  fault(when: FaultRule["when"], fault: Fault, times?: number): () => void {
    return this.#faults.add(when, fault, times);
  }

  /** Takes every fault back. */
  heal(): void {
    this.#faults.liftAll();
  }

  /** Appends lines (each with its timestamp) to a container's log; `ended` closes it for followers. */
  writeLog(
    namespace: string,
    pod: string,
    container: string,
    lines: readonly string[],
    ended = false,
  ): void {
    this.logs.of(`${namespace}/${pod}/${container}`).write(lines, ended);
  }

  /** Moves the file away, as log rotation does: what was written is gone. */
  rotateLog(namespace: string, pod: string, container: string): void {
    this.logs.of(`${namespace}/${pod}/${container}`).rotate();
  }

  /** Cuts off everyone who reads logs. */
  cutLogs(): void {
    this.logs.cut("reset");
  }

  collection(plural: Plural): Collection {
    const known = this.#collections.get(plural);
    if (known) return known;
    const made = new Collection(plural, () => String(this.#version));
    this.#collections.set(plural, made);
    return made;
  }

  #next(): string {
    this.#version += 1;
    return String(this.#version);
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("date", new Date(this.now()).toUTCString());
    const url = new URL(incoming.url ?? "/", "http://scripted");
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request: RecordedRequest = {
      method: incoming.method ?? "",
      path: (incoming.url ?? "").split("?")[0] ?? "",
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString("utf8"),
      port: incoming.socket.remotePort,
    };
    this.requests.push(request);
    const rule = this.#faults.take(request);
    if (rule) {
      if (rule.fault === "lose") incoming.socket.resetAndDestroy();
      else if (rule.fault === "hold") await rule.lifted;
      else return breakOff(rule.fault, incoming, response);
    }
    this.#route(request, response);
  }

  #route(request: RecordedRequest, response: ServerResponse): void {
    if (this.answered(request, response)) return;
    const { method, path } = request;
    if (path === "/version") return sendJson(response, { gitVersion: "v1.37.2-scripted" });
    const discovery = /^\/apis\/batch\/(v1|v1beta1)$/.exec(path);
    if (discovery)
      return this.#discover(discovery[1] === this.cronJobs, discovery[1] === "v1", response);
    if (path.endsWith("/selfsubjectaccessreviews")) {
      const { spec } = JSON.parse(request.body);
      return sendJson(response, { status: { allowed: this.allows(spec.resourceAttributes) } }, 201);
    }
    if (path.endsWith("/selfsubjectreviews")) {
      if (this.userName === null) return sendNotFound(response);
      return sendJson(response, { status: { userInfo: { username: this.userName } } }, 201);
    }
    if (path === "/apis/kueue.x-k8s.io") {
      if (this.kueue === null) return sendNotFound(response);
      return sendJson(response, { preferredVersion: { version: this.kueue } });
    }
    const found =
      /^\/(?:api\/v1|apis\/batch\/v1(?:beta1)?|apis\/kueue\.x-k8s\.io\/v1beta\d)(?:\/namespaces\/([^/]+))?\/(cronjobs|jobs|pods|events|namespaces|workloads)(?:\/([^/]+))?(\/log)?$/.exec(
        path,
      );
    if (!found) return sendNotFound(response);
    const [, namespace = null, plural, name, log] = found;
    const collection = this.collection(plural as Plural);
    if (name === undefined && method === "POST") {
      return this.#writes.create(request, namespace ?? "", collection, response);
    }
    if (name === undefined && method !== "GET") {
      return sendStatus(response, 405, "MethodNotAllowed", "the server does not allow this method");
    }
    if (name === undefined) return this.#collect(request, namespace, collection, response);
    if (log) return this.logs.send(namespace ?? "", name ?? "", request.query, response);
    const object = collection.get(`${namespace ?? ""}/${name}`);
    if (!object) return sendStatus(response, 404, "NotFound", `${plural} "${name}" not found`);
    if (method === "GET") return sendJson(response, object);
    if (method === "PATCH") return this.#writes.patch(request, collection, object, response);
    if (method === "DELETE") return this.#writes.delete(request, collection, object, response);
    sendStatus(response, 405, "MethodNotAllowed", "the server does not allow this method");
  }

  #collect(
    request: RecordedRequest,
    namespace: string | null,
    collection: Collection,
    response: ServerResponse,
  ): void {
    const { query } = request;
    const selector = parseSelector(query.get("labelSelector") ?? "");
    const fields = query.get("fieldSelector") ?? "";
    const admits = (object: ApiObject) =>
      (namespace === null || object.metadata.namespace === namespace) &&
      (!Array.isArray(selector) || matches(selector, object.metadata.labels ?? {})) &&
      hasFields(object, fields);
    if (query.get("watch") === "true")
      answerWatch(collection, query, admits, this.watchList, response);
    else answerList(collection, query, admits, response);
  }

  #discover(cronJobs: boolean, jobs: boolean, response: ServerResponse): void {
    if (!cronJobs && !jobs) return sendNotFound(response);
    const resources = [
      ...(jobs ? [{ name: "jobs" }] : []),
      ...(cronJobs ? [{ name: "cronjobs" }] : []),
    ];
    sendJson(response, { kind: "APIResourceList", resources });
  }
}
