import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseSelector } from "#lib/kubernetes/selector";
import { hostileText } from "#lib/kubernetes/testing/hostile-text";
import { ask } from "#lib/server/testing/ask";
import { Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

/** Every path that Batchboard may ask for. */
const namespace = "/namespaces/[a-z0-9-]{1,63}";
const name = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";
const one = `/(?:apis/batch/v1(?:beta1)?${namespace}/(?:cronjobs|jobs)|api/v1${namespace}/pods)/${name}`;
const templates = [
  "/version",
  "/apis/batch/v1(?:beta1)?",
  "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
  "/apis/authentication.k8s.io/v1/selfsubjectreviews",
  `/apis/batch/v1(?:${namespace})?/(?:cronjobs|jobs)`,
  `/apis/batch/v1${namespace}/(?:cronjobs|jobs)/${name}`,
  `/api/v1(?:${namespace})?/(?:pods|events)`,
  `/api/v1${namespace}/pods/${name}(?:/log)?`,
  "/api/v1/namespaces",
];
const template = new RegExp(`^(?:${templates.join("|")})$`);
const parameters = new Set([
  "watch",
  "allowWatchBookmarks",
  "sendInitialEvents",
  "resourceVersion",
  "resourceVersionMatch",
  "timeoutSeconds",
  "limit",
  "continue",
  "fieldSelector",
  "container",
  "follow",
  "previous",
  "timestamps",
  "tailLines",
  "sinceSeconds",
  "sinceTime",
  "limitBytes",
  "fieldManager",
  "dryRun",
  "fieldValidation",
  // Of a rerun: our own label, and a key whose form was checked. Of a log: one that was parsed.
  "labelSelector",
]);

/** Mostly hostile; once in a while a name that is one, so that the rest of it gets further. */
const text = fc.oneof(
  { weight: 12, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom("default", "echo") },
);
/** A name that is where it should be, or mostly hostile text. */
const mostly = (name: string) => fc.oneof(text, fc.constant(name));
const names = { namespace: mostly("default"), name: mostly("echo"), uid: mostly("uid-echo") };
const target = fc.record(names);
const query = fc.record(
  {
    ...names,
    view: fc.oneof(text, fc.constantFrom("jobs", "job", "pods", "cronjob")),
    kind: fc.oneof(text, fc.constantFrom("job", "pod", "cronjob")),
    ns: text,
    l: text,
    of: fc.oneof(
      text,
      text.map((name) => `pod/${name}`),
      fc.constant("pod/echo"),
      fc.constantFrom("pod/echo", "job/echo", "cronjob/echo"),
    ),
    selector: text,
    runs: text,
    container: fc.oneof(text, fc.constantFrom("main", "*")),
    instances: fc.oneof(text, fc.constantFrom("previous", "all")),
    once: fc.constant("1"),
    tail: mostly("5"),
    since: mostly("15m"),
    sinceTime: mostly("2026-03-10T12:00:00Z"),
    until: mostly("2026-03-10T12:00:00Z"),
    after: text,
    reveal: text,
  },
  { requiredKeys: [] },
);
const key = fc.oneof(text, fc.constant("abcdefgh"));
const action = fc.record(
  {
    action: fc.oneof(text, fc.constantFrom("suspend", "resume", "trigger", "rerun", "delete")),
    resource: fc.oneof(text, fc.constantFrom("jobs", "cronjobs", "pods")),
    target,
    key,
    owner: fc.constantFrom("keep", "drop"),
    cascade: fc.oneof(text, fc.constantFrom("background", "foreground", "orphan")),
    reason: text,
    index: fc.integer(),
    edits: fc.record({ containers: fc.array(fc.record({ name: text, image: text })) }),
  },
  { requiredKeys: ["action", "resource", "target", "key", "owner", "cascade"] },
);
const creation = fc.record({
  yaml: fc
    .record({
      apiVersion: fc.constantFrom("batch/v1", "v1"),
      kind: fc.oneof(text, fc.constantFrom("Job", "CronJob")),
      metadata: fc.record({ name: text, namespace: mostly("default") }),
    })
    .map((object) => JSON.stringify(object)),
  namespace: mostly("default"),
  key,
  dryRun: fc.boolean(),
});
/** One that gets far more often: of all that a query of a log may have, little is hostile. */
const logQuery = fc.record({
  namespace: mostly("default"),
  of: fc.constantFrom("pod/echo", "job/echo"),
  container: mostly("main"),
});
const asked = fc.oneof(
  { weight: 1, arbitrary: fc.record({ endpoint: fc.constant("logs"), query: logQuery }) },
  {
    weight: 10,
    arbitrary: fc.record({
      endpoint: fc.constantFrom("watch", "logs", "manifest", "rights", "remains", "names", "can-i"),
      query,
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ endpoint: fc.constantFrom("actions", "plan"), body: action }),
  },
  { weight: 10, arbitrary: fc.record({ endpoint: fc.constant("creations"), body: creation }) },
);

test("S10: of 100,000 requests with hostile names none reaches a path outside the templates", async () => {
  const property = fc.asyncProperty(asked, async (request) => {
    const stop = new AbortController();
    const response =
      "body" in request
        ? await served.post(request.endpoint, request.body)
        : await ask(
            served.dashboard,
            request.endpoint,
            new Request(
              `http://localhost/api/${request.endpoint}?${new URLSearchParams(request.query)}`,
              { signal: stop.signal },
            ),
          );
    // A stream asks the API server once it is open; its first bytes are there before, and of a log
    // which sources it has.
    const reader = response.body?.getReader();
    const most = request.endpoint === "logs" ? 3 : 2;
    for (let reads = 0; response.ok && reads < most; reads++) await reader?.read();
    stop.abort();
    await reader?.cancel();
    expect(response.status).not.toBe(500);
  });
  for (const plural of ["cronjobs", "jobs", "pods"] as const) {
    // What is deleted stays, so that the next one finds it too.
    const metadata = { name: "echo", uid: "uid-echo", finalizers: ["example.org/stays"] };
    served.api.apply(plural, { metadata, spec: { containers: [{ name: "main" }] } });
  }
  served.api.writeLog("default", "echo", "main", ["2026-03-10T12:00:00Z line"], true);
  await fc.assert(property, { numRuns: 100_000 });
  const { requests } = served.api;
  expect(requests.filter(({ path }) => !template.test(path)).map(({ path }) => path)).toEqual([]);
  const selectors = requests.flatMap(({ query: sent }) => sent.getAll("labelSelector"));
  expect(selectors.filter((it) => !Array.isArray(parseSelector(it)))).toEqual([]);
  const foreign = requests.flatMap(({ query: sent }) => [...sent.keys()]);
  expect(foreign.filter((key) => !parameters.has(key))).toEqual([]);
  const known = ["GET", "PATCH", "POST", "DELETE"];
  expect(requests.filter(({ method }) => !known.includes(method))).toEqual([]);
  const object = new RegExp(`^${one}$`);
  const single = requests.filter(({ method }) => method === "PATCH" || method === "DELETE");
  expect(single.filter(({ path }) => !object.test(path)).map(({ path }) => path)).toEqual([]);
  // Something has come through, or the rest would prove nothing.
  const reached = (method: string, path: RegExp) =>
    requests.filter((it) => it.method === method && path.test(it.path)).length;
  expect(reached("GET", /\/namespaces\/default\/jobs\/echo$/)).toBeGreaterThan(0);
  expect(reached("GET", /\/namespaces\/default\/pods\/echo\/log$/)).toBeGreaterThan(0);
  expect(reached("PATCH", /\/namespaces\/default\/(jobs|cronjobs)\/echo$/)).toBeGreaterThan(0);
  expect(reached("DELETE", /\/namespaces\/default\/(jobs|cronjobs|pods)\/echo$/)).toBeGreaterThan(
    0,
  );
  expect(reached("POST", /\/namespaces\/default\/(jobs|cronjobs)$/)).toBeGreaterThan(0);
}, 300_000);

test("S23: of a body that is too long no more than the limit is read", async () => {
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(0x20));
    },
  });
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  const response = await served.dashboard.answer(
    "actions",
    new Request("http://localhost/api/actions", init),
  );
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ message: "The request is too long." });
  expect(sent).toBeLessThanOrEqual(6 * 16_384);
});
