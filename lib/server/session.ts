import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Who may look, in local mode: whoever opened a link that this process printed. A link carries a
 * random key and works once; what it is exchanged for is a cookie that lives as long as the process.
 * Other users and processes of the machine have neither.
 */
export class Session {
  /** The port this process listens on. */
  readonly port: number;
  readonly #cookieName: string;
  readonly #secret = newKey();
  readonly #secretDigest = digest(this.#secret);
  #key: string | null = null;

  /** Cookies are shared by all ports of a host, so the name carries the port. */
  constructor(port: number) {
    this.port = port;
    this.#cookieName = `batchboard-${port}`;
  }

  /** A new key for a link; an earlier one that was not used ends with it. */
  issueKey(): string {
    this.#key = newKey();
    return this.#key;
  }

  /** Exchanges a key for the Set-Cookie header; null for a key that is used or was never ours. */
  redeem(key: string): string | null {
    if (this.#key === null || !timingSafeEqual(digest(key), digest(this.#key))) return null;
    this.#key = null;
    // No Secure: the address is plain http on loopback, and some browsers would drop it there.
    return `${this.#cookieName}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a Cookie header carries this session. */
  verify(cookieHeader: string | null | undefined): boolean {
    const values = (cookieHeader ?? "")
      .split(";")
      .map((pair) => pair.trim().split("="))
      .filter(([name]) => name === this.#cookieName)
      .map(([, value]) => value ?? "");
    return values.some((value) => timingSafeEqual(digest(value), this.#secretDigest));
  }
}

/** 256 bits, safe in a URL and a cookie. */
function newKey(): string {
  return randomBytes(32).toString("base64url");
}

/** What is compared in the place of a text, so that neither length nor time tells anything. */
function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
