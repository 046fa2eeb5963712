import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
  await expect.poll(() => served.dashboard.ready()).toBe(true);
});
afterEach(() => served.close());

const controlled = (kind: string, name: string, uid: string) => ({
  ownerReferences: [{ kind, name, uid, controller: true }],
});
const deletionTimestamp = "2026-03-10T12:00:00Z";

function apply(): void {
  served.api.apply("cronjobs", { metadata: { name: "etl", uid: "c" } });
  for (const name of ["etl-1", "etl-2"]) {
    served.api.apply("jobs", {
      metadata: { name, uid: name, ...controlled("CronJob", "etl", "c") },
    });
    served.api.apply("pods", {
      metadata: {
        name: `${name}-a`,
        uid: `${name}-a`,
        finalizers: ["batch.kubernetes.io/job-tracking"],
        ...controlled("Job", name, name),
      },
    });
  }
  served.api.apply("jobs", { metadata: { name: "other", uid: "other" } });
  served.api.apply("pods", {
    metadata: { name: "etl-other", uid: "p", ...controlled("Job", "other", "other") },
  });
  // Of a Job that is gone, which was another CronJob's.
  served.api.apply("pods", {
    metadata: { name: "etl-x-1-a", uid: "q", ...controlled("Job", "etl-x-1", "etl-x-1") },
  });
}

const remains = async (query = "kind=cronjob&namespace=default&name=etl&uid=c") =>
  (await served.get("remains", query)).json();

test("what is left of a deletion is counted until nothing is", async () => {
  apply();
  expect(await remains()).toEqual({ object: "there", finalizers: [], jobs: 2, pods: 2, held: [] });
  const finalizers = ["foregroundDeletion"];
  served.api.apply("cronjobs", {
    metadata: { name: "etl", uid: "c", deletionTimestamp, finalizers },
  });
  served.api.remove("jobs", "default", "etl-1");
  const own = controlled("Job", "etl-1", "etl-1");
  served.api.apply("pods", {
    metadata: {
      name: "etl-1-a",
      uid: "etl-1-a",
      deletionTimestamp,
      finalizers: ["example.org/x"],
      ...own,
    },
  });
  // Its Job is gone; by that one's name it still is the CronJob's.
  expect(await remains()).toEqual({
    object: "terminating",
    finalizers,
    jobs: 1,
    pods: 2,
    held: [{ finalizer: "example.org/x", count: 1 }],
  });
  served.api.remove("cronjobs", "default", "etl");
  served.api.remove("jobs", "default", "etl-2");
  for (const name of ["etl-1-a", "etl-2-a"]) served.api.remove("pods", "default", name);
  expect(await remains()).toEqual({ object: "gone", finalizers: [], jobs: 0, pods: 0, held: [] });
});

test("one that was created again under the name is another", async () => {
  apply();
  served.api.remove("cronjobs", "default", "etl");
  served.api.apply("cronjobs", { metadata: { name: "etl", uid: "d" } });
  expect(await remains()).toMatchObject({ object: "gone", jobs: 2 });
});

test("of a Job it counts the Pods; of a Pod nothing", async () => {
  apply();
  expect(await remains("kind=job&namespace=default&name=etl-1&uid=etl-1")).toMatchObject({
    object: "there",
    jobs: 0,
    pods: 1,
  });
  expect(await remains("kind=pod&namespace=default&name=etl-1-a&uid=etl-1-a")).toMatchObject({
    jobs: 0,
    pods: 0,
  });
});

test("what may not be listed is not counted", async () => {
  apply();
  served.api.fault(({ path }) => path.endsWith("/pods"), { status: 403, message: "no" });
  expect(await remains()).toMatchObject({ jobs: 2, pods: null });
});

test.each([
  ["kind=job&namespace=..&name=x&uid=u", "is not a namespace name"],
  ["kind=job&namespace=default&name=..&uid=u", "is not an object name"],
  ["kind=secret&namespace=default&name=x&uid=u", "is not one of cronjob, job, pod"],
  ["kind=job&namespace=default&name=x", "uid is required"],
  ["kind=job&namespace=default&name=x&uid=a%2Fb", "uid is required"],
])("S10: remains?%s is refused", async (query, message) => {
  const response = await served.get("remains", query);
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toContain(message);
});
