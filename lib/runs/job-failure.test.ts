import { expect, test } from "vitest";
import type { Job, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { jobFailure } from "#lib/runs/job-failure";
import { event, exited, holds, job, pod } from "#lib/runs/testing/objects";

const onFailure = { template: { spec: { restartPolicy: "OnFailure" } } };

function failed(
  reason: string,
  spec: Job["spec"] = {},
  status: Job["status"] = {},
  message = "",
): Job {
  return job(spec, { failed: 1, conditions: [holds("Failed", reason, message)], ...status });
}

const overLimit = (spec: Job["spec"], status: Job["status"] = {}) =>
  failed("BackoffLimitExceeded", spec, status);

const evicted = pod({ status: { reason: "Evicted", message: "The node was low on memory." } });
const started = (name: string): Pod =>
  pod({ status: { phase: "Running", containerStatuses: [{ name, state: { running: {} } }] } });

const cases: readonly (readonly [
  title: string,
  job: Job,
  pods: readonly Pod[] | null,
  events: readonly KubernetesEvent[],
  sentence: string,
])[] = [
  [
    "what most Pods have in common",
    overLimit({ backoffLimit: 2 }, { failed: 3 }),
    [exited(1), exited(3), exited(3)],
    [],
    "container main exited 3 in 2 of 3 Pods; 2 of 2 retries used",
  ],
  [
    "of Pods that failed each in its way the newest",
    overLimit({ backoffLimit: 1 }, { failed: 2 }),
    [
      exited(1, { created: "2026-11-29T12:00:00Z" }),
      exited(3, { created: "2026-11-29T12:05:00Z" }),
    ],
    [],
    "container main exited 3 in 1 of 2 Pods; 1 of 1 retry used",
  ],
  [
    "the newest, wherever it stands",
    overLimit({ backoffLimit: 1 }, { failed: 2 }),
    [
      exited(3, { created: "2026-11-29T12:05:00Z" }),
      exited(1, { created: "2026-11-29T12:00:00Z" }),
    ],
    [],
    "container main exited 3 in 1 of 2 Pods; 1 of 1 retry used",
  ],
  [
    "beside Pods that succeeded",
    overLimit({ backoffLimit: 1, completions: 5 }, { failed: 2, succeeded: 3 }),
    [exited(3), exited(3), exited(0, { status: { phase: "Succeeded" } })],
    [],
    "container main exited 3 in 2 of 2 failed Pods; 1 of 1 retry used",
  ],
  [
    "some Pods are gone",
    overLimit({ backoffLimit: 5 }, { failed: 6 }),
    [exited(3), exited(3)],
    [],
    "container main exited 3 in 2 of 2 failed Pods left; 5 of 5 retries used",
  ],
  [
    "Pods were evicted",
    overLimit({ backoffLimit: 2 }, { failed: 3 }),
    [evicted, evicted, exited(3)],
    [],
    "2 of 3 Pods were evicted: The node was low on memory; 2 of 2 retries used",
  ],
  [
    "one Pod of several was evicted",
    overLimit({ backoffLimit: 0 }, { failed: 2 }),
    [evicted],
    [],
    "the one failed Pod left was evicted: The node was low on memory; backoffLimit 0 allows no retry",
  ],
  [
    "all Pods are gone",
    overLimit({ backoffLimit: 2 }, { failed: 3 }),
    [],
    [],
    "2 of 2 retries used; its 3 failed Pods and their logs are gone",
  ],
  [
    "the Pods are gone with a Job that is deleted",
    { ...overLimit({ backoffLimit: 0 }), metadata: { ...job().metadata, deletionTimestamp: "x" } },
    [],
    [],
    "backoffLimit 0 allows no retry; its failed Pod was deleted with it",
  ],
  [
    "nobody knows the Pods",
    overLimit({ backoffLimit: 0 }),
    null,
    [],
    "backoffLimit 0 allows no retry",
  ],
  [
    "no restart is allowed",
    overLimit({ ...onFailure, backoffLimit: 0 }),
    [],
    [],
    "backoffLimit 0 allows no restart; its Pod and its log were deleted when it failed (restartPolicy OnFailure)",
  ],
  [
    "two containers fell over, so Events tell of none",
    overLimit({ ...onFailure, backoffLimit: 1 }),
    [],
    [
      event(
        "Pod",
        pod({}),
        "BackOff",
        "Back-off restarting failed container a in pod etl-1_data(u)",
      ),
      event(
        "Pod",
        pod({}),
        "BackOff",
        "Back-off restarting failed container b in pod etl-1_data(u)",
      ),
    ],
    "1 of 1 restart used; its Pod and its log were deleted when it failed (restartPolicy OnFailure)",
  ],
  [
    "a deadline between failures",
    failed("DeadlineExceeded", { activeDeadlineSeconds: 60 }, { failed: 2 }),
    [exited(3), exited(3)],
    [],
    "active longer than activeDeadlineSeconds 60; container main exited 3 in 2 of 2 Pods",
  ],
  [
    "a deadline, and a container that was stopped for it in a Pod that is gone",
    failed("DeadlineExceeded", { activeDeadlineSeconds: 60 }),
    [],
    [event("Pod", pod({}), "Killing", "Stopping container load", "2026-11-29T12:01:00Z")],
    "active longer than activeDeadlineSeconds 60 while container load was still running",
  ],
  [
    "a deadline, and a container that was stopped long before it",
    failed("DeadlineExceeded", { activeDeadlineSeconds: 60 }),
    [],
    [event("Pod", pod({}), "Killing", "Stopping container load", "2026-11-29T12:00:30Z")],
    "active longer than activeDeadlineSeconds 60",
  ],
  [
    "a deadline of many containers",
    failed("DeadlineExceeded", { activeDeadlineSeconds: 60 }),
    [started("a"), started("b"), started("b")],
    [],
    "active longer than activeDeadlineSeconds 60 while container a, container b were still running",
  ],
  [
    "a deadline of an init container, beside its sidecar",
    failed("DeadlineExceeded", { activeDeadlineSeconds: 60 }),
    [
      pod({
        spec: {
          initContainers: [{ name: "proxy", restartPolicy: "Always" }, { name: "migrate" }],
        },
        status: {
          phase: "Pending",
          initContainerStatuses: ["proxy", "migrate"].map((name) => ({
            name,
            state: { running: {} },
          })),
        },
      }),
    ],
    [],
    "active longer than activeDeadlineSeconds 60 while init container migrate was still running",
  ],
  [
    "a deadline of more containers than anybody reads",
    failed("DeadlineExceeded", { activeDeadlineSeconds: 60 }),
    ["a", "b", "c", "d"].map(started),
    [],
    "active longer than activeDeadlineSeconds 60 while 4 containers were still running",
  ],
  [
    "a policy whose message reads otherwise",
    failed("PodFailurePolicy", {}, {}, "A rule matched"),
    [],
    [],
    "A rule matched",
  ],
  [
    "a long list of indexes",
    failed(
      "FailedIndexes",
      { completions: 200, backoffLimitPerIndex: 1 },
      { failedIndexes: Array.from({ length: 100 }, (_, index) => index * 2).join() },
    ),
    null,
    [],
    "100 of 200 indexes failed (0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,…); backoffLimitPerIndex is 1",
  ],
  [
    "a reason of another controller",
    failed("OutOfBudget", {}, {}, "The team's budget is spent."),
    [exited(3)],
    [],
    "The team's budget is spent; container main exited 3",
  ],
  [
    "no reason and no word",
    failed(""),
    [],
    [],
    "the Job failed; its failed Pod and its log are gone",
  ],
];

test.each(cases)("a Job failed: %s", (_title, failure, pods, events, sentence) => {
  expect(jobFailure(failure, pods, events)?.sentence).toEqual(sentence);
});

test("the word is the condition's reason, or its type where it has none", () => {
  expect(jobFailure(failed("OutOfBudget"), [], [])?.word).toBe("OutOfBudget");
  expect(jobFailure(failed(""), [], [])?.word).toBe("Failed");
});

test("it says what it is told from", () => {
  const { source } = jobFailure(failed("BackoffLimitExceeded"), [exited(1), exited(1)], []) ?? {};
  expect(source).toEqual("condition Failed, 2 Pods");
  expect(jobFailure(failed(""), null, [])?.source).toEqual("condition Failed");
});

test.each([
  ["Complete", "True"],
  ["Failed", "False"],
  ["Suspended", "True"],
])("a Job with %s=%s has not failed", (type, status) => {
  const conditions = [{ type, status, reason: "BackoffLimitExceeded" }];
  expect(jobFailure(job({}, { conditions }), [exited(1)], [])).toBeNull();
});

test("a Job that is about to fail says for how many Pods it waits", () => {
  const conditions = [holds("FailureTarget", "BackoffLimitExceeded")];
  const ending = job({ backoffLimit: 0 }, { failed: 1, terminating: 2, conditions });
  expect(jobFailure(ending, [exited(3)], [])?.sentence).toEqual(
    "container main exited 3; backoffLimit 0 allows no retry; the Job ends once 2 Pods have stopped",
  );
});
