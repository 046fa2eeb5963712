import { readFile } from "node:fs/promises";
import { ExecPlugin } from "#lib/kubernetes/exec-credential";
import { ConnectionError } from "#lib/kubernetes/status-error";
import type { Clock } from "#lib/time/clock";

/** Where the cluster is and who asks it. */
export interface ClusterCredential {
  readonly source: "kubeconfig" | "in-cluster";
  readonly context: string;
  readonly contexts: readonly string[];
  readonly cluster: string;
  /** The context's namespace, `default` without one. */
  readonly namespace: string;
  readonly server: URL;
  /** The API server's certificate is not verified. */
  readonly insecure: boolean;
  readonly proxyUrl: string | null;
  /** What the next request carries. @throws ConnectionError when no credential can be had. */
  authenticate(): Promise<Authentication>;
  /** The API server refused it: read it anew before the next request. */
  renew(): void;
}

export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** The vendor's cluster and user entries, as far as they are read here. */
export interface CredentialSource
  extends Pick<ClusterCredential, "source" | "context" | "contexts" | "namespace"> {
  readonly cluster: {
    readonly name: string;
    readonly server: string;
    readonly skipTLSVerify: boolean;
    readonly caData?: string;
    readonly caFile?: string;
    readonly tlsServerName?: string;
    readonly proxyUrl?: string;
  };
  readonly user: {
    readonly name: string;
    readonly certData?: string;
    readonly certFile?: string;
    readonly keyData?: string;
    readonly keyFile?: string;
    readonly token?: string;
    readonly username?: string;
    readonly password?: string;
    readonly impersonateUser?: string;
    // biome-ignore lint/suspicious/noExplicitAny: the vendor types these two so; they are checked where they are read
    readonly exec?: any;
    // biome-ignore lint/suspicious/noExplicitAny: see above
    readonly authProvider?: any;
  };
  /** The headers of an OIDC user; null for others. */
  readonly oidc: (() => Promise<Record<string, string>>) | null;
  readonly clock: Clock;
}

/** Files are read again after this long, as client-go does: tokens and certificates rotate. */
const fileMs = 60_000;

export function openCredential(from: CredentialSource): ClusterCredential {
  const { source, context, contexts, namespace, cluster, user, clock } = from;
  const exec = user.exec ? new ExecPlugin(user.exec, clusterInfo(from), clock) : null;
  let known: { until: number; read: Promise<Authentication> } | null = null;

  const read = async (): Promise<Authentication> => {
    try {
      return await readAuthentication(from, exec);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ConnectionError(message, "CREDENTIAL", error);
    }
  };
  return {
    source,
    context,
    contexts,
    cluster: cluster.name,
    namespace,
    server: new URL(cluster.server),
    insecure: cluster.skipTLSVerify,
    proxyUrl: cluster.proxyUrl ?? null,
    authenticate() {
      // A plugin and an OIDC client keep their own time; files are the only thing kept here.
      if (exec || from.oidc) return read();
      if (known && known.until > clock.now()) return known.read;
      const fresh = { until: clock.now() + fileMs, read: read() };
      known = fresh;
      fresh.read.catch(() => {
        if (known === fresh) known = null;
      });
      return fresh.read;
    },
    renew() {
      known = null;
      exec?.forget();
    },
  };
}

async function readAuthentication(
  { cluster, user, oidc }: CredentialSource,
  exec: ExecPlugin | null,
): Promise<Authentication> {
  const [ca, cert, key, execCredential] = await Promise.all([
    material(cluster.caData, cluster.caFile, "certificate authority"),
    material(user.certData, user.certFile, "client certificate"),
    material(user.keyData, user.keyFile, "client key"),
    exec?.credential(),
  ]);
  const headers: Record<string, string> = oidc ? await oidc() : {};
  const tokenFile: unknown = user.authProvider?.config?.tokenFile;
  const token =
    execCredential?.token ??
    (typeof tokenFile === "string" ? (await text(tokenFile, "token")).trim() : user.token);
  if (token) headers.Authorization = `Bearer ${token}`;
  else if (user.username !== undefined) {
    const basic = Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64");
    headers.Authorization = `Basic ${basic}`;
  }
  if (user.impersonateUser) headers["Impersonate-User"] = user.impersonateUser;
  return {
    headers,
    tls: {
      ...(ca === null ? {} : { ca }),
      ...entry("cert", execCredential?.clientCertificateData ?? cert),
      ...entry("key", execCredential?.clientKeyData ?? key),
      ...entry("servername", cluster.tlsServerName),
      ...(cluster.skipTLSVerify ? { rejectUnauthorized: false } : {}),
    },
  };
}

function entry<K extends string>(key: K, value: string | null | undefined): { [k in K]?: string } {
  return value ? ({ [key]: value } as { [k in K]?: string }) : {};
}

/** Base64 data stands before a file of the same kind, as in kubectl. */
async function material(
  data: string | undefined,
  file: string | undefined,
  what: string,
): Promise<string | null> {
  if (data) return Buffer.from(data, "base64").toString("utf8");
  return file ? text(file, what) : null;
}

async function text(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new Error(`the kubeconfig's ${what} file ${file} ${why}`);
  }
}

/** What an exec plugin may ask to be told (client.authentication.k8s.io, spec.cluster). */
function clusterInfo({ cluster }: CredentialSource): object {
  return {
    server: cluster.server,
    ...entry("tls-server-name", cluster.tlsServerName),
    ...entry("certificate-authority-data", cluster.caData),
    ...entry("proxy-url", cluster.proxyUrl),
    ...(cluster.skipTLSVerify ? { "insecure-skip-tls-verify": true } : {}),
  };
}
