import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
let uid: string;
beforeEach(async () => {
  served = await Served.start();
  await expect.poll(() => served.dashboard.ready()).toBe(true);
  uid = served.api.apply("jobs", { metadata: { name: "etl" }, spec: {} }).metadata.uid ?? "";
});
afterEach(() => served.close());

const deletion = (more: object = {}) => ({
  action: "delete",
  resource: "jobs",
  target: { namespace: "default", name: "etl", uid },
  cascade: "background",
  ...more,
});
const isDelete = ({ method }: { method: string }) => method === "DELETE";
const deletes = () => served.api.requests.filter(isDelete);
const there = () => served.api.get("jobs", "default", "etl") !== undefined;

test.each([
  ["background", "Background"],
  ["foreground", "Foreground"],
  ["orphan", "Orphan"],
])(
  "S11: a deletion (%s) names the object it saw and what becomes of the rest",
  async (cascade, propagationPolicy) => {
    const response = await served.act(deletion({ cascade }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ accepted: true, already: false, made: null });
    expect(there()).toBe(false);
    const [sent, ...more] = deletes();
    expect(more).toEqual([]);
    expect(sent?.path).toBe("/apis/batch/v1/namespaces/default/jobs/etl");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy,
      preconditions: { uid },
    });
  },
);

test.each(["cronjobs", "pods"] as const)("S11: %s are deleted like Jobs", async (resource) => {
  const made = served.api.apply(resource, { metadata: { name: "etl" }, spec: {} });
  const target = { namespace: "default", name: "etl", uid: made.metadata.uid };
  expect((await served.act(deletion({ resource, target }))).status).toBe(200);
  expect(served.api.get(resource, "default", "etl")).toBeUndefined();
  expect(there()).toBe(true);
});

test("S11: an object that was created again since is left as it is, and that is said", async () => {
  const target = { namespace: "default", name: "etl", uid: "the-one-before" };
  const response = await served.act(deletion({ target }));
  expect(response.status).toBe(409);
  expect(await response.json()).toEqual({
    code: "conflict",
    message: "Job etl in default was deleted and created again; the new one was left as it is.",
    hint: "Look at the new one first.",
  });
  expect(there()).toBe(true);
});

test("what is gone already is done", async () => {
  served.api.remove("jobs", "default", "etl");
  expect(await (await served.act(deletion())).json()).toMatchObject({ already: true });
});

test("R25: a deletion whose answer was lost is read back: gone is done", async () => {
  served.api.fault(isDelete, "lose");
  expect((await served.act(deletion())).status).toBe(200);
  expect(deletes()).toHaveLength(1);
});

test("R25: and so is one that a finalizer still holds", async () => {
  const finalizers = ["example.org/hold"];
  served.api.apply("jobs", { metadata: { name: "etl", uid, finalizers }, spec: {} });
  served.api.fault(isDelete, "lose");
  expect((await served.act(deletion())).status).toBe(200);
  expect(there()).toBe(true);
});

test("R25: one that is still there is not known to be deleted, and is not deleted twice", async () => {
  served.api.fault(isDelete, "reset");
  const response = await served.act(deletion());
  expect(response.status).toBe(502);
  expect(inEnglish((await response.json()).message)).toMatch(
    /^It is not known whether Job etl was deleted \(/,
  );
  expect(deletes()).toHaveLength(1);
  expect(there()).toBe(true);
});

test("R26: what the API server says of a refusal is passed on, and the object is there", async () => {
  const message = 'admission webhook "keep.example.org" denied the request: keep it';
  served.api.fault(isDelete, { status: 403, reason: "Forbidden", message });
  const response = await served.act(deletion());
  expect(response.status).toBe(403);
  expect((await response.json()).message).toBe(message);
  expect(there()).toBe(true);
});
