import { afterEach, beforeEach, expect, test } from "vitest";
import type { NameAnswer } from "#lib/api/names";
import { Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

const created = (minute: number) => `2026-03-10T12:${String(minute).padStart(2, "0")}:00Z`;
const job = (name: string, minute: number, more: object = {}) => ({
  metadata: { name, namespace: "shop", creationTimestamp: created(minute), labels: { app: name } },
  spec: { template: { spec: { containers: [{ name: "main" }, { name: "side" }] } } },
  ...more,
});
const failed = { status: { conditions: [{ type: "Failed", status: "True" }] } };

/** A view keeps the stores that names are found in. */
async function look(): Promise<void> {
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.last("states")?.pods?.state === "live", "live");
}

const ask = async (query: string) => {
  const answer = await served.get("names", query);
  return { status: answer.status, answer: (await answer.json()) as NameAnswer };
};
const names = async (query: string) => (await ask(query)).answer.choices.map(({ name }) => name);

test("names hold what is typed: those that begin so first, then what fails, then the newest", async () => {
  served.api.apply("jobs", job("etl-old", 1));
  served.api.apply("jobs", job("etl-new", 9));
  served.api.apply("jobs", job("etl-broken", 2, failed));
  served.api.apply("jobs", job("my-etl", 10));
  served.api.apply("jobs", job("other", 11));
  await look();
  expect(await names("of=jobs&ns=*&q=etl")).toEqual(["etl-broken", "etl-new", "etl-old", "my-etl"]);
  expect(await names("of=jobs&ns=*&q=etl-old&exact=1")).toEqual(["etl-old"]);
  expect(await names("of=jobs&ns=default&q=etl")).toEqual([]);
});

test("an object's choice says what a dialog has to know", async () => {
  served.api.apply("jobs", {
    ...job("etl-1", 1, failed),
    metadata: {
      ...job("etl-1", 1).metadata,
      uid: "uid-1",
      ownerReferences: [{ kind: "CronJob", name: "etl", uid: "c", controller: true }],
    },
  });
  await look();
  const { answer } = await ask("of=jobs&ns=shop&q=etl-1&exact=1");
  expect(answer.choices).toEqual([
    {
      name: "etl-1",
      namespace: "shop",
      note: "Failed",
      created: created(1),
      object: { uid: "uid-1", suspend: null, cronJob: "etl" },
    },
  ]);
});

test("so many are told, and that there are more", async () => {
  for (let i = 0; i < 40; i++) served.api.apply("jobs", job(`many-${i}`, i));
  await look();
  const { answer } = await ask("of=jobs&ns=*&q=many");
  expect(answer.choices).toHaveLength(30);
  expect(answer.more).toBe(true);
  expect(answer.choices[0]?.name).toBe("many-39");
});

test("labels are told by how many have them, and containers by their template", async () => {
  served.api.apply("jobs", job("a", 1));
  served.api.apply("jobs", {
    ...job("b", 2),
    metadata: { name: "b", namespace: "shop", labels: { app: "a", tier: "x" } },
  });
  await look();
  expect(await names("of=labels&table=jobs&ns=*")).toEqual(["app", "tier"]);
  expect(await names("of=labels&table=jobs&ns=*&key=app")).toEqual(["a"]);
  expect(await names("of=containers&table=jobs&namespace=shop&name=a")).toEqual(["main", "side"]);
});

test.each([
  "of=secrets",
  "of=labels",
  "of=containers&table=jobs&namespace=..&name=a",
  "of=jobs&ns=Not%2FAName",
])("%s is refused before anybody is asked", async (query) => {
  const before = served.api.requests.length;
  expect((await ask(query)).status).toBe(400);
  expect(served.api.requests.slice(before).filter(({ path }) => path.includes("shop"))).toEqual([]);
});

test("what one may do is asked of the API server, in its words", async () => {
  const answer = await served.get("can-i", "verb=create&resource=jobs&group=batch&namespace=shop");
  expect(await answer.json()).toEqual({ allowed: true });
  const refused = await served.get("can-i", "verb=create&resource=../secrets");
  expect(refused.status).toBe(400);
});
