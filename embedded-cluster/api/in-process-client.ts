import type { ApiClient, ApiWatchEvent, DeleteOptions } from "../api-client.ts";
import { ApiFailure, type ApiObject, type Plural, type Status } from "../objects.ts";
import type { ApiServer } from "./api-server.ts";
import type { ApiResponse } from "./request.ts";
import { groupVersion } from "./resource.ts";

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** The API for what runs in the same process: no socket, and every check of one. */
export function inProcessClient(server: ApiServer, token: string): ApiClient {
  const call = ({ method, path, body, contentType, signal }: Call): ApiResponse => {
    const response = server.handle({
      method,
      url: path,
      headers: {
        host: "127.0.0.1",
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(body && { "content-type": contentType ?? "application/json" }),
      },
      body: body ? JSON.stringify(body) : "",
      ...(signal && { signal }),
    });
    if (response.status >= 400) throw new ApiFailure(read(response) as Status);
    return response;
  };
  const path = (plural: Plural, namespace: string | null, ...rest: string[]): string => {
    const resource = server.resource(plural);
    const root = resource.group === "" ? "/api" : "/apis";
    const parts = [
      ...(resource.namespaced && namespace !== null ? ["namespaces", namespace] : []),
      plural,
      ...rest,
    ];
    return `${root}/${groupVersion(resource)}/${parts.map(encodeURIComponent).join("/")}`;
  };
  const pathTo = (plural: Plural, { metadata }: ApiObject, ...rest: string[]) =>
    path(plural, metadata.namespace ?? null, metadata.name, ...rest);

  return {
    async list(plural, namespace, options = {}) {
      const query = new URLSearchParams(Object.entries(options)).toString();
      const list = read(call({ method: "GET", path: `${path(plural, namespace)}?${query}` }));
      const { metadata, items } = list as {
        metadata: { resourceVersion: string };
        items: ApiObject[];
      };
      // A list does not repeat what its items are.
      const resource = server.resource(plural);
      const own = { apiVersion: groupVersion(resource), kind: resource.kind };
      return {
        resourceVersion: metadata.resourceVersion,
        items: items.map((item) => ({ ...own, ...item })),
      };
    },
    async get(plural, namespace, name) {
      return read(call({ method: "GET", path: path(plural, namespace, name) })) as ApiObject;
    },
    async create(plural, namespace, object) {
      const target = path(plural, namespace);
      return read(call({ method: "POST", path: target, body: object })) as ApiObject;
    },
    async update(plural, object) {
      const target = pathTo(plural, object);
      return read(call({ method: "PUT", path: target, body: object })) as ApiObject;
    },
    async updateStatus(plural, object) {
      const target = pathTo(plural, object, "status");
      return read(call({ method: "PUT", path: target, body: object })) as ApiObject;
    },
    async patch(plural, namespace, name, patch) {
      const contentType = "application/merge-patch+json";
      const target = path(plural, namespace, name);
      return read(call({ method: "PATCH", path: target, body: patch, contentType })) as ApiObject;
    },
    async bind(namespace, name, node) {
      const body = { metadata: { name }, target: { kind: "Node", name: node } };
      call({ method: "POST", path: path("pods", namespace, name, "binding"), body });
    },
    async delete(plural, namespace, name, options: DeleteOptions = {}) {
      call({ method: "DELETE", path: path(plural, namespace, name), body: options });
    },
    watch(plural, namespace, resourceVersion, signal) {
      const query = new URLSearchParams({
        watch: "true",
        allowWatchBookmarks: "true",
        resourceVersion,
      });
      const target = `${path(plural, namespace)}?${query}`;
      return events(() => call({ method: "GET", path: target, signal }));
    },
  };
}

async function* events(open: () => ApiResponse): AsyncIterable<ApiWatchEvent> {
  const { body } = open();
  if (typeof body === "string") return;
  for await (const lines of body) {
    for (const line of lines.split("\n")) {
      if (line !== "") yield JSON.parse(line) as ApiWatchEvent;
    }
  }
}

function read({ body }: ApiResponse): unknown {
  return JSON.parse(typeof body === "string" ? body : "null");
}
