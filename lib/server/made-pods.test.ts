import { expect, test } from "vitest";
import type { KubernetesEvent } from "#lib/kubernetes/types";
import { createdPodOf, MadePods } from "#lib/server/made-pods";

function event(reason: string, message: string, involvedObject: KubernetesEvent["involvedObject"]) {
  const metadata = { name: "e", namespace: "n", uid: `${reason} ${message}`, resourceVersion: "1" };
  return { metadata, reason, message, involvedObject };
}
const ofJob = { kind: "Job", name: "etl", uid: "uid-of-etl" };
const ofPod = { kind: "Pod", name: "etl-x", uid: "uid-of-etl-x" };

test.each<[string, KubernetesEvent["involvedObject"], string, string]>([
  ["SuccessfulCreate", ofJob, "Created pod: etl-x", "n/etl-x"],
  [
    "SuccessfulCreate",
    ofJob,
    "(combined from similar events): Created pod: etl-12-x",
    "n/etl-12-x",
  ],
  ["SuccessfulCreate", { ...ofJob, kind: "CronJob" }, "Created job etl-29", ""],
  ["SuccessfulCreate", { ...ofJob, kind: "ReplicaSet" }, "Created pod: etl-x", ""],
  ["SuccessfulDelete", ofJob, "Deleted pod: etl-x", ""],
  ["FailedCreate", ofJob, "Created pod: etl-x", ""],
  ["SuccessfulCreate", ofJob, "Created pod: etl-x and more", ""],
])("of %s about %o, which says %s, the Pod is %j", (reason, about, message, pod) => {
  expect(createdPodOf(event(reason, message, about))).toBe(pod);
});

test("a Pod's Events and its Job are known until the API server forgets them", () => {
  const made = event("SuccessfulCreate", "Created pod: etl-x", ofJob);
  const killed = event("Killing", "Stopping container main", ofPod);
  const pods = new MadePods();
  const come = [made, killed].map(
    (object) => ({ type: "upsert", object, previous: null }) as const,
  );
  expect([...pods.take(come)]).toEqual(["n/etl-x"]);
  expect(pods.jobOf("n/etl-x")).toBe("uid-of-etl");
  expect(pods.eventsAbout("n/etl-x")).toEqual([killed]);
  pods.take([made, killed].map((object) => ({ type: "delete", object }) as const));
  expect(pods.jobOf("n/etl-x")).toBeUndefined();
  expect(pods.eventsAbout("n/etl-x")).toEqual([]);
});
