import { X509Certificate } from "node:crypto";
import type { TlsMaterial } from "#lib/kubernetes/credential";
import { StatusError } from "#lib/kubernetes/status-error";
import { text } from "#lib/texts/text";

/**
 * The API server says no more than "Unauthorized" when it does not know who asks. This adds what
 * can be known here: that the client certificate has expired, or that logging in again is the way.
 */
export function explainRefusal(error: StatusError, tls: TlsMaterial, nowMs: number): StatusError {
  const end = expiryOf(tls.cert);
  const why =
    end !== null && end <= nowMs
      ? text(
          "the client certificate of the kubeconfig expired at {time}; the kubeconfig has to be written anew",
          { time: `${new Date(end).toISOString().slice(0, 19)}Z` },
        )
      : text(
          "the cluster does not accept the kubeconfig's credential; log in again as for kubectl",
        );
  const said = text("{what}: {why}", { what: error.text, why });
  return new StatusError(error.status, error.code, null, said);
}

/** Milliseconds since the epoch; null without a certificate that can be read. */
function expiryOf(cert: string | undefined): number | null {
  if (!cert) return null;
  try {
    return Date.parse(new X509Certificate(cert).validTo);
  } catch {
    return null;
  }
}
