const hidden = "[redacted]";

/**
 * A text the other side wrote, without the credential it was sent: API servers, webhooks and proxies
 * are known to repeat a request's headers in their errors, and those are shown.
 */
export function withoutCredential(
  text: string,
  headers: Readonly<Record<string, string | readonly string[]>>,
): string {
  const { authorization } = headers;
  const [, credential = ""] = typeof authorization === "string" ? authorization.split(" ", 2) : [];
  return credential === "" ? text : text.replaceAll(credential, hidden);
}
