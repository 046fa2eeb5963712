import { expect, test } from "vitest";
import type { Client } from "#lib/kubernetes/client";
import { cronJobs } from "#lib/kubernetes/resources";
import { ConnectionError } from "#lib/kubernetes/status-error";
import type { Job } from "#lib/kubernetes/types";
import { setSuspend } from "#lib/server/actions/suspension";

const target = { namespace: "default", name: "j", uid: "u" };
const job = { metadata: { ...target, resourceVersion: "1" } } as Job;

/** What is said of a suspension whose patch fails like this. */
function failing(error: Error): Promise<unknown> {
  const client = { get: async () => job, patch: () => Promise.reject(error) };
  const acting = {
    client: client as unknown as Client,
    cronJobs: () => cronJobs("v1"),
    who: async () => null,
    now: () => 0,
  };
  return setSuspend(acting, { action: "suspend", resource: "jobs", target });
}

test.each([
  ["no connection", "ECONNREFUSED"],
  ["no credential", "CREDENTIAL"],
  ["no address", "ENOTFOUND"],
])("with %s a patch is not sent: nothing was changed, and that is said", async (_, code) => {
  await expect(failing(new ConnectionError("it failed", code))).rejects.toMatchObject({
    code: "unreachable",
    message: "it failed",
    hint: "Nothing was changed.",
  });
});

test("a patch whose connection broke may have changed something", async () => {
  await expect(failing(new ConnectionError("it broke", "ECONNRESET"))).rejects.toMatchObject({
    code: "unreachable",
    message: "It is not known whether Job j was suspended (it broke).",
  });
});
