import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
let uid: string;
beforeEach(async () => {
  served = await Served.start();
  served.api.now = () => served.clock.now();
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
const annotations = () => served.api.get("cronjobs", "default", "nightly")?.metadata.annotations;
const action = (verb: string, more: object = {}, said: object = {}) => ({
  action: verb,
  resource: "cronjobs",
  target: { namespace: "default", name: "nightly", uid, ...more },
  ...said,
});
const inHours = (hours: number) =>
  new Date(served.clock.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");

test("S11: suspend and resume are one merge patch each, bound to the object and version that was read", async () => {
  served.api.userName = "jane@example.org";
  const { resourceVersion } = served.api.get("cronjobs", "default", "nightly")?.metadata ?? {};
  expect((await served.act(action("suspend"))).status).toBe(200);
  expect(suspended()).toBe(true);
  const [patch] = patches();
  expect(patch?.path).toBe("/apis/batch/v1/namespaces/default/cronjobs/nightly");
  expect(patch?.headers["content-type"]).toBe("application/merge-patch+json");
  const now = new Date(served.clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
  expect(JSON.parse(patch?.body ?? "")).toEqual({
    metadata: {
      uid,
      resourceVersion,
      annotations: {
        "batchboard/suspended-by": "jane@example.org",
        "batchboard/suspended-at": now,
      },
    },
    spec: { suspend: true },
  });
  expect((await served.act(action("resume"))).status).toBe(200);
  expect(suspended()).toBe(false);
  expect(annotations()).toEqual({});
});

test("suspending what is suspended is done already, and writes nothing", async () => {
  await served.act(action("suspend"));
  expect((await served.act(action("suspend"))).status).toBe(200);
  expect(patches()).toHaveLength(1);
});

test("a suspension remembers who, when, why and until; resuming forgets it", async () => {
  const said = { reason: " a freeze ", until: inHours(48) };
  expect((await served.act(action("suspend", {}, said))).status).toBe(200);
  expect(annotations()).toEqual({
    // The cluster tells no names: the kubeconfig does.
    "batchboard/suspended-by": "tester",
    "batchboard/suspended-at": inHours(0),
    "batchboard/suspended-reason": "a freeze",
    "batchboard/suspended-until": said.until,
  });
  expect(await (await served.act(action("resume"))).json()).toEqual({
    accepted: true,
    already: false,
    made: null,
  });
  expect(annotations()).toEqual({});
});

test("who was told nothing before is told with the answer what it comes to, as it was before", async () => {
  const plan = async (verb: string) =>
    (await (await served.act(action(verb, {}, { tell: true }))).json()).plan;
  const { effects, warnings } = await plan("suspend");
  expect(effects.map(inEnglish)).toEqual([
    "No Job of it is active.",
    expect.stringMatching(
      /^The next run, at 2026-03-11 00:00 UTC \(in 1[12]h\), is skipped, and so is each one after it/,
    ),
  ]);
  expect(warnings).toEqual([]);
  await served.clock.advance(13 * 3_600_000);
  expect((await plan("resume")).effects.map(inEnglish)).toEqual([
    expect.stringContaining(
      "The run that was due at 2026-03-11 00:00 UTC (60m ago) starts at once",
    ),
    expect.stringMatching(/^The next run is at 2026-03-12 00:00 UTC/),
  ]);
});

test("a new reason for what is suspended is written down; since when stays", async () => {
  await served.act(action("suspend", {}, { reason: "a freeze", until: inHours(1) }));
  const since = inHours(0);
  await served.clock.advance(600_000);
  const again = { reason: "a longer freeze" };
  expect(await (await served.act(action("suspend", {}, again))).json()).toMatchObject({
    already: false,
  });
  expect(annotations()).toEqual({
    "batchboard/suspended-by": "tester",
    "batchboard/suspended-at": since,
    "batchboard/suspended-reason": "a longer freeze",
  });
  expect(await (await served.act(action("suspend", {}, again))).json()).toMatchObject({
    already: true,
  });
  expect(patches()).toHaveLength(2);
});

test.each([
  ["has passed", -1],
  ["is now", 0],
])("an end that %s is refused before anything is written", async (_, hours) => {
  const response = await served.act(action("suspend", {}, { until: inHours(hours) }));
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toContain("not in the future");
  expect(patches()).toEqual([]);
});

test("R25: a reason whose writing lost its answer is read back like the suspension itself", async () => {
  served.api.fault(({ method }) => method === "PATCH", "lose");
  const response = await served.act(action("suspend", {}, { reason: "a freeze" }));
  expect(response.status).toBe(200);
  expect(patches()).toHaveLength(1);
  expect(annotations()).toMatchObject({ "batchboard/suspended-reason": "a freeze" });
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
  expect(inEnglish((await response.json()).message)).toContain("created again");
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
  expect(inEnglish(message)).toMatch(
    /^It is not known whether CronJob nightly was suspended \(.+\)\.$/,
  );
  expect(`${inEnglish(message)} ${inEnglish(hint)}`).not.toMatch(/nothing was changed/i);
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
    expect(inEnglish((await response.json()).message)).toMatch(/^This cluster serves no CronJobs/);
  } finally {
    await old.close();
  }
});

const nightly = { namespace: "default", name: "nightly", uid: "u" };
const suspension = { action: "suspend", resource: "cronjobs", target: nightly };
const triggering = { action: "trigger", resource: "cronjobs", target: nightly, key: "abcdefgh" };
const deletion = { action: "delete", resource: "jobs", target: nightly, cascade: "background" };

test.each([
  ["not JSON", "{", 400],
  ["another verb", { action: "apply", resource: "cronjobs" }, 400],
  ["no target", { action: "delete", resource: "cronjobs", cascade: "orphan" }, 400],
  ["a deletion that does not say what of", { ...deletion, cascade: undefined }, 400],
  ["a deletion of something else", { ...deletion, resource: "secrets" }, 400],
  ["a reason of 501 letters", { ...suspension, reason: "x".repeat(501) }, 400],
  ["an end that is no instant", { ...suspension, until: "tomorrow" }, 400],
  ["a key that is a path", { ...triggering, key: "../../../" }, 400],
  ["a number of Pods below none", { ...triggering, edits: { parallelism: -1 } }, 400],
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
    expect(inEnglish((await response.json()).message)).toContain("--read-only");
    expect(reading.api.requests.some(({ method }) => method === "PATCH")).toBe(false);
  } finally {
    await reading.close();
  }
});
