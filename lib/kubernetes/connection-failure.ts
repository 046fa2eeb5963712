import { ConnectionError } from "#lib/kubernetes/status-error";
import { type Message, type Text, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";

/** Who a failure is about. */
interface Parties {
  /** The API server's host, and the proxy's where the way leads through one. */
  readonly server: Text;
  /** Who the connection is made to: the API server, or the proxy before it. */
  readonly peer: Text;
  readonly role: "API server" | "proxy";
}

/** What the codes of sockets, TLS and undici mean, by the first pattern that fits. */
const meanings: readonly (readonly [RegExp, (parties: Parties) => Message])[] = [
  [
    /^ECONNREFUSED$/,
    ({ server, role }) =>
      role === "proxy"
        ? text("connection to {server} refused: is the proxy running there?", { server })
        : text("connection to {server} refused: is the API server running there?", { server }),
  ],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    ({ server }) => text("{server} closed the connection", { server }),
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, ({ peer }) => text("no address could be found for {peer}", { peer })],
  [
    /^E(HOST|NET)UNREACH$/,
    ({ peer }) => text("there is no way through the network to {peer}", { peer }),
  ],
  [
    /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/,
    ({ server }) => text("{server} did not answer in time", { server }),
  ],
  [
    /CERTIFICATE_EXPIRED$|BAD_CERTIFICATE$|CERTIFICATE_(UNKNOWN|REQUIRED|REVOKED)$|UNKNOWN_CA$/,
    ({ server }) =>
      text(
        "{server} did not accept the client certificate of the kubeconfig (expired, or of another cluster)",
        { server },
      ),
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    ({ server }) => text("the certificate of {server} has expired", { server }),
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    ({ server }) => text("the certificate that {server} shows is for another name", { server }),
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)/,
    ({ server }) =>
      text("the certificate of {server} is signed by an authority the kubeconfig does not trust", {
        server,
      }),
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
  const why = saidBy(error);
  const { server: asked } = parties;
  const said = text("{server} could not be asked: {why}", { server: asked, why });
  return new ConnectionError(said, "", error);
}

function partiesOf({ host }: URL, proxyUrl: string | null): Parties {
  if (proxyUrl === null) return { server: host, peer: host, role: "API server" };
  const proxy = URL.parse(proxyUrl)?.host ?? "";
  const peer = proxy === "" ? text("the proxy") : text("the proxy {host}", { host: proxy });
  return { server: text("{host} through {proxy}", { host, proxy: peer }), peer, role: "proxy" };
}
