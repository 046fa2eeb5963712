import { readFile } from "node:fs/promises";
import { Agent, request } from "undici";
import { connectionError } from "#lib/kubernetes/connection-failure";
import type { Fetched } from "#lib/kubernetes/expiring";
import { text } from "#lib/texts/text";
import { saidBy, TextError } from "#lib/texts/text-error";
import type { Clock } from "#lib/time/clock";

/** The `config` of a kubeconfig's auth-provider `oidc`, by its own names. */
export type OidcConfig = Readonly<Record<string, string | undefined>>;

const timeoutMs = 30_000;

/**
 * Gives the id token of a kubeconfig user, and once that has ended a new one by its refresh token
 * (OpenID Connect Core 12). New tokens are kept in memory; the kubeconfig stays as it is. (The
 * vendor's client cannot renew: it gives its OpenID library a text where that takes a URL, leaves
 * out the client secret, and takes a lifetime for an instant.)
 *
 * What the returned function throws says what to do.
 */
export function oidcTokens(
  user: string,
  config: OidcConfig,
  clock: Clock,
): () => Promise<Fetched<string>> {
  let given = config["id-token"] ?? "";
  let refreshToken = config["refresh-token"];
  return async () => {
    const token = given;
    // It serves once: who asks again asks because it is ending, or was refused.
    given = "";
    if (token !== "" && expiryOf(token) > clock.now()) {
      return { value: token, expiresAt: expiryOf(token) };
    }
    if (!refreshToken || !config["idp-issuer-url"]) {
      throw new TextError(
        text('the OIDC login of the user "{user}" has ended. Log in again.', { user }),
      );
    }
    try {
      const answer = await refresh(config, refreshToken);
      refreshToken = answer.refreshToken ?? refreshToken;
      return { value: answer.idToken, expiresAt: expiryOf(answer.idToken) };
    } catch (error) {
      throw new TextError(
        text('the OIDC login of the user "{user}" could not be renewed: {why}', {
          user,
          why: saidBy(error),
        }),
      );
    }
  };
}

async function refresh(
  config: OidcConfig,
  refreshToken: string,
): Promise<{ idToken: string; refreshToken: string | undefined }> {
  const issuer = config["idp-issuer-url"] ?? "";
  const ca = await authority(config);
  const dispatcher = new Agent({ connect: { ...(ca ? { ca } : {}), timeout: timeoutMs } });
  try {
    const { token_endpoint } = await ask(
      `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      dispatcher,
    );
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: config["client-id"] ?? "",
      ...(config["client-secret"] ? { client_secret: config["client-secret"] } : {}),
    });
    const answer = await ask(token_endpoint, dispatcher, form);
    if (typeof answer.id_token !== "string") {
      throw new TextError(text("the provider gave no id token"));
    }
    const { id_token: idToken, refresh_token: next } = answer;
    return { idToken, refreshToken: typeof next === "string" ? next : undefined };
  } finally {
    await dispatcher.destroy();
  }
}

/** One request to the provider, over TLS alone, for secrets go with it. */
async function ask(
  url: unknown,
  dispatcher: Agent,
  form?: URLSearchParams,
): Promise<Readonly<Record<string, unknown>>> {
  if (typeof url !== "string" || !url.startsWith("https://")) {
    throw new TextError(text("the provider has no https address"));
  }
  const { statusCode, body } = await request(url, {
    dispatcher,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(form
      ? {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: form.toString(),
        }
      : {}),
  }).catch((error: unknown) => {
    throw connectionError(error, new URL(url));
  });
  const answer: unknown = await body.json().catch(() => null);
  const fields = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (statusCode === 200) return fields;
  const said = fields.error_description ?? fields.error;
  const what = text("the provider answered {code}", { code: statusCode });
  throw new TextError(said ? text("{what}: {why}", { what, why: String(said) }) : what);
}

async function authority(config: OidcConfig): Promise<string | null> {
  const data = config["idp-certificate-authority-data"];
  if (data) return Buffer.from(data, "base64").toString("utf8");
  const file = config["idp-certificate-authority"];
  return file ? await readFile(file, "utf8") : null;
}

/** The `exp` of a JSON web token, in milliseconds since the epoch. */
function expiryOf(token: string): number {
  try {
    const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    const { exp } = JSON.parse(payload) as { exp?: unknown };
    return typeof exp === "number" ? exp * 1000 : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
