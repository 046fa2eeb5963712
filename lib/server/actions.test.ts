import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";

let served: Served;
let uid: string;
beforeEach(async () => {
  served = await Served.start();
  uid =
    served.api.apply("cronjobs", {
      metadata: { name: "nightly" },
      spec: { schedule: "@daily", suspend: false },
    }).metadata.uid ?? "";
  // Actions need to know which CronJobs the cluster serves.
  const view = await served.stream("watch", "view=cronjobs&ns=*");
  await view.until(() => view.names("cronjobs").length === 1, "the CronJob");
});
afterEach(() => served.close());

const patches = () => served.api.requests.filter(({ method }) => method === "PATCH");
const suspended = () => served.api.get("cronjobs", "default", "nightly")?.spec?.suspend;
const action = (verb: string, more: object = {}) => ({
  action: verb,
  resource: "cronjobs",
  target: { namespace: "default", name: "nightly", uid, ...more },
});

test("S11: suspend and resume are one merge patch each, bound to the object and version that was read", async () => {
  const { resourceVersion } = served.api.get("cronjobs", "default", "nightly")?.metadata ?? {};
  expect((await served.act(action("suspend"))).status).toBe(200);
  expect(suspended()).toBe(true);
  const [patch] = patches();
  expect(patch?.path).toBe("/apis/batch/v1/namespaces/default/cronjobs/nightly");
  expect(patch?.headers["content-type"]).toBe("application/merge-patch+json");
  expect(JSON.parse(patch?.body ?? "")).toEqual({
    metadata: { uid, resourceVersion },
    spec: { suspend: true },
  });
  expect((await served.act(action("resume"))).status).toBe(200);
  expect(suspended()).toBe(false);
});

test("suspending what is suspended is done already, and writes nothing", async () => {
  await served.act(action("suspend"));
  expect((await served.act(action("suspend"))).status).toBe(200);
  expect(patches()).toHaveLength(1);
});

test("a status written in between is no conflict: it is read again", async () => {
  const conflict = { status: 409, reason: "Conflict", message: "the object has been modified" };
  served.api.fault(({ method }) => method === "PATCH", conflict, 2);
  expect((await served.act(action("suspend"))).status).toBe(200);
  expect(suspended()).toBe(true);
  expect(patches()).toHaveLength(3);
});

test("S11: a CronJob that was created again since is left as it is", async () => {
  const response = await served.act(action("suspend", { uid: "the-one-before" }));
  expect(response.status).toBe(409);
  expect((await response.json()).message).toContain("created again");
  expect(patches()).toEqual([]);
});

test("S11: a CronJob that others keep changing is left as it is: the API server's own words, and what to do", async () => {
  const message =
    'Operation cannot be fulfilled on cronjobs.batch "nightly": the object has been modified';
  served.api.fault(({ method }) => method === "PATCH", {
    status: 409,
    reason: "Conflict",
    message,
  });
  const response = await served.act(action("suspend"));
  expect(response.status).toBe(409);
  expect(await response.json()).toEqual({
    code: "conflict",
    message,
    hint: "It changed in the meantime. Look at it again, then retry.",
  });
  expect(patches()).toHaveLength(4);
  expect(suspended()).toBe(false);
});

test("the API server's refusal is passed on in its own words", async () => {
  const message =
    'admission webhook "freeze.example.org" denied the request: change freeze until Monday';
  served.api.fault(({ method }) => method === "PATCH", {
    status: 403,
    reason: "Forbidden",
    message,
  });
  const response = await served.act(action("suspend"));
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: "forbidden", message });
  expect(suspended()).toBe(false);
});

test.each([
  ["a connection that was cut", "reset"],
  ["an API server that gave up", { status: 504, reason: "Timeout", message: "request timed out" }],
  ["a balancer that lost the API server", { status: 502, message: "bad gateway" }],
  ["a storage that did not answer it", { status: 500, reason: "ServerTimeout", message: "try on" }],
] as const)("%s: whether it was done is not known, and it is not sent twice", async (_, fault) => {
  served.api.fault(({ method }) => method === "PATCH", fault);
  const response = await served.act(action("suspend"));
  expect(response.status).toBe(502);
  const { code, message, hint } = await response.json();
  expect(code).toBe("unreachable");
  expect(message).toMatch(/^It is not known whether CronJob nightly was suspended \(.+\)\.$/);
  expect(`${message} ${hint}`).not.toMatch(/nothing was changed/i);
  expect(patches()).toHaveLength(1);
});

test("R25: a patch whose answer was lost, but which was done, is done", async () => {
  const isPatch = ({ method }: { method: string }) => {
    if (method !== "PATCH") return false;
    // It reaches the cluster; only the answer does not come back.
    served.api.apply("cronjobs", { metadata: { name: "nightly", uid }, spec: { suspend: true } });
    return true;
  };
  served.api.fault(isPatch, "reset");
  const response = await served.act(action("suspend"));
  expect(response.status).toBe(200);
  expect(patches()).toHaveLength(1);
});

test("R25: a CronJob created again while the answer was lost is not taken for the one that was meant", async () => {
  const isPatch = ({ method }: { method: string }) => {
    if (method !== "PATCH") return false;
    served.api.remove("cronjobs", "default", "nightly");
    served.api.apply("cronjobs", { metadata: { name: "nightly" }, spec: { suspend: true } });
    return true;
  };
  served.api.fault(isPatch, "reset");
  expect((await served.act(action("suspend"))).status).toBe(502);
});

test("a cluster that cannot be reached even to look is no promise that nothing was changed", async () => {
  served.api.fault(({ path }) => path.endsWith("/nightly"), "reset");
  const response = await served.act(action("suspend"));
  expect(response.status).toBe(502);
  expect(await response.text()).not.toMatch(/nothing was changed/i);
  expect(patches()).toEqual([]);
});

test("where the cluster serves no CronJobs none can be suspended, and that is said", async () => {
  const old = await Served.start();
  try {
    old.api.fault(({ path }) => /^\/apis\/batch\/\w+$/.test(path), { status: 404 });
    await expect.poll(() => old.dashboard.ready()).toBe(true);
    const response = await old.act(action("suspend"));
    expect(response.status).toBe(404);
    expect((await response.json()).message).toMatch(/^This cluster serves no CronJobs/);
  } finally {
    await old.close();
  }
});

test.each([
  ["not JSON", "{", 400],
  ["another verb", { action: "delete", resource: "cronjobs" }, 400],
  [
    "another resource",
    { action: "suspend", resource: "secrets", target: { namespace: "a", name: "b", uid: "c" } },
    400,
  ],
  [
    "a name that leads elsewhere",
    { action: "suspend", resource: "jobs", target: { namespace: "..", name: "x", uid: "" } },
    400,
  ],
  [
    "no name",
    { action: "suspend", resource: "jobs", target: { namespace: "default", name: "", uid: "" } },
    400,
  ],
  ["a body of 100 KB", "x".repeat(100_000), 400],
  ["null", null, 400],
])("S10: %s is refused and reaches no cluster", async (_, body, status) => {
  const before = served.api.requests.length;
  const response = await served.act(body);
  expect(response.status).toBe(status);
  expect((await response.json()).message).not.toBe("");
  expect(served.api.requests).toHaveLength(before);
});

test("--read-only changes nothing and says so", async () => {
  const reading = await Served.start({ readOnly: true });
  try {
    const response = await reading.act(action("suspend"));
    expect(response.status).toBe(403);
    expect((await response.json()).message).toContain("--read-only");
    expect(reading.api.requests.some(({ method }) => method === "PATCH")).toBe(false);
  } finally {
    await reading.close();
  }
});
