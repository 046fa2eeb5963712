import { expect, test } from "vitest";
import { type LogFormat, type LogLevel, OperationLog } from "#lib/server/operation-log";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

const yaml = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: made, namespace: shop}\nspec: {}\n";
const secret = "canary-secret";

/** A Batchboard with a CronJob and a Job, what it logs, and a request of each kind that writes. */
async function writing({
  readOnly = false,
  format = "json",
  level = "info",
}: {
  readOnly?: boolean;
  format?: LogFormat;
  level?: LogLevel;
}) {
  const lines: string[] = [];
  const log = new OperationLog({ format, level, write: (line) => lines.push(line) });
  const served = await Served.start({ readOnly, log });
  served.api.userName = "jane@example.org";
  await expect.poll(() => served.dashboard.ready()).toBe(true);
  const env = [{ name: "TOKEN", value: secret }];
  const template = { spec: { containers: [{ name: "main", env }] } };
  const metadata = { name: "etl", namespace: "shop" };
  served.api.apply("cronjobs", {
    metadata: { ...metadata, uid: "uid-cron" },
    spec: { jobTemplate: { spec: { template } } },
  });
  served.api.apply("jobs", { metadata: { ...metadata, uid: "uid-job" }, spec: { template } });
  const cron = { resource: "cronjobs", target: { ...metadata, uid: "uid-cron" } };
  const job = { resource: "jobs", target: { ...metadata, uid: "uid-job" } };
  const key = "abcdefgh";
  const requests = [
    ["actions", { action: "suspend", ...cron, reason: secret }],
    ["actions", { action: "resume", ...cron }],
    ["actions", { action: "trigger", ...cron, key }],
    ["actions", { action: "rerun", ...job, key, owner: "drop" }],
    ["actions", { action: "delete", ...job, cascade: "background" }],
    ["creations", { yaml, namespace: "default", key, dryRun: false }],
  ] as const;
  const audit = () =>
    lines.filter((line) => line.includes('"audit"')).map((line) => JSON.parse(line));
  return { served, lines, requests, audit, key };
}

test("S31: --read-only refuses every change, and says so; what changes nothing is answered", async () => {
  const { served, requests, audit, key } = await writing({ readOnly: true });
  try {
    for (const [endpoint, body] of requests) {
      const response = await served.post(endpoint, body);
      expect(response.status).toBe(403);
      expect(inEnglish((await response.json()).message)).toContain("--read-only");
    }
    for (const [, body] of requests.slice(0, 5)) {
      expect((await served.post("plan", body)).status).toBe(200);
    }
    const dry = await served.post("creations", { yaml, namespace: "default", key, dryRun: true });
    expect((await dry.json()).documents).toMatchObject([{ result: "valid" }]);
    expect((await served.get("rights", "ns=shop")).status).toBe(200);
    const changes = served.api.requests.filter(
      ({ method, path, query }) =>
        method !== "GET" && !path.includes("/selfsubject") && !query.has("dryRun"),
    );
    expect(changes).toEqual([]);
    expect(audit()).toEqual([]);
  } finally {
    await served.close();
  }
});

test("S31: each change is a line of the log: who did what to which object, and how it went", async () => {
  const { served, lines, requests, audit } = await writing({});
  try {
    for (const [endpoint, body] of requests) {
      expect((await served.post(endpoint, body)).status).toBe(200);
    }
    const uidOf = (namespace: string, name: string) =>
      served.api.get("jobs", namespace, name)?.metadata.uid;
    const common = {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: "audit",
      context: "scripted",
      namespace: "shop",
      name: "etl",
      who: "jane@example.org",
      result: "accepted",
    };
    const cron = { ...common, resource: "cronjobs", uid: "uid-cron" };
    const job = { ...common, resource: "jobs", uid: "uid-job" };
    const [triggered, again] = ["etl-manual-abcdefgh", "etl-rerun-1"].map((name) => ({
      made: { name, uid: uidOf("shop", name) },
    }));
    expect(audit()).toEqual([
      { ...cron, action: "suspend" },
      { ...cron, action: "resume" },
      { ...cron, action: "trigger", ...triggered },
      { ...job, action: "rerun", ...again },
      { ...job, action: "delete" },
      {
        ...common,
        action: "create",
        resource: "jobs",
        name: "made",
        uid: "",
        made: { name: "made", uid: uidOf("shop", "made") },
      },
    ]);
    expect(lines.join("")).not.toContain(secret);
  } finally {
    await served.close();
  }
});

test("S31: a change that was refused, or was done before, is told as that", async () => {
  const { served, requests, audit } = await writing({});
  try {
    const [[, suspend], , , , [, deletion]] = requests;
    const message = `admission webhook denied the request: ${secret}`;
    served.api.fault(({ method }) => method === "PATCH", { status: 403, message }, 1);
    await served.act(suspend);
    await served.act(suspend);
    await served.act(suspend);
    served.api.fault(({ method }) => method === "DELETE", "reset", 1);
    await served.act(deletion);
    expect(audit().map(({ action, result }) => `${action} ${result}`)).toEqual([
      "suspend forbidden",
      "suspend accepted",
      "suspend already",
      "delete unreachable",
    ]);
    expect(JSON.stringify(audit())).not.toContain(secret);
  } finally {
    await served.close();
  }
});

test("S31: at a terminal, where only warnings are told, it is the same line of JSON", async () => {
  const { served, requests, audit } = await writing({ format: "text", level: "error" });
  try {
    const [[, suspend]] = requests;
    await served.act(suspend);
    expect(audit()).toMatchObject([{ action: "suspend", who: "jane@example.org" }]);
  } finally {
    await served.close();
  }
});

test("S31: who asks nobody to log is told nothing", async () => {
  const { served, requests, lines } = await writing({ level: "silent" });
  try {
    const [[, suspend]] = requests;
    expect((await served.act(suspend)).status).toBe(200);
    expect(lines).toEqual([]);
  } finally {
    await served.close();
  }
});
