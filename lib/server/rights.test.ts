import { afterEach, beforeEach, expect, test } from "vitest";
import { rights } from "#lib/api/rights";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
  await expect.poll(() => served.dashboard.ready()).toBe(true);
});
afterEach(() => served.close());

const isReview = ({ path }: { path: string }) => path.endsWith("/selfsubjectaccessreviews");
const asked = () =>
  served.api.requests
    .filter(isReview)
    .map(({ body }) => JSON.parse(body).spec.resourceAttributes)
    .filter(({ verb }) => verb !== "list");
const told = async (query: string) => (await (await served.get("rights", query)).json()).namespaces;

test("what may be done is asked for each verb that is used, by namespace", async () => {
  served.api.allows = ({ verb, namespace }) => verb !== "delete" && namespace === "a";
  const [a, b] = await told("ns=a&ns=b");
  expect(a).toEqual({
    namespace: "a",
    allowed: ["patch cronjobs", "patch jobs", "create jobs", "create cronjobs", "get pods/log"],
    denied: ["delete cronjobs", "delete jobs", "delete pods"],
  });
  expect(b).toEqual({ namespace: "b", allowed: [], denied: rights });
  expect(asked()).toContainEqual({
    verb: "get",
    group: "",
    resource: "pods",
    subresource: "log",
    namespace: "a",
  });
  expect(asked()).toContainEqual({
    verb: "create",
    group: "batch",
    resource: "cronjobs",
    namespace: "b",
  });
  expect(asked()).toHaveLength(2 * rights.length);
});

test("all namespaces are one question", async () => {
  expect((await told("ns=*"))[0]).toEqual({ namespace: "*", allowed: rights, denied: [] });
  expect(new Set(asked().map(({ namespace }) => namespace))).toEqual(new Set([""]));
});

test("an answer holds for a minute", async () => {
  await told("ns=a");
  await served.clock.advance(59_000);
  await told("ns=a");
  expect(asked()).toHaveLength(rights.length);
  served.api.allows = () => false;
  await served.clock.advance(2_000);
  expect((await told("ns=a"))[0].denied).toEqual(rights);
});

test("S31: after a refusal it is asked again, for that namespace alone", async () => {
  const { uid } = served.api.apply("jobs", { metadata: { name: "j", namespace: "a" } }).metadata;
  await told("ns=a&ns=b");
  served.api.allows = () => false;
  const message = 'jobs.batch "j" is forbidden: User "jane" cannot patch resource "jobs"';
  served.api.fault(({ method }) => method === "PATCH", {
    status: 403,
    reason: "Forbidden",
    message,
  });
  const target = { namespace: "a", name: "j", uid };
  expect((await served.act({ action: "suspend", resource: "jobs", target })).status).toBe(403);
  const [a, b] = await told("ns=a&ns=b");
  expect(a.denied).toEqual(rights);
  expect(b.allowed).toEqual(rights);
});

test("what could not be asked is neither allowed nor denied, and is asked again soon", async () => {
  served.api.fault(isReview, "reset");
  expect((await told("ns=a"))[0]).toEqual({ namespace: "a", allowed: [], denied: [] });
  served.api.heal();
  await served.clock.advance(6_000);
  expect((await told("ns=a"))[0].allowed).toEqual(rights);
});

test("a few are asked at a time", async () => {
  served.api.fault(isReview, "hold");
  const answer = told("ns=a&ns=b&ns=c");
  await expect.poll(() => asked().length).toBe(4);
  // Requests that follow each other here would have come by now.
  await served.get("manifest", "kind=job&namespace=default&name=none");
  expect(asked()).toHaveLength(4);
  served.api.heal();
  expect((await answer).map(({ allowed }: { allowed: string[] }) => allowed.length)).toEqual([
    rights.length,
    rights.length,
    rights.length,
  ]);
});

test.each([
  ["ns=..", "is not a namespace name"],
  ["ns=a%2Fb", "is not a namespace name"],
  [Array.from({ length: 51 }, (_, i) => `ns=n${i}`).join("&"), "More than 50 namespaces"],
])("S10: rights?%s are refused and reach no cluster", async (query, message) => {
  const response = await served.get("rights", query);
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toContain(message);
  expect(asked()).toEqual([]);
});
