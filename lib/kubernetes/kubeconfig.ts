import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type Cluster, type Context, KubeConfig, type User } from "@kubernetes/client-node";
import { type ClusterCredential, openCredential } from "#lib/kubernetes/credential";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import type { Clock } from "#lib/time/clock";

export interface KubeconfigOptions {
  /** `--kubeconfig`; wins over the environment. */
  readonly kubeconfig?: string;
  /** `--context`; wins over current-context. */
  readonly context?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

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
    if (env.KUBERNETES_SERVICE_HOST && existsSync(`${serviceAccount}/token`)) {
      return inCluster(env, options.clock);
    }
    throw new KubeconfigError(
      "none-found",
      "There is no kubeconfig: neither --kubeconfig nor KUBECONFIG names one, and ~/.kube/config does not exist. Name one with --kubeconfig FILE.",
    );
  }
  const config = merged(files.map(readKubeconfig));
  const context = chosenContext(config, options.context, files);
  const cluster = config.clusters.find(({ name }) => name === context.cluster);
  if (!cluster) {
    throw new KubeconfigError(
      "unknown-cluster",
      `Context "${context.name}" names the cluster "${context.cluster}", which ${shownFiles(files)} does not define.`,
    );
  }
  const user = config.users.find(({ name }) => name === context.user);
  if (!user && context.user) {
    throw new KubeconfigError(
      "unknown-user",
      `Context "${context.name}" names the user "${context.user}", which ${shownFiles(files)} does not define.`,
    );
  }
  return openCredential({
    source: "kubeconfig",
    context: context.name,
    contexts: config.contexts.map(({ name }) => name),
    namespace: context.namespace || "default",
    cluster,
    user: user ?? { name: "" },
    oidc: oidcHeaders(cluster, user),
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

interface Config {
  readonly clusters: readonly Cluster[];
  readonly users: readonly User[];
  readonly contexts: readonly Context[];
  readonly currentContext: string | undefined;
}

function readKubeconfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new KubeconfigError("unreadable", `The kubeconfig ${file} ${unreadable(error)}.`);
  }
  if (text.trim() === "") throw new KubeconfigError("invalid", `The kubeconfig ${file} is empty.`);
  const parsed = new KubeConfig();
  try {
    if (text.includes("\0")) throw new Error("it is a binary file");
    parsed.loadFromString(text);
    parsed.makePathsAbsolute(dirname(file));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new KubeconfigError(
      "invalid",
      `The kubeconfig ${file} cannot be read as one: ${reason}.`,
    );
  }
  const { clusters, users, contexts, currentContext } = parsed;
  if (clusters.length + users.length + contexts.length === 0 && !currentContext) {
    throw new KubeconfigError(
      "invalid",
      `The kubeconfig ${file} names no clusters, users or contexts: it is not a kubeconfig.`,
    );
  }
  return {
    clusters,
    users: users.map((user) => absolute(user, dirname(file))),
    contexts,
    currentContext,
  };
}

/** Of equal names the first file's entry wins; the vendor's own merge refuses them. */
function merged(configs: readonly Config[]): Config {
  const first = <T extends { name: string }>(entries: T[]): T[] =>
    [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].toReversed();
  return {
    clusters: first(configs.flatMap(({ clusters }) => [...clusters])),
    users: first(configs.flatMap(({ users }) => [...users])),
    contexts: first(configs.flatMap(({ contexts }) => [...contexts])),
    currentContext: configs.find(({ currentContext }) => currentContext)?.currentContext,
  };
}

function chosenContext(
  config: Config,
  flag: string | undefined,
  files: readonly string[],
): Context {
  const name = flag ?? config.currentContext;
  const known = config.contexts.map((context) => context.name);
  const list =
    known.length === 0 ? "It defines no context." : `Known contexts: ${known.join(", ")}.`;
  if (!name) {
    throw new KubeconfigError(
      "no-current-context",
      `${shownFiles(files)} sets no current-context. Choose one with --context NAME. ${list}`,
    );
  }
  const context = config.contexts.find((candidate) => candidate.name === name);
  if (context) return context;
  throw new KubeconfigError(
    "unknown-context",
    `There is no context "${name}" in ${shownFiles(files)}. ${list}`,
  );
}

/** Answers with the Authorization of an OIDC user, refreshed by the vendor's client; null for others. */
function oidcHeaders(
  cluster: Cluster,
  user: User | undefined,
): (() => Promise<Record<string, string>>) | null {
  if (user?.authProvider?.name !== "oidc") return null;
  const vendor = new KubeConfig();
  vendor.loadFromClusterAndUser(cluster, user);
  return async () => {
    const options: { headers: Record<string, string> } = { headers: {} };
    await vendor.applyToHTTPSOptions(options);
    return options.headers;
  };
}

function inCluster(
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): ClusterCredential {
  const host = env.KUBERNETES_SERVICE_HOST ?? "";
  const port = env.KUBERNETES_SERVICE_PORT ?? "443";
  const server = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const namespaceFile = `${serviceAccount}/namespace`;
  return openCredential({
    source: "in-cluster",
    context: "in-cluster",
    contexts: ["in-cluster"],
    namespace: existsSync(namespaceFile) ? readFileSync(namespaceFile, "utf8").trim() : "default",
    cluster: {
      name: "in-cluster",
      server,
      skipTLSVerify: false,
      caFile: `${serviceAccount}/ca.crt`,
    },
    user: {
      name: "service account",
      authProvider: { name: "tokenFile", config: { tokenFile: `${serviceAccount}/token` } },
    },
    oidc: null,
    clock,
  });
}

/** The vendor resolves certificate paths against the kubeconfig's folder, but not these two. */
function absolute(user: User, folder: string): User {
  const tokenFile = user.authProvider?.config?.tokenFile;
  const command = user.exec?.command;
  const relative = (path: unknown): path is string =>
    typeof path === "string" && path.includes("/") && !path.startsWith("/");
  return {
    ...user,
    ...(relative(tokenFile)
      ? {
          authProvider: {
            ...user.authProvider,
            config: { ...user.authProvider.config, tokenFile: join(folder, tokenFile) },
          },
        }
      : {}),
    ...(relative(command) ? { exec: { ...user.exec, command: join(folder, command) } } : {}),
  };
}

function unreadable(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ENOENT") return "does not exist";
  if (code === "EISDIR") return "is a directory";
  if (code === "EACCES") return "may not be read by this user";
  return `cannot be read: ${message}`;
}

function shownFiles(files: readonly string[]): string {
  return files.join(", ");
}
