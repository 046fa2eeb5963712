import { dirname, isAbsolute, join } from "node:path";
// Its one small file for this: the rest, which nothing here uses, was a fifth of all memory.
import { newClusters, newContexts, newUsers } from "@kubernetes/client-node/dist/config_types.js";
import { parse } from "yaml";
import type { ExecConfig } from "#lib/kubernetes/exec-plugin";
import { text as says } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

/** What one kubeconfig file says, as far as it is read here. */
export interface KubeconfigFile {
  readonly currentContext: string;
  readonly clusters: readonly ClusterEntry[];
  readonly users: readonly UserEntry[];
  readonly contexts: readonly ContextEntry[];
}

export interface ClusterEntry {
  readonly name: string;
  /** Empty where it is missing. */
  readonly server: string;
  readonly skipTLSVerify: boolean;
  readonly caData?: string | undefined;
  readonly caFile?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly proxyUrl?: string | undefined;
  /** What an exec plugin of the cluster's users is to be told, as it stands there. */
  readonly execExtension?: unknown;
}

export interface UserEntry {
  readonly name: string;
  readonly certData?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyData?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly impersonate?: Impersonation | undefined;
  readonly exec?: ExecConfig | undefined;
  readonly authProvider?: AuthProvider | undefined;
}

/** Whom to act as (`as`, `as-uid`, `as-groups`, `as-user-extra`). */
export interface Impersonation {
  /** Empty where it is missing. */
  readonly user: string;
  readonly uid?: string | undefined;
  readonly groups: readonly string[];
  readonly extra: readonly (readonly [key: string, values: readonly string[]])[];
}

export interface AuthProvider {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ContextEntry {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  /** Empty where it is not set. */
  readonly namespace: string;
}

const dropInvalid = { onInvalidEntry: "filter" } as const;

/**
 * Reads the text of a kubeconfig by the vendor's client, and adds what that leaves out: `tokenFile`,
 * `as-uid`, `as-groups` and `as-user-extra`, without which others would be asked with other rights
 * than kubectl's, and a cluster's extension for exec plugins. Relative paths count from the folder
 * of `file`. An entry that lacks what it needs is as if it were not there.
 *
 * @throws Error when it is not YAML or holds no mapping; nothing of the text is in its first line.
 */
export function parseKubeconfig(text: string, file: string): KubeconfigFile {
  // Its warnings go to stderr and quote the line, which may hold a secret.
  const config: unknown = parse(text, { logLevel: "error" }) ?? {};
  if (!isFields(config)) throw new TextError(says("it is not a YAML mapping"));
  const path = (value: string | undefined) =>
    value === undefined || isAbsolute(value) ? value : join(dirname(file), value);
  const leftOut = new Map(named(config, "users", "user"));
  const clusters = new Map(named(config, "clusters", "cluster"));
  return {
    currentContext: textOf(config, "current-context") ?? "",
    clusters: [
      ...newClusters(config.clusters, dropInvalid).map((cluster) => ({
        name: cluster.name,
        server: cluster.server,
        skipTLSVerify: cluster.skipTLSVerify,
        caData: asText(cluster.caData),
        caFile: path(asText(cluster.caFile)),
        tlsServerName: asText(cluster.tlsServerName),
        proxyUrl: asText(cluster.proxyUrl),
        execExtension: execExtensionOf(clusters.get(cluster.name) ?? {}),
      })),
      // The vendor drops a cluster without a server; it is kept to be named in the error.
      ...named(config, "clusters", "cluster")
        .filter(([, fields]) => textOf(fields, "server") === undefined)
        .map(([name]) => ({ name, server: "", skipTLSVerify: false })),
    ],
    users: newUsers(config.users, dropInvalid).map((user) => {
      const fields = leftOut.get(user.name) ?? {};
      return {
        name: user.name,
        certData: asText(user.certData),
        certFile: path(asText(user.certFile)),
        keyData: asText(user.keyData),
        keyFile: path(asText(user.keyFile)),
        token: asText(user.token),
        tokenFile: path(textOf(fields, "tokenFile")),
        username: asText(user.username),
        password: asText(user.password),
        impersonate: impersonationOf(fields),
        exec: execOf(user.exec, path),
        authProvider: authProviderOf(user.authProvider),
      };
    }),
    contexts: newContexts(config.contexts, dropInvalid).map(
      ({ name, cluster, user, namespace }) => ({
        name,
        cluster,
        user: asText(user) ?? "",
        namespace: asText(namespace) ?? "",
      }),
    ),
  };
}

function impersonationOf(user: Fields): Impersonation | undefined {
  const parts = [user.as, user["as-uid"], user["as-groups"], user["as-user-extra"]];
  if (parts.every(isNothing)) return undefined;
  const extra = fieldsOf(user, "as-user-extra");
  return {
    user: textOf(user, "as") ?? "",
    uid: textOf(user, "as-uid"),
    groups: textsOf(user, "as-groups"),
    extra: Object.keys(extra).map((key) => [key, textsOf(extra, key)]),
  };
}

function execOf(
  exec: unknown,
  path: (value: string | undefined) => string | undefined,
): ExecConfig | undefined {
  if (!isFields(exec)) return undefined;
  const command = textOf(exec, "command") ?? "";
  return {
    apiVersion: textOf(exec, "apiVersion"),
    // A bare name is looked for on the PATH.
    command: (command.includes("/") ? path(command) : command) ?? "",
    args: textsOf(exec, "args"),
    env: listOf(exec, "env").map((entry) => ({
      name: textOf(entry, "name") ?? "",
      value: textOf(entry, "value") ?? "",
    })),
    installHint: textOf(exec, "installHint"),
    provideClusterInfo: exec.provideClusterInfo === true,
  };
}

function execExtensionOf(cluster: Fields): unknown {
  const isForExec = ({ name }: Fields) => name === "client.authentication.k8s.io/exec";
  return listOf(cluster, "extensions").find(isForExec)?.extension;
}

function authProviderOf(provider: unknown): AuthProvider | undefined {
  if (!isFields(provider)) return undefined;
  const config = fieldsOf(provider, "config");
  const texts = Object.keys(config).flatMap((key): [string, string][] => {
    const value = textOf(config, key);
    return value === undefined ? [] : [[key, value]];
  });
  return { name: textOf(provider, "name") ?? "", config: Object.fromEntries(texts) };
}

type Fields = Readonly<Record<string, unknown>>;

/** Absent, null, or an empty text, list or mapping. */
function isNothing(value: unknown): boolean {
  if (typeof value === "object") return value === null || Object.keys(value).length === 0;
  return value === undefined || value === "";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list under `key` as pairs of a name and the fields under `inner`. */
function named(config: Fields, key: string, inner: string): [string, Fields][] {
  return listOf(config, key).flatMap((entry): [string, Fields][] => {
    const name = textOf(entry, "name");
    return name === undefined ? [] : [[name, fieldsOf(entry, inner)]];
  });
}

function listOf(fields: Fields, key: string): Fields[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function fieldsOf(fields: Fields, key: string): Fields {
  const value = fields[key];
  return isFields(value) ? value : {};
}

function textsOf(fields: Fields, key: string): string[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textOf(fields: Fields, key: string): string | undefined {
  return asText(fields[key]);
}

/** As for kubectl an empty text counts as none; the vendor's types hide what YAML can hold. */
function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
