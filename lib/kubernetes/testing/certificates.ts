import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (file: string) => readFileSync(join(import.meta.dirname, "testdata", file), "utf8");

/**
 * Made with openssl for these tests and used nowhere else: an authority, a server certificate of it
 * for localhost and 127.0.0.1, one that ended in 2001, and a client certificate.
 */
export const certificates = {
  ca: read("ca.crt"),
  server: { cert: read("server.crt"), key: read("server.key") },
  expired: { cert: read("expired.crt"), key: read("server.key") },
  client: { cert: read("client.crt"), key: read("client.key") },
};
