import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * An API server that has every object it is asked for and no list's: whatever kubectl takes it carries
 * out to the end, and what it asks on its way is kept.
 */
export interface AnsweringServer {
  readonly url: string;
  /** Of each request but discovery's, method and path with its query, since the last call. */
  asked(): string[];
  close(): void;
}

type Resource = readonly [name: string, kind: string, shortNames: string, namespaced?: false];

const groups: Readonly<Record<string, readonly Resource[]>> = {
  v1: [
    ["pods", "Pod", "po"],
    ["events", "Event", "ev"],
    ["services", "Service", "svc"],
    ["configmaps", "ConfigMap", "cm"],
    ["secrets", "Secret", ""],
    ["nodes", "Node", "no", false],
    ["namespaces", "Namespace", "ns", false],
  ],
  "batch/v1": [
    ["jobs", "Job", ""],
    ["cronjobs", "CronJob", "cj"],
  ],
  "apps/v1": [
    ["deployments", "Deployment", "deploy"],
    ["replicasets", "ReplicaSet", "rs"],
    ["statefulsets", "StatefulSet", "sts"],
    ["daemonsets", "DaemonSet", "ds"],
  ],
  "authorization.k8s.io/v1": [
    ["selfsubjectaccessreviews", "SelfSubjectAccessReview", "", false],
    ["selfsubjectrulesreviews", "SelfSubjectRulesReview", "", false],
  ],
  "authentication.k8s.io/v1": [["selfsubjectreviews", "SelfSubjectReview", "", false]],
};

export async function startAnswering(): Promise<AnsweringServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const found = discovery(new URL(request.url ?? "/", "http://host").pathname);
    if (found) return send(response, found);
    asked.push(`${request.method} ${request.url}`);
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked.splice(0),
    close: () => closeAll(server),
  };
}

function closeAll(server: Server): void {
  server.close();
  server.closeAllConnections();
}

function discovery(path: string): object | undefined {
  if (path === "/version") return { major: "1", minor: "37", gitVersion: "v1.37.2" };
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  if (path === "/apis") {
    return {
      kind: "APIGroupList",
      apiVersion: "v1",
      groups: Object.keys(groups)
        .filter((groupVersion) => groupVersion.includes("/"))
        .map((groupVersion) => {
          const [name, version] = groupVersion.split("/");
          const entry = { groupVersion, version };
          return { name, versions: [entry], preferredVersion: entry };
        }),
    };
  }
  const groupVersion = path.replace(/^\/apis?\//, "");
  const resources = Object.hasOwn(groups, groupVersion) ? groups[groupVersion] : undefined;
  return (
    resources && {
      kind: "APIResourceList",
      apiVersion: "v1",
      groupVersion,
      resources: resources.map(([name, kind, shortNames, namespaced = true]) => ({
        name,
        singularName: kind.toLowerCase(),
        namespaced,
        kind,
        verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        shortNames: shortNames === "" ? [] : shortNames.split(" "),
        ...(name === "nodes" || name === "events" ? {} : { categories: ["all"] }),
      })),
    }
  );
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://host");
  for await (const _ of request) {
    // What is sent is not looked at.
  }
  const [, base = "", rest = ""] =
    /^\/(api\/v1|apis\/[^/]+\/[^/]+)\/(?:namespaces\/[^/]+\/(?=\w))?(.*)$/.exec(pathname) ?? [];
  const [resource = "", name, part] = rest.split("/");
  const groupVersion = base.replace(/^apis?\//, "");
  const kind = groups[groupVersion]?.find(([known]) => known === resource)?.[1] ?? "Status";
  if (searchParams.has("watch") || part === "log") return void response.end();
  if (request.method === "DELETE")
    return send(response, { kind: "Status", apiVersion: "v1", status: "Success" });
  if (kind.startsWith("SelfSubject")) {
    const status = { allowed: true, resourceRules: [], nonResourceRules: [], userInfo: {} };
    return send(response, { kind, apiVersion: groupVersion, status });
  }
  if (name === undefined && request.method === "GET") {
    // What has labels is there: of a Job, kubectl waits for its Pods.
    const isThere = kind === "Pod" && searchParams.has("labelSelector");
    const items = isThere ? [objectOf(kind, groupVersion, "x")] : [];
    return send(response, { kind: `${kind}List`, apiVersion: groupVersion, metadata: {}, items });
  }
  send(response, objectOf(kind, groupVersion, decodeURIComponent(name ?? "made")));
}

function objectOf(kind: string, apiVersion: string, name: string): object {
  return {
    kind,
    apiVersion,
    metadata: { name, namespace: "default", uid: "1", labels: { "job-name": "x" } },
    spec: specs[kind] ?? {},
    status: kind === "Pod" ? { phase: "Running" } : {},
  };
}

const container = { name: "main", image: "busybox" };
const template = { metadata: { labels: { "job-name": "x" } }, spec: { containers: [container] } };
const job = { selector: { matchLabels: { "job-name": "x" } }, template };
const specs: Readonly<Record<string, object>> = {
  Pod: { containers: [container, { name: "side", image: "busybox" }] },
  Job: job,
  Deployment: job,
  Service: { selector: { "job-name": "x" } },
  CronJob: { schedule: "* * * * *", jobTemplate: { spec: job } },
};

function send(response: ServerResponse, body: object): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}
