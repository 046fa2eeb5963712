import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const isDiscovery = ({ path }: { path: string }) => /^\/version$|^\/apis\/batch\/\w+$/.test(path);

const bad: readonly (readonly [string, string])[] = [
  ["", "is not a namespace name"],
  ["kind=job&name=x", "is not a namespace name"],
  ["kind=job&namespace=default", "is not an object name"],
  ["kind=job&namespace=..&name=x", "is not a namespace name"],
  ["kind=job&namespace=default&name=..", "is not an object name"],
  ["kind=job&namespace=kube-system%2Fsecrets&name=x", "is not a namespace name"],
  ["kind=job&namespace=default&name=x%2Fstatus", "is not an object name"],
  ["kind=job&namespace=default&name=x%3Fwatch%3D1", "is not an object name"],
  ["kind=job&namespace=default&name=x%00", "is not an object name"],
  [`kind=job&namespace=default&name=${"x".repeat(254)}`, "is not an object name"],
  ["kind=secret&namespace=default&name=x", '"secret" is not one of cronjob, job, pod'],
  ["kind=__proto__&namespace=default&name=x", "is not one of cronjob, job, pod"],
  ["namespace=default&name=x", '"" is not one of cronjob, job, pod'],
];
test.each(bad)(
  "manifest?%s is refused with a sentence and reaches no cluster",
  async (query, sentence) => {
    const response = await served.get("manifest", query);
    expect(response.status).toBe(400);
    const message = inEnglish((await response.json()).message);
    expect(message).toContain(sentence);
    expect(message.length).toBeLessThan(200);
    expect(served.api.requests.filter((request) => !isDiscovery(request))).toEqual([]);
  },
);

const cronJob = "kind=cronjob&namespace=default&name=x";

test("manifest of a CronJob, where the cluster serves none, says so", async () => {
  served.api.fault(({ path }) => /^\/apis\/batch\/\w+$/.test(path), { status: 404 });
  await expect.poll(() => served.dashboard.ready()).toBe(true);
  const response = await served.get("manifest", cronJob);
  expect(response.status).toBe(404);
  expect(inEnglish((await response.json()).message)).toMatch(/^This cluster serves no CronJobs/);
});

test("manifest of a CronJob, before the cluster was reached, says that", async () => {
  served.api.fault(isDiscovery, "hang");
  const response = await served.get("manifest", cronJob);
  expect(response.status).toBe(502);
  expect((await response.json()).message).toEqual("The cluster has not been reached yet.");
});

test("of a Pod the facts of its spec can be asked for alone", async () => {
  served.api.apply("pods", {
    metadata: { name: "x" },
    spec: { containers: [{ name: "main", env: [{ name: "TOKEN", value: "canary" }] }] },
  });
  const response = await served.get("manifest", "kind=pod&namespace=default&name=x&facts=1");
  const text = await response.text();
  expect(JSON.parse(text).facts.containers).toMatchObject([{ name: "main" }]);
  expect(text).not.toContain("canary");
});
