import { expect, test } from "vitest";
import { redacted } from "#lib/server/redaction";

test.each([
  ["Authorization: Bearer canary-1.2_3", "Authorization: Bearer [redacted]"],
  ["sent 'Basic Y2FuYXJ5' twice", "sent 'Basic [redacted]' twice"],
  ["no such user eyJhbGciOi.eyJjYW5hcnki.c2ln here", "no such user [redacted] here"],
  ["https://me:canary@proxy:3128 refused", "https://[redacted]@proxy:3128 refused"],
  ["id_token=canary&x=1", "id_token=[redacted]&x=1"],
  ['{"password": "canary"}', '{"password": "[redacted]"}'],
  ["http://127.0.0.1:7070/?key=canary", "http://127.0.0.1:7070/?key=[redacted]"],
  ["Cookie: batchboard=canary; other=canary", "cookie: [redacted]"],
  ["token: canary-canary-canary", "token: [redacted]"],
  ["-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----", "[redacted]"],
])("S17: %j is written without its secret", (text, without) => {
  expect(redacted(text)).toBe(without);
});

test.each([
  'jobs.batch is forbidden: User "dev" cannot list resource "jobs" in API group "batch"',
  "the API server does not answer",
  "token has expired",
  "error: token: unexpected end",
  "references non-existent config key: colour",
  'serviceaccounts "default-token" not found',
])("S17: %j is no secret and stays", (text) => {
  expect(redacted(text)).toBe(text);
});

test("S17: a text that is too long for a sentence is cut, before anything is looked for in it", () => {
  const text = redacted(`${"a-".repeat(100_000)}token=canary`);
  expect(text).toHaveLength(8_193);
  expect(text.endsWith("…")).toBe(true);
});
