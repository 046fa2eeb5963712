import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import {
  type ClusterCredential,
  type CredentialSource,
  openCredential,
} from "#lib/kubernetes/credential";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import {
  type ClusterEntry,
  type ContextEntry,
  type KubeconfigFile,
  parseKubeconfig,
  type UserEntry,
} from "#lib/kubernetes/kubeconfig-file";
import { oidcTokens } from "#lib/kubernetes/oidc-token";
import { environmentProxy } from "#lib/kubernetes/proxy";
import type { Clock } from "#lib/time/clock";

export interface KubeconfigOptions {
  /** `--kubeconfig`; wins over the environment. */
  readonly kubeconfig?: string;
  /** `--context`; wins over current-context. */
  readonly context?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Where a Pod finds its service account; only tests name another folder. */
  readonly serviceAccount?: string;
}

/**
 * Finds the cluster as kubectl does: `--kubeconfig`, else the files of KUBECONFIG merged (the first
 * to name something wins, missing ones are skipped), else ~/.kube/config, else the service account
 * of the Pod this runs in. Nothing of the cluster is asked yet.
 *
 * @throws KubeconfigError
 */
export function loadKubeconfig(options: KubeconfigOptions): ClusterCredential {
  const env = options.env ?? process.env;
  const files = kubeconfigFiles(options.kubeconfig, env);
  if (files.length === 0) {
    const inPod = options.context === undefined && inClusterCredential(options, env);
    if (inPod) return inPod;
    throw new KubeconfigError(
      "none-found",
      "There is no kubeconfig: neither --kubeconfig nor KUBECONFIG names one, and ~/.kube/config does not exist. Name one with --kubeconfig FILE.",
    );
  }
  const shownFiles = files.join(", ");
  const config = merged(files.map((file) => readKubeconfig(file, files.length > 1)));
  const context = chosenContext(config, options.context, shownFiles);
  const cluster = config.clusters.find(({ name }) => name === context.cluster);
  if (!cluster) {
    throw new KubeconfigError(
      "unknown-cluster",
      `Context "${context.name}" names the cluster "${context.cluster}", which ${shownFiles} does not define.`,
    );
  }
  const user = config.users.find(({ name }) => name === context.user);
  if (!user && context.user) {
    throw new KubeconfigError(
      "unknown-user",
      `Context "${context.name}" names the user "${context.user}", which ${shownFiles} does not define.`,
    );
  }
  if (user) checkUser(user, shownFiles);
  const server = serverOf(cluster, shownFiles);
  return openCredential({
    source: "kubeconfig",
    context: context.name,
    contexts: config.contexts.map(({ name }) => name),
    namespace: context.namespace || "default",
    cluster: {
      ...cluster,
      server: server.href,
      proxyUrl: cluster.proxyUrl ?? environmentProxy(server, env) ?? undefined,
    },
    written: cluster,
    user: user ?? { name: "" },
    oidc: user ? idTokens(user, options.clock) : null,
    clock: options.clock,
  });
}

function kubeconfigFiles(flag: string | undefined, env: KubeconfigOptions["env"]): string[] {
  if (flag !== undefined) return [flag];
  const named = (env?.KUBECONFIG ?? "").split(delimiter).filter((file) => file !== "");
  if (named.length > 0) {
    const present = named.filter((file) => existsSync(file));
    // As kubectl: files that are missing are skipped, unless none is left.
    return present.length > 0 ? present : named.slice(0, 1);
  }
  const usual = join(env?.HOME ?? homedir(), ".kube", "config");
  return existsSync(usual) ? [usual] : [];
}

/** One file; an empty one is as good as none where there are `others`. */
function readKubeconfig(file: string, others: boolean): KubeconfigFile {
  const invalid = (why: string) => new KubeconfigError("invalid", `The kubeconfig ${file} ${why}.`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new KubeconfigError("unreadable", `The kubeconfig ${file} ${unreadable(error)}.`);
  }
  if (text.trim() === "" && !others) throw invalid("is empty");
  if (text.includes("\0")) throw invalid("is a binary file");
  let config: KubeconfigFile;
  try {
    config = parseKubeconfig(text, file);
  } catch (error) {
    const [reason = ""] = error instanceof Error ? error.message.split("\n") : [];
    throw invalid(`cannot be read as one: ${reason.replace(/[:.]$/, "")}`);
  }
  const { clusters, users, contexts, currentContext } = config;
  if (clusters.length + users.length + contexts.length === 0 && !currentContext && !others) {
    throw invalid("names no clusters, users or contexts: it is not a kubeconfig");
  }
  return config;
}

/** Of equal names the first file's entry wins. */
function merged(files: readonly KubeconfigFile[]): KubeconfigFile {
  const first = <T extends { name: string }>(entries: T[]): T[] =>
    entries.filter(({ name }, i) => entries.findIndex((other) => other.name === name) === i);
  return {
    clusters: first(files.flatMap(({ clusters }) => [...clusters])),
    users: first(files.flatMap(({ users }) => [...users])),
    contexts: first(files.flatMap(({ contexts }) => [...contexts])),
    currentContext: files.find(({ currentContext }) => currentContext)?.currentContext ?? "",
  };
}

function chosenContext(
  config: KubeconfigFile,
  flag: string | undefined,
  shownFiles: string,
): ContextEntry {
  const wanted = flag ?? config.currentContext;
  const known = config.contexts.map(({ name }) => name);
  const list =
    known.length === 0 ? "It defines no context." : `Known contexts: ${known.join(", ")}.`;
  if (!wanted) {
    throw new KubeconfigError(
      "no-current-context",
      `${shownFiles} sets no current-context. Choose one with --context NAME. ${list}`,
    );
  }
  const context = config.contexts.find(({ name }) => name === wanted);
  if (context) return context;
  throw new KubeconfigError(
    "unknown-context",
    `There is no context "${wanted}" in ${shownFiles}. ${list}`,
  );
}

/** As kubectl a server without a scheme is https where TLS is spoken of, else http. */
function serverOf(cluster: ClusterEntry, shownFiles: string): URL {
  const { caData, caFile, skipTLSVerify } = cluster;
  const scheme = caData || caFile || skipTLSVerify ? "https" : "http";
  const text = cluster.server.includes("://") ? cluster.server : `${scheme}://${cluster.server}`;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== "") return url;
  throw new KubeconfigError(
    "invalid",
    `The cluster "${cluster.name}" of ${shownFiles} has ${cluster.server === "" ? "no server" : `the server ${JSON.stringify(cluster.server)}`}; it needs a URL such as https://127.0.0.1:6443.`,
  );
}

/** Refuses what would be asked with other rights than the kubeconfig means, or not at all. */
function checkUser({ name, impersonate, exec }: UserEntry, shownFiles: string): void {
  const invalid = (why: string) =>
    new KubeconfigError("invalid", `The user "${name}" of ${shownFiles} ${why}.`);
  if (impersonate?.user === "") throw invalid('is to act as someone else, but "as" names nobody');
  if (exec?.command === "") throw invalid('logs in by an exec plugin, but "command" names none');
}

/** The id tokens of a user with an auth-provider; OIDC is the only one left. */
function idTokens({ name, authProvider }: UserEntry, clock: Clock): CredentialSource["oidc"] {
  if (!authProvider) return null;
  if (authProvider.name === "oidc") return oidcTokens(name, authProvider.config, clock);
  throw new KubeconfigError(
    "unsupported",
    `The user "${name}" logs in by the auth-provider "${authProvider.name}", which kubectl gave up in 1.26 for exec plugins. Write its kubeconfig anew with the provider's own tool.`,
  );
}

/** The service account of the Pod this runs in; null outside one. */
function inClusterCredential(
  { clock, serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount" }: KubeconfigOptions,
  env: Readonly<Record<string, string | undefined>>,
): ClusterCredential | null {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = "443" } = env;
  const tokenFile = join(serviceAccount, "token");
  if (!host || !existsSync(tokenFile)) return null;
  const namespaceFile = join(serviceAccount, "namespace");
  return openCredential({
    source: "in-cluster",
    context: "in-cluster",
    contexts: ["in-cluster"],
    namespace: existsSync(namespaceFile) ? readFileSync(namespaceFile, "utf8").trim() : "default",
    cluster: {
      name: "in-cluster",
      server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
      skipTLSVerify: false,
      caFile: join(serviceAccount, "ca.crt"),
    },
    user: { name: "service account", tokenFile },
    oidc: null,
    clock,
  });
}

function unreadable(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ENOENT") return "does not exist";
  if (code === "EISDIR") return "is a directory";
  if (code === "EACCES") return "may not be read by this user";
  return `cannot be read: ${message}`;
}
