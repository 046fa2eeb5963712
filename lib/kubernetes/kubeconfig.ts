import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ClusterCredential,
  type CredentialSource,
  openCredential,
} from "#lib/kubernetes/credential";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import type { ClusterEntry, ContextEntry, UserEntry } from "#lib/kubernetes/kubeconfig-file";
import {
  type KubeconfigPlace,
  type MergedKubeconfig,
  readMergedKubeconfig,
} from "#lib/kubernetes/kubeconfig-files";
import { oidcTokens } from "#lib/kubernetes/oidc-token";
import { environmentProxy } from "#lib/kubernetes/proxy";
import { type Message, type Text, text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

export interface KubeconfigOptions extends KubeconfigPlace {
  /** `--context`; wins over current-context. */
  readonly context?: string;
  readonly clock: Clock;
  /** Where a Pod finds its service account; only tests name another folder. */
  readonly serviceAccount?: string;
}

/** A context as `kubectl config get-contexts` lists it. */
export interface KubeconfigContext {
  readonly name: string;
  readonly cluster: string;
  /** Empty where it names none. */
  readonly user: string;
  /** Empty where it sets none. */
  readonly namespace: string;
  /** Why nobody can be asked by it; null where it is whole. */
  readonly broken: Text | null;
}

/**
 * Finds the cluster as kubectl does: `--kubeconfig`, else the files of KUBECONFIG merged (the first
 * to name something wins, missing ones are skipped), else ~/.kube/config, else the service account
 * of the Pod this runs in. Nothing of the cluster is asked yet.
 *
 * @throws KubeconfigError
 */
export function loadKubeconfig(options: KubeconfigOptions): ClusterCredential {
  const config = readMergedKubeconfig(options);
  if (config) return credentialOf(config, chosenContext(config, options.context), options);
  const inPod = options.context === undefined && inClusterCredential(options);
  if (inPod) return inPod;
  throw new KubeconfigError(
    "none-found",
    text(
      "There is no kubeconfig: neither {flag} nor {variable} names one, and {file} does not exist. Name one with {command}.",
      {
        flag: "--kubeconfig",
        variable: "KUBECONFIG",
        file: "~/.kube/config",
        command: "--kubeconfig FILE",
      },
    ),
  );
}

/**
 * The contexts in the order of the files, each with what is wrong with it. No file that holds a
 * credential is opened for that and no plugin run. Empty where there is no kubeconfig.
 *
 * @throws KubeconfigError when the kubeconfig cannot be read at all.
 */
export function kubeconfigContexts(options: KubeconfigOptions): readonly KubeconfigContext[] {
  const config = readMergedKubeconfig(options);
  if (!config) return [];
  return config.contexts.map((context) => ({
    ...context,
    broken: brokenness(() => credentialOf(config, context, options)),
  }));
}

/**
 * The server of a context and how it is known to be that one, without anybody who asks: its requests
 * carry no credential.
 *
 * @throws KubeconfigError
 */
export function loadServer(options: KubeconfigOptions): ClusterCredential {
  const config = readMergedKubeconfig(options);
  if (!config) return loadKubeconfig(options);
  const context = chosenContext(config, options.context);
  return credentialOf(config, { ...context, user: "" }, options);
}

function brokenness(load: () => unknown): Text | null {
  try {
    load();
    return null;
  } catch (error) {
    if (error instanceof KubeconfigError) return error.text;
    throw error;
  }
}

function credentialOf(
  config: MergedKubeconfig,
  context: ContextEntry,
  options: KubeconfigOptions,
): ClusterCredential {
  const { shownFiles } = config;
  const cluster = config.clusters.find(({ name }) => name === context.cluster);
  if (!cluster) {
    throw new KubeconfigError(
      "unknown-cluster",
      text('Context "{context}" names the cluster "{cluster}", which {files} does not define.', {
        context: context.name,
        cluster: context.cluster,
        files: shownFiles,
      }),
    );
  }
  const user = context.user ? config.users.find(({ name }) => name === context.user) : undefined;
  if (!user && context.user) {
    throw new KubeconfigError(
      "unknown-user",
      text('Context "{context}" names the user "{user}", which {files} does not define.', {
        context: context.name,
        user: context.user,
        files: shownFiles,
      }),
    );
  }
  if (user) checkUser(user, shownFiles);
  const server = serverOf(cluster, shownFiles);
  const proxy = cluster.proxyUrl ?? environmentProxy(server, options.env ?? process.env);
  return openCredential({
    source: "kubeconfig",
    context: context.name,
    contexts: config.contexts.map(({ name }) => name),
    namespace: context.namespace || "default",
    cluster: { ...cluster, server: server.href, proxyUrl: proxy ?? undefined },
    written: cluster,
    user: user ?? { name: "" },
    oidc: user ? idTokens(user, options.clock) : null,
    clock: options.clock,
  });
}

function chosenContext(config: MergedKubeconfig, flag: string | undefined): ContextEntry {
  const { shownFiles } = config;
  const wanted = flag ?? config.currentContext;
  const known = config.contexts.map(({ name }) => name).join(", ");
  const contexts =
    known === ""
      ? text("It defines no context.")
      : text("Known contexts: {contexts}.", { contexts: known });
  if (!wanted) {
    throw new KubeconfigError(
      "no-current-context",
      text("{files} sets no current-context. Choose one with {flag}. {contexts}", {
        files: shownFiles,
        flag: "--context NAME",
        contexts,
      }),
    );
  }
  const context = config.contexts.find(({ name }) => name === wanted);
  if (context) return context;
  throw new KubeconfigError(
    "unknown-context",
    text('There is no context "{context}" in {files}. {contexts}', {
      context: wanted,
      files: shownFiles,
      contexts,
    }),
  );
}

/** As kubectl a server without a scheme is https where TLS is spoken of, else http. */
function serverOf(cluster: ClusterEntry, shownFiles: string): URL {
  const { caData, caFile, skipTLSVerify } = cluster;
  const scheme = caData || caFile || skipTLSVerify ? "https" : "http";
  const written = cluster.server.includes("://") ? cluster.server : `${scheme}://${cluster.server}`;
  const url = URL.parse(written);
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== "") return url;
  throw new KubeconfigError("invalid", noServer(cluster, shownFiles));
}

function noServer({ name, server }: ClusterEntry, files: string): Message {
  const slots = { cluster: name, files, url: "https://127.0.0.1:6443" };
  if (server === "") {
    return text(
      'The cluster "{cluster}" of {files} has no server; it needs a URL such as {url}.',
      slots,
    );
  }
  return text(
    'The cluster "{cluster}" of {files} has the server {server}; it needs a URL such as {url}.',
    { ...slots, server: JSON.stringify(server) },
  );
}

/** Refuses what would be asked with other rights than the kubeconfig means, or not at all. */
function checkUser({ name, impersonate, exec }: UserEntry, files: string): void {
  if (impersonate?.user === "") {
    throw new KubeconfigError(
      "invalid",
      text('The user "{user}" of {files} is to act as someone else, but "{field}" names nobody.', {
        user: name,
        files,
        field: "as",
      }),
    );
  }
  if (exec?.command === "") {
    throw new KubeconfigError(
      "invalid",
      text('The user "{user}" of {files} logs in by an exec plugin, but "{field}" names none.', {
        user: name,
        files,
        field: "command",
      }),
    );
  }
}

/** The id tokens of a user with an auth-provider; OIDC is the only one left. */
function idTokens({ name, authProvider }: UserEntry, clock: Clock): CredentialSource["oidc"] {
  if (!authProvider) return null;
  if (authProvider.name === "oidc") return oidcTokens(name, authProvider.config, clock);
  throw new KubeconfigError(
    "unsupported",
    text(
      'The user "{user}" logs in by the auth-provider "{provider}", which kubectl gave up in 1.26 for exec plugins. Write its kubeconfig anew with the provider\'s own tool.',
      { user: name, provider: authProvider.name },
    ),
  );
}

/** The service account of the Pod this runs in; null outside one. */
function inClusterCredential(options: KubeconfigOptions): ClusterCredential | null {
  const { clock, env = process.env } = options;
  const { serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount" } = options;
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
