import { randomBytes } from "node:crypto";
import type { Clock } from "#lib/time/clock";
import type { ContainerLogs } from "../container-logs.ts";
import { ApiFailure, type ApiObject, instant } from "../objects.ts";
import { refuseUnlessAllowed, refuseUnlessAllowedPath, type User, userOf } from "./access.ts";
import { json, pageNotFound, refusal, text, withWarnings } from "./answer.ts";
import { bindPod } from "./binding.ts";
import { readValue } from "./body.ts";
import { keepDefaultAccounts } from "./default-account.ts";
import { type Deleter, deleteCollection, deleteObject } from "./deleting.ts";
import { aggregatedType, Discovery, wantsAggregated } from "./discovery.ts";
import {
  failure,
  internalError,
  methodNotAllowed,
  noSuchResource,
  notSimulated,
  tooLarge,
} from "./failure.ts";
import { negotiate, written } from "./media-type.ts";
import { OpenApi } from "./openapi.ts";
import { logOptions, logSource, readLog } from "./pod-log.ts";
import { getObject, listObjects, shaped, storedObject } from "./reading.ts";
import {
  type ApiRequest,
  type ApiResponse,
  bodyOf,
  isResourceOf,
  isTrue,
  locate,
  type ResourceRequest,
  type Target,
  targetOf,
  verbOf,
} from "./request.ts";
import { type KubernetesApi, type Resource, resources } from "./resource.ts";
import { review, reviews } from "./reviews.ts";
import { Storage } from "./storage.ts";
import { strategies } from "./strategies.ts";
import { TablePrinter } from "./table.ts";
import { watchObjects } from "./watching.ts";
import { createObject, patchObject, replaceObject, uuid } from "./writing.ts";

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly logs: ContainerLogs;
  /** Who comes with which bearer token. */
  readonly users: ReadonlyMap<string, User>;
  readonly kubernetesApi?: KubernetesApi;
  readonly storage?: Storage;
  /** Names and uids are made of it: 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** As the real one's limit for a body. */
export const bodyLimit = 3 * 1024 * 1024;

/** Whoever reaches it by another name than these was led here by a page of someone else's. */
const localHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * The API server without its sockets: a request in, an answer out, never an exception. Its objects
 * are in `storage`.
 */
export class ApiServer {
  readonly storage: Storage;
  readonly #options: ApiServerOptions;
  readonly #random: () => number;
  readonly #resources: readonly Resource[];
  readonly #strategies;
  readonly #tables: TablePrinter;
  readonly #discovery: Discovery;
  readonly #openApi: OpenApi;

  constructor(options: ApiServerOptions) {
    const api = options.kubernetesApi ?? "1.37";
    this.#options = options;
    this.storage = options.storage ?? new Storage();
    this.#random = options.random ?? secureRandom;
    this.#resources = resources(api);
    this.#strategies = strategies(api);
    this.#tables = new TablePrinter(api);
    this.#discovery = new Discovery(this.#resources, api);
    this.#openApi = new OpenApi(this.#resources);
    keepDefaultAccounts(this.storage, () => ({
      uid: uuid(this.#random),
      creationTimestamp: this.#now(),
    }));
  }

  handle(request: ApiRequest): ApiResponse {
    const warnings: string[] = [];
    try {
      return withWarnings(this.#answer(request, warnings), warnings);
    } catch (error) {
      const refused =
        error instanceof ApiFailure
          ? error
          : internalError(error instanceof Error ? error.message : String(error));
      return withWarnings(refusal(refused), warnings);
    }
  }

  /** The resource served under a plural; of events, the core group's. */
  resource(plural: string): Resource {
    const found = this.#resources.find((one) => one.plural === plural);
    if (!found) throw noSuchResource();
    return found;
  }

  #answer(request: ApiRequest, warnings: string[]): ApiResponse {
    if (!localHost.test(request.headers.host ?? "")) {
      throw failure(421, "BadRequest", "this server answers on the loopback interface alone");
    }
    if (Buffer.byteLength(request.body) > bodyLimit) throw tooLarge(bodyLimit);
    const { path, query } = locate(request.url);
    const user = userOf(request.headers, this.#options.users);
    const target = targetOf(path);
    if (target === null) return this.#answerPath(request, path, user);
    const verb = verbOf(request.method, target, query);
    refuseUnlessAllowed(user, verb, target);
    return this.#answerResource(request, target, verb, query, user, (text) => {
      if (!warnings.includes(text)) warnings.push(text);
    });
  }

  #answerPath(request: ApiRequest, path: string, user: User): ApiResponse {
    refuseUnlessAllowedPath(user, request.method, path);
    if (request.method !== "GET") throw methodNotAllowed();
    if (["/healthz", "/livez", "/readyz"].includes(path)) return text("ok");
    if (path === "/version" || path === "/version/") return json(this.#discovery.version());
    if (path.startsWith("/openapi/")) {
      const found = this.#openApi.answer(path, request.headers.accept);
      return found ?? text("404 page not found\n", 404);
    }
    const isAggregated = /^\/apis?\/?$/.test(path) && wantsAggregated(request.headers.accept);
    const found = this.#discovery.answer(path, isAggregated);
    if (!found) {
      const [, root, group = ""] = path.split("/");
      throw root === "api" || root === "apis"
        ? this.#unknown(root === "api" ? "" : group)
        : new ApiFailure(pageNotFound);
    }
    return isAggregated ? json(found, 200, aggregatedType) : json(found);
  }

  #answerResource(
    request: ApiRequest,
    target: Target,
    verb: string,
    query: URLSearchParams,
    user: User,
    warn: (text: string) => void,
  ): ApiResponse {
    const asked = Object.hasOwn(reviews, target.resource) ? reviews[target.resource] : undefined;
    if (asked && asked.group === target.group && target.version === "v1") {
      if (request.method !== "POST") throw methodNotAllowed();
      const body = readValue(bodyOf(request), asked.kind);
      return json(review(asked.kind, body, user, this.#now()), 201);
    }
    const resource = this.#resources.find((one) => isResourceOf(one, target));
    if (!resource) throw this.#unknown(target.group);
    const namespace = resource.namespaced ? target.namespace || null : null;
    const { name, subresource } = target;
    const on: ResourceRequest = {
      request,
      query,
      target,
      resource,
      namespace,
      name,
      user,
      warn,
    };
    if (subresource !== "") return this.#answerSubresource(on, verb);
    const everywhere = resource.namespaced && namespace === null;
    const outside = resource.plural === "namespaces" ? name : "";
    const isInside = !resource.namespaced && target.namespace !== outside;
    // An object has its namespace in its path, and what has none is in no namespace.
    if (isInside || (everywhere && name !== "")) throw noSuchResource();
    const isRead = verb === "get" || verb === "list" || verb === "watch";
    const isNamed = verb === "create" && name !== "";
    const needsName = (verb === "update" || verb === "patch") && name === "";
    if (!resource.verbs.includes(verb) || isNamed || needsName || (everywhere && !isRead)) {
      throw methodNotAllowed();
    }
    return this.#carryOut(on, verb);
  }

  #carryOut(on: ResourceRequest, verb: string): ApiResponse {
    const { storage } = this;
    const { clock } = this.#options;
    const writer = this.#writer();
    const reader = { storage, tables: this.#tables, nowMs: writer.nowMs };
    const shape = (object: object, status = 200) => {
      const form = negotiate(on.request.headers.accept);
      const isObject = "metadata" in object && "uid" in (object as ApiObject).metadata;
      const shown = isObject ? shaped(reader, on, form, object as ApiObject) : object;
      return this.#written(on, shown, status);
    };
    switch (verb) {
      case "get":
        return this.#written(on, getObject(reader, on));
      case "list":
        return this.#written(on, listObjects(reader, on));
      case "watch": {
        const watcher = { storage, tables: this.#tables, clock, random: this.#random };
        const body = watchObjects(watcher, on);
        return { status: 200, headers: { "content-type": "application/json" }, body };
      }
      case "create":
        return shape(createObject(writer, on), 201);
      case "update":
        return shape(replaceObject(writer, on));
      case "patch":
        return shape(patchObject(writer, on));
      case "delete":
        return shape(deleteObject(writer, on));
      case "deletecollection":
        return shape(deleteCollection(writer, on));
      default:
        throw methodNotAllowed();
    }
  }

  #writer(): Deleter {
    return {
      storage: this.storage,
      strategies: this.#strategies,
      now: this.#now(),
      nowMs: this.#options.clock.now(),
      random: this.#random,
    };
  }

  #answerSubresource(on: ResourceRequest, verb: string): ApiResponse {
    const { resource, target, name, query, request } = on;
    const { subresource } = target;
    const known = resource.subresources.find((one) => one.name === subresource);
    if (!known) {
      if (resource.plural !== "pods" || !podSubresources.has(subresource)) throw noSuchResource();
      storedObject(this.storage, on);
      throw notSimulated(`pods/${subresource}`);
    }
    if (!known.verbs.includes(verb)) throw methodNotAllowed();
    if (subresource === "binding") return json(bindPod(this.#writer(), on), 201);
    if (subresource !== "log") return this.#carryOut(on, verb);
    // A log is text whatever is asked for, but for what nothing at all can be.
    negotiate(request.headers.accept);
    const options = logOptions(query, name, this.#options.clock.now());
    const source = logSource(storedObject(this.storage, on), options);
    if (source === null) return { status: 204, headers: {}, body: "" };
    const body = readLog(this.#options.logs, source, options, request.signal);
    return { status: 200, headers: { "content-type": "text/plain" }, body };
  }

  #written(on: ResourceRequest, value: object, status = 200): ApiResponse {
    const form = negotiate(on.request.headers.accept);
    const isPretty = isTrue(on.query.get("pretty"));
    const { contentType, text: body } = written(value, form, isPretty);
    return { status, headers: { "content-type": contentType }, body };
  }

  /** A group that is not here at all has no page; one that is says that what was asked is not. */
  #unknown(group: string): ApiFailure {
    return this.#discovery.has(group) ? noSuchResource() : new ApiFailure(pageNotFound);
  }

  #now(): string {
    return instant(this.#options.clock.now());
  }
}

const podSubresources = new Set([
  "attach",
  "ephemeralcontainers",
  "eviction",
  "exec",
  "portforward",
  "proxy",
  "resize",
]);

function secureRandom(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}
