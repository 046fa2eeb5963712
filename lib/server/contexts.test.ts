import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "#lib/api/contexts";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import type { DashboardOptions } from "#lib/server/dashboard";
import { OperationLog } from "#lib/server/operation-log";
import { receivedPlaces } from "#lib/server/testing/received-logs";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

type Side = "east" | "west";
const sides = ["east", "west"] as const;

let folder: string;
let kubeconfig: string;
let servers: Record<Side, ScriptedApiServer>;
let dashboards: Served[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "batchboard-contexts-"));
  kubeconfig = join(folder, "config");
  dashboards = [];
  servers = { east: await standing("east"), west: await standing("west") };
  write();
});
afterEach(async () => {
  for (const each of dashboards) await each.close();
  for (const side of sides) await servers[side].close();
  rmSync(folder, { recursive: true });
});

/** Both have the same objects, by name and uid; a label and the log tell which is which. */
async function standing(side: Side): Promise<ScriptedApiServer> {
  const api = await new ScriptedApiServer().listen();
  const labels = { "stands-in": side };
  for (const namespace of ["default", "web"]) {
    const uid = (kind: string) => `${kind}-${namespace}`;
    const names = { name: "x", namespace, labels };
    api.apply("cronjobs", {
      metadata: { ...names, uid: uid("cron") },
      spec: { schedule: "@daily", suspend: false, jobTemplate: { spec: podTemplate } },
    });
    api.apply("jobs", { metadata: { ...names, uid: uid("job") }, spec: podTemplate });
    api.apply("pods", {
      metadata: { ...names, uid: uid("pod") },
      spec: { containers: [{ name: "main", image: "busybox" }] },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "main", restartCount: 0, state: { running: {} } }],
      },
    });
  }
  api.apply("namespaces", { metadata: { name: `only-${side}`, namespace: "" } });
  return api;
}
const podTemplate = {
  template: { spec: { containers: [{ name: "main", image: "busybox" }], restartPolicy: "Never" } },
};

const tokenOf = (side: string) => `token-of-${side}`;

/** The kubeconfig of both, with more beside them. */
function write(more: { contexts?: object[]; clusters?: object[]; users?: object[] } = {}): void {
  const { contexts = [], clusters = [], users = [] } = more;
  const config = {
    "current-context": "east",
    contexts: [
      ...sides.map((name) => ({ name, context: { cluster: name, user: name, namespace: name } })),
      ...contexts,
    ],
    clusters: [
      ...sides.map((name) => ({ name, cluster: { server: servers[name].url } })),
      ...clusters,
    ],
    users: [...sides.map((name) => ({ name, user: { token: tokenOf(name) } })), ...users],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
}

async function start(options: Partial<DashboardOptions> = {}): Promise<Served> {
  const served = await Served.start({ kubeconfig, ...options });
  dashboards.push(served);
  return served;
}

const object = (kind: string, namespace: string) => `kind=${kind}&namespace=${namespace}&name=x`;
const pathOf = ({ path }: { path: string }) => path;

test("S8: of 1,000 requests in any order each reaches its context's cluster with its own credential", async () => {
  const lines: string[] = [];
  const log = new OperationLog({ format: "json", level: "info", write: (l) => lines.push(l) });
  const served = await start({ log });
  /** The newest event id anybody was given, by side. */
  const ids: Record<Side, string> = { east: "", west: "" };
  const other = (side: Side) => (side === "east" ? "west" : "east");

  const asks: readonly ((side: Side, namespace: string, context: string) => Promise<void>)[] = [
    async (side, namespace, context) => {
      const response = await served.get("manifest", `${object("job", namespace)}${context}`);
      expect((await response.json()).yaml).toContain(`stands-in: ${side}`);
    },
    async (_, namespace, context) => {
      expect((await served.get("rights", `ns=${namespace}${context}`)).status).toBe(200);
    },
    async (_, namespace, context) => {
      const query = `kind=job&namespace=${namespace}&name=x&uid=job-${namespace}${context}`;
      expect((await served.get("remains", query)).status).toBe(200);
    },
    async (side, _, context) => {
      const after = ids[other(side)];
      const stream = await served.stream("watch", `view=jobs&ns=*&after=${after}${context}`);
      const isWhole = () => stream.names("jobs").length >= 2 && stream.last("cluster").version;
      await stream.until(isWhole, "the rows");
      // Where the other cluster's stream was left is nowhere in this one: it begins with everything.
      expect(stream.frames[0].type).toBe("snapshot");
      expect(stream.last("cluster").context).toBe(side);
      expect(stream.last("choices").names).toContain(`only-${side}`);
      expect(stream.last("choices").names).not.toContain(`only-${other(side)}`);
      ids[side] = stream.events.findLast(({ id }) => id !== "")?.id ?? "";
      stream.close();
    },
    async (side, namespace, context) => {
      const query = `namespace=${namespace}&of=pod%2Fx&container=main${context}`;
      const stream = await served.stream("logs", query);
      await stream.until(() => stream.frames.some(({ type }) => type === "lines"), "the log");
      expect(JSON.stringify(stream.frames)).toContain(`printed in ${side}`);
      expect(JSON.stringify(stream.frames)).not.toContain(`printed in ${other(side)}`);
      stream.close();
    },
    async (_, namespace, context) => {
      const target = { namespace, name: "x", uid: `cron-${namespace}` };
      const action = { action: "suspend", resource: "cronjobs", target };
      expect((await served.post("plan", action, context)).status).toBe(200);
    },
    async (side, namespace, context) => {
      const target = { namespace, name: "x", uid: `cron-${namespace}` };
      const trigger = { action: "trigger", resource: "cronjobs", target, key: "samekeyy" };
      expect((await served.post("actions", trigger, context)).status).toBe(200);
      // The same key has its own Job in each cluster.
      expect(servers[side].get("jobs", namespace, "x-manual-samekeyy")).toBeDefined();
    },
    async (_, __, context) => {
      expect((await served.get("contexts", `ask=1${context}`)).status).toBe(200);
    },
  ];
  for (const side of sides) {
    for (const namespace of ["default", "web"]) {
      const log = servers[side].logs.of(`${namespace}/x/main`);
      log.write([`2026-03-10T12:00:00.000000001Z printed in ${side}`], false);
    }
  }
  const seed = Math.floor(Math.random() * 2 ** 31);
  const drawn = fc.sample(
    fc.tuple(
      fc.constantFrom(...sides),
      fc.constantFrom("default", "web"),
      fc.constantFrom(...asks),
      fc.boolean(),
    ),
    { numRuns: 1_000, seed },
  );
  // Discovery has to have been asked of both before an action is.
  await Promise.all(sides.map((side) => asks[3]?.(side, "default", `&context=${side}`)));
  const queue = drawn.values();
  const work = async () => {
    for (const [side, namespace, ask, named] of queue) {
      await ask(side, namespace, side === "east" && !named ? "" : `&context=${side}`);
    }
  };
  await expect(
    Promise.all(Array.from({ length: 12 }, work)),
    `seed ${seed}`,
  ).resolves.toBeDefined();

  for (const side of sides) {
    const asked = servers[side].requests;
    expect(asked.length).toBeGreaterThan(300);
    const authorizations = new Set(asked.map(({ headers }) => headers.authorization));
    // Whether it is there was asked by nobody.
    expect(authorizations).toEqual(new Set([undefined, `Bearer ${tokenOf(side)}`]));
    const anonymous = asked.filter(({ headers }) => headers.authorization === undefined);
    expect(new Set(anonymous.map(pathOf))).toEqual(new Set(["/version"]));
    expect(JSON.stringify(asked)).not.toContain(tokenOf(other(side)));
  }
  const audited = lines.filter((l) => l.includes('"audit"')).map((l) => JSON.parse(l).context);
  expect(new Set(audited)).toEqual(new Set(sides));
  expect(lines.join("") + JSON.stringify(served.errors)).not.toContain("token-of");
  expect(await served.dashboard.metrics.text()).not.toMatch(/east|west/);
}, 120_000);

test.each(["north", "../east", "east/../west", "east?x", "EAST", "__proto__"])(
  "of the context %s, which the kubeconfig does not have, nobody is asked",
  async (name) => {
    const served = await start();
    await expect.poll(() => servers.east.requests.length).toBeGreaterThan(1);
    const before = servers.east.requests.length;
    const context = `&context=${encodeURIComponent(name)}`;
    for (const [endpoint, query] of [
      ["watch", "view=jobs"],
      ["manifest", object("job", "default")],
      ["rights", "ns=default"],
    ] as const) {
      const response = await served.get(endpoint, query + context);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        code: "not-found",
        message: `There is no context "${name}" in the kubeconfig.`,
        hint: "Known contexts: east, west.",
      });
    }
    expect((await served.post("actions", {}, context)).status).toBe(404);
    expect(servers.east.requests.length).toBe(before);
    expect(servers.west.requests).toEqual([]);
  },
);

test("nothing is asked of a cluster before somebody looks at it, and nothing a while after", async () => {
  const served = await start();
  expect((await served.get("manifest", object("job", "web"))).status).toBe(200);
  expect(servers.west.requests).toEqual([]);

  const stream = await served.stream("watch", "view=jobs&ns=*&context=west");
  await stream.until(() => stream.names("jobs").length === 2, "the rows");
  await expect.poll(() => servers.west.watches("jobs")).toBe(1);
  await served.clock.advance(600_000);
  expect(servers.west.watches("jobs")).toBe(1);

  stream.close();
  await expect
    .poll(async () => {
      await served.clock.advance(30_000);
      return servers.west.watches("jobs");
    })
    .toBe(0);
  await served.clock.advance(120_000);
  const before = servers.west.requests.length;
  await served.clock.advance(600_000);
  expect(servers.west.requests.length).toBe(before);
  expect(served.errors).toEqual([]);

  const again = await served.stream("watch", "view=jobs&ns=*&context=west");
  await again.until(() => again.names("jobs").length === 2, "the rows again");
});

test("what may be done in one context says nothing of the other", async () => {
  servers.east.allows = ({ verb }) => verb !== "delete";
  const served = await start();
  const denied = async (context: string) => {
    const response = await served.get("rights", `ns=web${context}`);
    return (await response.json()).namespaces[0].denied;
  };
  expect(await denied("")).toContain("delete jobs");
  expect(await denied("&context=west")).toEqual([]);
  expect(await denied("&context=east")).toContain("delete jobs");
});

test("where a log was left in one cluster is nowhere in another's: it is told whole", async () => {
  for (const side of sides) {
    servers[side].apply("pods", {
      metadata: { name: "y", namespace: "web", uid: `y-of-${side}` },
      spec: { containers: [{ name: "main", image: "busybox" }] },
      status: { containerStatuses: [{ name: "main", restartCount: 0, state: { running: {} } }] },
    });
    servers[side].writeLog("web", "y", "main", ["2026-03-10T12:00:00.000000001Z the first line"]);
  }
  const served = await start();
  const query = "namespace=web&of=pod%2Fy&container=main&once=1";
  const read = async (more: string) => {
    const stream = await served.stream("logs", `${query}${more}`);
    await stream.until(() => stream.ended, "the end");
    return stream;
  };
  const first = await read("");
  expect(JSON.stringify(first.frames)).toContain("the first line");
  const after = `&after=${receivedPlaces(first)}`;
  expect(after).toMatch(/=.+/);
  expect(JSON.stringify((await read(after)).frames)).not.toContain("the first line");
  const other = await read(`${after}&context=west`);
  expect(JSON.stringify(other.frames)).toContain("the first line");
});

test("-n is said of the cluster of the start; the others begin where their context says", async () => {
  const served = await start({ namespace: "web" });
  const first = await served.stream("watch", "view=jobs");
  await first.until(() => first.names("jobs").length > 0, "the rows");
  expect(first.last("cluster")).toMatchObject({ defaultNamespace: "web", contexts: 2 });
  expect(first.last("namespaces")).toEqual(["web"]);
  const second = await served.stream("watch", "view=jobs&context=west");
  await second.until(() => second.names("jobs").length > 1, "the rows");
  expect(second.last("cluster")).toMatchObject({ context: "west", defaultNamespace: "west" });
});

test("a context without its cluster says so and hurts no other; corrected, it serves", async () => {
  const context = { name: "half", context: { cluster: "gone", user: "west" } };
  write({ contexts: [context] });
  const served = await start();
  const response = await served.get("manifest", `${object("job", "web")}&context=half`);
  expect(response.status).toBe(400);
  const { message, hint } = await response.json();
  expect(inEnglish(message)).toContain('Context "half" names the cluster "gone"');
  expect(inEnglish(hint)).toContain("Correct it there");
  expect((await served.get("manifest", `${object("job", "web")}&context=west`)).status).toBe(200);
  const clusters = [{ name: "gone", cluster: { server: servers.west.url } }];
  write({ contexts: [context], clusters });
  expect((await served.get("manifest", `${object("job", "web")}&context=half`)).status).toBe(200);
});

const saidOf = (context: Context | undefined) =>
  context && "message" in context ? inEnglish(context.message) : "";

async function listed(served: Served, query = ""): Promise<Record<string, Context>> {
  const { contexts } = await (await served.get("contexts", query)).json();
  return Object.fromEntries(contexts.map((context: Context) => [context.name, context]));
}

test("the contexts are listed as kubectl lists them, and who is there is asked only when wanted", async () => {
  const shut = await new ScriptedApiServer().listen();
  const closed = shut.url;
  await shut.close();
  const login = join(folder, "logged-in");
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "/bin/sh",
    args: ["-c", `touch ${login}; exit 1`],
    interactiveMode: "Never",
  };
  write({
    contexts: [
      { name: "shut", context: { cluster: "shut", user: "west" } },
      { name: "login", context: { cluster: "west", user: "login", namespace: "n" } },
      { name: "half", context: { cluster: "gone" } },
    ],
    clusters: [{ name: "shut", cluster: { server: closed } }],
    users: [{ name: "login", user: { exec } }],
  });
  servers.west.answered = (request, response) => {
    if (request.headers.authorization !== undefined) return false;
    response.writeHead(401).end("{}");
    return true;
  };
  const served = await start();
  const known = await listed(served);
  expect(Object.keys(known)).toEqual(["east", "west", "shut", "login", "half"]);
  expect(known.login).toEqual({
    name: "login",
    cluster: "west",
    user: "login",
    namespace: "n",
    start: false,
    asking: false,
    state: "unknown",
  });
  expect(known.east).toMatchObject({ start: true });
  expect(servers.west.requests).toEqual([]);

  const asking = await listed(served, "ask=1");
  expect(asking.west).toMatchObject({ state: "unknown", asking: true });
  await expect
    .poll(async () => Object.values(await listed(served)).some((c) => c.asking))
    .toBe(false);
  const asked = await listed(served);
  expect(asked.east?.state).toBe("reachable");
  // A refusal is an answer.
  expect(asked.west?.state).toBe("reachable");
  expect(asked.login?.state).toBe("reachable");
  expect(asked.shut?.state).toBe("unreachable");
  expect(saidOf(asked.shut)).toMatch(/refused/);
  expect(asked.half?.state).toBe("broken");
  expect(saidOf(asked.half)).toContain('the cluster "gone"');
  expect(new Set(servers.west.requests.map(pathOf))).toEqual(new Set(["/version"]));
  expect(servers.west.requests.map(({ headers }) => headers.authorization)).not.toContain(
    expect.anything(),
  );
  expect(existsSync(login)).toBe(false);
});

test("a server that is silent is given up after three seconds, and asked again later", async () => {
  const lift = servers.west.fault(({ path }) => path === "/version", "hang");
  const served = await start();
  await listed(served, "ask=1");
  await expect.poll(() => servers.west.requests.length).toBe(1);
  expect((await listed(served)).west?.asking).toBe(true);
  await served.clock.advance(3_000);
  await expect
    .poll(async () => (await listed(served)).west)
    .toMatchObject({
      state: "unreachable",
      message: "no answer within 3 seconds",
    });
  await listed(served, "ask=1");
  expect((await listed(served)).west?.asking).toBe(false);
  await served.clock.advance(10_000);
  lift();
  const again = await listed(served, "ask=1");
  expect(again.west).toMatchObject({ state: "unreachable", asking: true });
  await expect.poll(async () => (await listed(served)).west?.state).toBe("reachable");
});

test("who has no session is told of no context", async () => {
  const refused = { code: "unauthenticated", message: "This browser has no session." } as const;
  const served = await start({ refuse: () => refused });
  for (const query of ["", "ask=1", "context=west", "context=north"]) {
    const response = await served.get("contexts", query);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(refused);
  }
  expect((await served.get("rights", "ns=web&context=north")).status).toBe(401);
  expect(servers.west.requests).toEqual([]);
});
