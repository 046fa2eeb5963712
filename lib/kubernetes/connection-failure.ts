import { ConnectionError } from "#lib/kubernetes/status-error";

/** Who a failure is about. */
interface Parties {
  /** The API server's host, and the proxy's where the way leads through one. */
  readonly server: string;
  /** Who the connection is made to: the API server, or the proxy before it. */
  readonly peer: string;
  readonly role: "API server" | "proxy";
}

/** What the codes of sockets, TLS and undici mean, by the first pattern that fits. */
const meanings: readonly (readonly [RegExp, (parties: Parties) => string])[] = [
  [
    /^ECONNREFUSED$/,
    ({ server, role }) => `connection to ${server} refused: is the ${role} running there?`,
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, ({ server }) => `${server} closed the connection`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, ({ peer }) => `no address could be found for ${peer}`],
  [/^E(HOST|NET)UNREACH$/, ({ peer }) => `there is no way through the network to ${peer}`],
  [
    /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/,
    ({ server }) => `${server} did not answer in time`,
  ],
  [
    /CERTIFICATE_EXPIRED$|BAD_CERTIFICATE$|CERTIFICATE_(UNKNOWN|REQUIRED|REVOKED)$|UNKNOWN_CA$/,
    ({ server }) =>
      `${server} did not accept the client certificate of the kubeconfig (expired, or of another cluster)`,
  ],
  [/^CERT_HAS_EXPIRED$/, ({ server }) => `the certificate of ${server} has expired`],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    ({ server }) => `the certificate that ${server} shows is for another name`,
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)/,
    ({ server }) =>
      `the certificate of ${server} is signed by an authority the kubeconfig does not trust`,
  ],
];

/**
 * A failure below HTTP as one sentence a person can act on. Of a proxy its host alone is named, for
 * its URL may hold a password.
 */
export function connectionError(
  error: unknown,
  server: URL,
  proxyUrl: string | null = null,
): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const parties = partiesOf(server, proxyUrl);
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = String((cause as { code?: unknown }).code ?? "");
    const meaning = meanings.find(([pattern]) => pattern.test(code));
    if (meaning) return new ConnectionError(meaning[1](parties), code, error);
    if (cause instanceof AggregateError && cause.errors.length > 0) {
      return connectionError(cause.errors[0], server, proxyUrl);
    }
  }
  const text = error instanceof Error ? error.message : String(error);
  return new ConnectionError(`${parties.server} could not be asked: ${text}`, "", error);
}

function partiesOf({ host }: URL, proxyUrl: string | null): Parties {
  if (proxyUrl === null) return { server: host, peer: host, role: "API server" };
  const peer = `the proxy ${URL.parse(proxyUrl)?.host ?? ""}`.trim();
  return { server: `${host} through ${peer}`, peer, role: "proxy" };
}
