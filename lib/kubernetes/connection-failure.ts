import { ConnectionError } from "#lib/kubernetes/status-error";

/** What the codes of sockets, TLS and undici mean, by the first pattern that fits. */
const meanings: readonly (readonly [RegExp, (server: string) => string])[] = [
  [
    /^ECONNREFUSED$/,
    (server) => `connection to ${server} refused: is the API server running there?`,
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, (server) => `${server} closed the connection`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, (server) => `no address could be found for ${server}`],
  [/^E(HOST|NET)UNREACH$/, (server) => `there is no way through the network to ${server}`],
  [
    /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/,
    (server) => `${server} did not answer in time`,
  ],
  [
    /CERTIFICATE_EXPIRED$|BAD_CERTIFICATE$|CERTIFICATE_(UNKNOWN|REQUIRED|REVOKED)$|UNKNOWN_CA$/,
    (server) =>
      `${server} did not accept the client certificate of the kubeconfig (expired, or of another cluster)`,
  ],
  [/^CERT_HAS_EXPIRED$/, (server) => `the certificate of ${server} has expired`],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    (server) => `the certificate that ${server} shows is for another name`,
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)/,
    (server) =>
      `the certificate of ${server} is signed by an authority the kubeconfig does not trust`,
  ],
];

/** A failure below HTTP as one sentence a person can act on. */
export function connectionError(error: unknown, server: URL): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const host = server.host;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = String((cause as { code?: unknown }).code ?? "");
    const meaning = meanings.find(([pattern]) => pattern.test(code));
    if (meaning) return new ConnectionError(meaning[1](host), code, error);
    if (cause instanceof AggregateError && cause.errors.length > 0) {
      return connectionError(cause.errors[0], server);
    }
  }
  const text = error instanceof Error ? error.message : String(error);
  return new ConnectionError(`${host} could not be asked: ${text}`, "", error);
}
