import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { matches, parseSelector } from "#lib/kubernetes/selector";
import { sendJson, sendNotFound, sendStatus } from "#lib/kubernetes/testing/answer";
import { type ApiObject, Collection, type Plural } from "#lib/kubernetes/testing/collection";
import { hasFields } from "#lib/kubernetes/testing/field-terms";
import { answerList } from "#lib/kubernetes/testing/list-answer";
import { ScriptedLog } from "#lib/kubernetes/testing/scripted-log";
import { answerWatch, type WatchListSupport } from "#lib/kubernetes/testing/watch-answer";

/** A request as it came; paths and queries tell whether names were encoded as they should. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The client's port: the same one for requests that share a connection. */
  readonly port: number | undefined;
}

/** What to do to a request instead of answering it. */
export type Fault =
  | {
      readonly status: number;
      readonly reason?: string;
      readonly message?: string;
      readonly headers?: Record<string, string>;
      readonly details?: object;
    }
  /** Close the socket without an answer. */
  | "reset"
  /** Do what is asked, and close the socket without an answer. */
  | "lose"
  /** Close it in the middle of an answer that began well. */
  | "cut"
  /** Answer as ever, but not before the fault is taken back. */
  | "hold"
  /** Never answer. */
  | "hang";

interface Rule {
  readonly when: (request: RecordedRequest) => boolean;
  readonly fault: Fault;
  readonly lifted: Promise<void>;
  readonly lift: () => void;
  left: number;
}

/**
 * An API server for tests, over real HTTP on loopback: it holds objects, lists and watches them as
 * the real one does (pages, bookmarks, watch-list, expiry), creates, patches, deletes, serves logs, and
 * breaks where a test says so. It runs no controllers: what an object becomes, the test decides.
 */
export class ScriptedApiServer {
  readonly requests: RecordedRequest[] = [];
  readonly #collections = new Map<string, Collection>();
  readonly #sockets = new Set<Socket>();
  readonly #rules: Rule[] = [];
  readonly #logs = new Map<string, ScriptedLog>();
  readonly #server: Server;
  readonly #scheme: "http" | "https";
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
  fault(when: Rule["when"], fault: Fault, times = Number.POSITIVE_INFINITY): () => void {
    const lift = Promise.withResolvers<void>();
    const rule: Rule = {
      when,
      fault,
      left: times,
      lifted: lift.promise,
      lift() {
        rule.left = 0;
        lift.resolve();
      },
    };
    this.#rules.push(rule);
    return rule.lift;
  }

  /** Takes every fault back. */
  heal(): void {
    for (const rule of this.#rules) rule.lift();
  }

  /** Appends lines (each with its timestamp) to a container's log; `ended` closes it for followers. */
  writeLog(
    namespace: string,
    pod: string,
    container: string,
    lines: readonly string[],
    ended = false,
  ): void {
    this.#log(`${namespace}/${pod}/${container}`).write(lines, ended);
  }

  /** Moves the file away, as log rotation does: what was written is gone. */
  rotateLog(namespace: string, pod: string, container: string): void {
    this.#log(`${namespace}/${pod}/${container}`).rotate();
  }

  /** Cuts off everyone who reads logs. */
  cutLogs(): void {
    for (const log of this.#logs.values()) log.cut();
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

  #log(key: string): ScriptedLog {
    const known = this.#logs.get(key);
    if (known) return known;
    const made = new ScriptedLog();
    this.#logs.set(key, made);
    return made;
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
    const rule = this.#rules.find(({ left, when }) => left > 0 && when(request));
    if (rule) {
      rule.left -= 1;
      if (rule.fault === "lose") incoming.socket.resetAndDestroy();
      else if (rule.fault === "hold") await rule.lifted;
      else return this.#break(rule.fault, incoming, response);
    }
    this.#route(request, response);
  }

  #break(
    fault: Exclude<Fault, "hold" | "lose">,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (fault === "hang") return;
    if (fault === "reset") return void incoming.socket.resetAndDestroy();
    if (fault === "cut") {
      response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
      response.write('{"items": [', () => incoming.socket.resetAndDestroy());
      return;
    }
    const { status, reason = "", message = reason, headers = {}, details } = fault;
    sendStatus(response, status, reason, message, headers, details);
  }

  #route(request: RecordedRequest, response: ServerResponse): void {
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
      return this.#create(request, namespace ?? "", collection, response);
    }
    if (name === undefined && method !== "GET") {
      return sendStatus(response, 405, "MethodNotAllowed", "the server does not allow this method");
    }
    if (name === undefined) return this.#collect(request, namespace, collection, response);
    if (log) {
      const container = request.query.get("container") ?? "";
      return this.#log(`${namespace}/${name}/${container}`).send(request.query, response);
    }
    const object = collection.get(`${namespace ?? ""}/${name}`);
    if (!object) return sendStatus(response, 404, "NotFound", `${plural} "${name}" not found`);
    if (method === "GET") return sendJson(response, object);
    if (method === "PATCH") return this.#patch(request, collection, object, response);
    if (method === "DELETE") return this.#delete(request, collection, object, response);
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

  /** Keeps what is posted, unless its name is taken or it is a dry run. */
  #create(
    request: RecordedRequest,
    namespace: string,
    collection: Collection,
    response: ServerResponse,
  ): void {
    const object = JSON.parse(request.body) as ApiObject;
    const { name } = object.metadata;
    if (collection.get(`${namespace}/${name}`)) {
      const message = `${collection.plural}.batch "${name}" already exists`;
      return sendStatus(response, 409, "AlreadyExists", message);
    }
    if (request.query.get("dryRun") === "All") return sendJson(response, object, 201);
    const creationTimestamp = new Date(this.now()).toISOString().replace(/\.\d+Z$/, "Z");
    const metadata = { ...object.metadata, namespace, creationTimestamp };
    sendJson(response, collection.apply({ ...object, metadata }, this.#next()), 201);
  }

  /** Removes an object with the uid that is named; what has finalizers is only marked. */
  #delete(
    request: RecordedRequest,
    collection: Collection,
    object: ApiObject,
    response: ServerResponse,
  ): void {
    const { metadata } = object;
    const { preconditions, dryRun = [] } = JSON.parse(request.body || "{}");
    if (preconditions?.uid !== undefined && preconditions.uid !== metadata.uid) {
      const message = `Operation cannot be fulfilled on ${collection.plural}.batch "${metadata.name}": the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
      return sendStatus(response, 409, "Conflict", message);
    }
    if (dryRun.includes("All")) return sendJson(response, object);
    const finalizers = metadata.finalizers as readonly string[] | undefined;
    if (finalizers?.length) {
      const deletionTimestamp = new Date(this.now()).toISOString();
      const marked = { ...object, metadata: { ...metadata, deletionTimestamp } };
      return sendJson(response, collection.apply(marked, this.#next()));
    }
    collection.remove(`${metadata.namespace}/${metadata.name}`, this.#next());
    sendJson(response, { kind: "Status", status: "Success" });
  }

  /** A merge patch that may name the uid and resourceVersion it was decided on. */
  #patch(
    request: RecordedRequest,
    collection: Collection,
    object: ApiObject,
    response: ServerResponse,
  ): void {
    const patch = JSON.parse(request.body) as Partial<ApiObject>;
    const { uid, resourceVersion } = patch.metadata ?? {};
    if (
      (uid !== undefined && uid !== object.metadata.uid) ||
      (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion)
    ) {
      const message = `Operation cannot be fulfilled on ${collection.plural} "${object.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`;
      return sendStatus(response, 409, "Conflict", message);
    }
    const spec = { ...(object.spec ?? {}), ...(patch.spec ?? {}) };
    const annotations = Object.entries({
      ...(object.metadata.annotations ?? {}),
      ...(patch.metadata?.annotations ?? {}),
    }).filter(([, value]) => value !== null);
    const metadata = {
      ...object.metadata,
      ...(annotations.length > 0 || object.metadata.annotations
        ? { annotations: Object.fromEntries(annotations) }
        : {}),
    };
    sendJson(response, collection.apply({ ...object, metadata, spec }, this.#next()));
  }
}
