import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { type ExecCredential, runExecPlugin } from "#lib/kubernetes/exec-plugin";
import { Expiring, type Fetched } from "#lib/kubernetes/expiring";
import type { ClusterEntry, Impersonation, UserEntry } from "#lib/kubernetes/kubeconfig-file";
import { ConnectionError } from "#lib/kubernetes/status-error";
import { type Message, text } from "#lib/texts/text";
import { saidBy, TextError } from "#lib/texts/text-error";
import type { Clock } from "#lib/time/clock";

/** Where the cluster is and who asks it. */
export interface ClusterCredential {
  readonly source: "kubeconfig" | "in-cluster";
  readonly context: string;
  readonly contexts: readonly string[];
  readonly cluster: string;
  readonly user: string;
  /** The context's namespace, `default` without one. */
  readonly namespace: string;
  readonly server: URL;
  /** The API server's certificate is not verified. */
  readonly insecure: boolean;
  readonly proxyUrl: string | null;
  /**
   * What the next request carries; the same object until a file changes or a login is made anew.
   *
   * @throws ConnectionError when no credential can be had.
   */
  authenticate(): Promise<Authentication>;
  /** The API server refused this one: unless it was replaced already, it is made anew. */
  renew(refused: Authentication): void;
}

export interface Authentication {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

export interface CredentialSource
  extends Pick<ClusterCredential, "source" | "context" | "contexts" | "namespace"> {
  readonly cluster: ClusterEntry;
  /** The cluster as the kubeconfig words it, for exec plugins; absent where that is `cluster`. */
  readonly written?: ClusterEntry;
  readonly user: UserEntry;
  /** The id token of an OIDC user; null for others. */
  readonly oidc: (() => Promise<Fetched<string>>) | null;
  readonly clock: Clock;
}

/** Files are read again after this long, as client-go does: tokens and certificates rotate. */
const fileMs = 60_000;

const authority = text("certificate authority");

export function openCredential(from: CredentialSource): ClusterCredential {
  const { source, context, contexts, namespace, cluster, user, oidc, clock } = from;
  let material: Material | null = null;
  const files = new Expiring(clock, async () => {
    const read = await readMaterial(cluster, user);
    if (material === null || !isDeepStrictEqual(read, material)) material = read;
    return { value: material, expiresAt: clock.now() + fileMs };
  });
  const { exec } = user;
  const written = from.written ?? cluster;
  const plugin =
    exec && new Expiring(clock, async () => runExecPlugin(exec, await clusterInfo(written), clock));
  const idToken = oidc && new Expiring(clock, oidc);
  let parts: readonly unknown[] = [];
  let current: Authentication | null = null;
  return {
    source,
    context,
    contexts,
    cluster: cluster.name,
    user: user.name,
    namespace,
    server: new URL(cluster.server),
    insecure: cluster.skipTLSVerify,
    proxyUrl: cluster.proxyUrl ?? null,
    async authenticate() {
      try {
        const fresh = await Promise.all([files.get(), plugin?.get(), idToken?.get()] as const);
        if (!current || fresh.some((part, i) => part !== parts[i])) {
          parts = fresh;
          current = authenticationOf(from, ...fresh);
        }
        return current;
      } catch (error) {
        if (error instanceof ConnectionError) throw error;
        throw new ConnectionError(saidBy(error), "CREDENTIAL", error);
      }
    },
    renew(refused) {
      if (refused !== current) return;
      files.forget();
      plugin?.forget();
      idToken?.forget();
    },
  };
}

/** What stands in files, or in the kubeconfig in their place. */
interface Material {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly token: string | undefined;
}

async function readMaterial(cluster: ClusterEntry, user: UserEntry): Promise<Material> {
  const [ca, cert, key, token] = await Promise.all([
    dataOrFile(cluster.caData, cluster.caFile, authority),
    dataOrFile(user.certData, user.certFile, text("client certificate")),
    dataOrFile(user.keyData, user.keyFile, text("client key")),
    // The file wins over the token beside it, as in client-go: it may have been rotated.
    user.tokenFile ? contentOf(user.tokenFile, text("token")) : user.token,
  ]);
  return { ca, cert, key, token: token?.trim() };
}

function authenticationOf(
  { cluster, user }: CredentialSource,
  files: Material,
  exec: ExecCredential | undefined,
  idToken: string | undefined,
): Authentication {
  const token = files.token || exec?.token || idToken;
  return {
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : basic(user)),
      ...(user.impersonate ? impersonationHeaders(user.impersonate) : {}),
    },
    tls: {
      ...entry("ca", files.ca),
      ...entry("cert", exec?.clientCertificateData ?? files.cert),
      ...entry("key", exec?.clientKeyData ?? files.key),
      ...entry("servername", cluster.tlsServerName),
      ...(cluster.skipTLSVerify ? { rejectUnauthorized: false } : {}),
    },
  };
}

function basic({ username, password = "" }: UserEntry): Record<string, string> {
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

function impersonationHeaders({ user, uid, groups, extra }: Impersonation) {
  const headers: Record<string, string | string[]> = { "impersonate-user": user };
  if (uid !== undefined) headers["impersonate-uid"] = uid;
  if (groups.length > 0) headers["impersonate-group"] = [...groups];
  for (const [key, values] of extra) {
    headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = [...values];
  }
  return headers;
}

function entry<K extends string>(key: K, value: string | undefined): { [k in K]?: string } {
  return value ? ({ [key]: value } as { [k in K]?: string }) : {};
}

/** Base64 data stands before a file of the same kind, as in kubectl. */
async function dataOrFile(
  data: string | undefined,
  file: string | undefined,
  what: Message,
): Promise<string | undefined> {
  if (data) return Buffer.from(data, "base64").toString("utf8");
  return file ? contentOf(file, what) : undefined;
}

async function contentOf(file: string, what: Message): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as { code?: string };
    throw new TextError(
      code === "ENOENT"
        ? text("the kubeconfig's {what} file {file} does not exist", { what, file })
        : text("the kubeconfig's {what} file {file} cannot be read ({code})", {
            what,
            file,
            code: String(code),
          }),
    );
  }
}

/** What an exec plugin may ask to be told (client.authentication.k8s.io, spec.cluster). */
async function clusterInfo(cluster: ClusterEntry): Promise<object> {
  const { caData, caFile, execExtension } = cluster;
  const content = caData || !caFile ? "" : await contentOf(caFile, authority);
  return {
    server: cluster.server,
    ...entry("tls-server-name", cluster.tlsServerName),
    ...entry("certificate-authority-data", caData || Buffer.from(content).toString("base64")),
    ...entry("proxy-url", cluster.proxyUrl),
    ...(cluster.skipTLSVerify ? { "insecure-skip-tls-verify": true } : {}),
    ...(execExtension === undefined ? {} : { config: execExtension }),
  };
}
