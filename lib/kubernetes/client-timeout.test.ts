import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createClient } from "#lib/kubernetes/client";
import { openCredential } from "#lib/kubernetes/credential";
import { ConnectionError } from "#lib/kubernetes/status-error";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import { systemClock } from "#lib/time/clock";

// A file of its own: undici keeps one timer for all requests, which must be a fake one from the start.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("discovery of a cluster that hangs is given up in seconds, not after a list's minute", async () => {
  const server = await new ScriptedApiServer().listen();
  server.fault(() => true, "hang");
  const credential = openCredential({
    source: "kubeconfig",
    context: "c",
    contexts: ["c"],
    namespace: "default",
    cluster: { name: "c", server: server.url, skipTLSVerify: false },
    user: { name: "u", token: "canary-token" },
    oidc: null,
    clock: systemClock,
  });
  const client = createClient(credential, { clock: systemClock });
  try {
    const asked = client.discover().catch((error: unknown) => error);
    await vi.waitUntil(() => server.requests.length > 0);
    vi.advanceTimersByTime(8_000);
    const failure = await asked;
    expect(failure).toBeInstanceOf(ConnectionError);
    expect(String(failure)).toMatch(/did not answer in time$/);
  } finally {
    await client.close();
    await server.close();
  }
});
