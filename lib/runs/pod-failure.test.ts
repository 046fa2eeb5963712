import { expect, test } from "vitest";
import type { Pod } from "#lib/kubernetes/types";
import { withDetail } from "#lib/runs/failure-detail";
import { podFailure } from "#lib/runs/pod-failure";
import { ended, pod } from "#lib/runs/testing/objects";

const disrupted = (reason: string, message: string, status = "True"): Pod["status"] => ({
  conditions: [{ type: "DisruptionTarget", status, reason, message }],
});

test.each<[title: string, status: Pod["status"], of: string, words: string, detail: string]>([
  [
    "evicted",
    { reason: "Evicted", message: "The node was low on resource: memory. " },
    "pod",
    "evicted",
    ": The node was low on resource: memory",
  ],
  [
    "its own deadline",
    { reason: "DeadlineExceeded", message: "Pod was active on the node longer than …" },
    "pod",
    "stopped at its own activeDeadlineSeconds",
    "",
  ],
  [
    "rejected",
    { reason: "NodeAffinity", message: "Pod was rejected: Predicate NodeAffinity failed" },
    "pod",
    "rejected by its node (NodeAffinity)",
    ": Predicate NodeAffinity failed",
  ],
  [
    "its node shut down",
    { reason: "Terminated", message: "Pod was terminated in response to imminent node shutdown." },
    "pod",
    "ended by its node",
    ": Pod was terminated in response to imminent node shutdown",
  ],
  ["its node is lost", { reason: "NodeLost" }, "pod", "lost with its node", ""],
  ["a reason nobody listed", { reason: "Tired" }, "pod", "ended (Tired)", ""],
  [
    "preempted",
    disrupted("PreemptionByScheduler", "default-scheduler: preempting to accommodate"),
    "pod",
    "preempted by the scheduler",
    ": default-scheduler: preempting to accommodate",
  ],
  [
    "evicted through the API",
    disrupted("EvictionByEvictionAPI", ""),
    "pod",
    "evicted through the API",
    "",
  ],
  ["a disruption nobody listed", disrupted("Moved", ""), "pod", "disrupted (Moved)", ""],
])(
  "%s: what was done to the Pod goes before its container's exit",
  (_title, status, of, words, detail) => {
    const containerStatuses = [ended("main", { exitCode: 137 })];
    const failure = podFailure(pod({ status: { ...status, containerStatuses } }));
    expect(failure).toMatchObject({ of, words });
    expect(failure && withDetail(failure.words, failure.detail)).toEqual(words + detail);
  },
);

test("a disruption that does not hold leaves the container to tell", () => {
  const containerStatuses = [ended("main", { exitCode: 3 })];
  const status = { ...disrupted("Moved", "", "False"), containerStatuses };
  expect(podFailure(pod({ status }))).toEqual({
    of: "container",
    word: "Error",
    words: "container main exited 3",
    detail: null,
  });
});
