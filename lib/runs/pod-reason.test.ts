import { expect, test } from "vitest";
import type { ContainerStatus, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { podReason } from "#lib/runs/pod-reason";
import { ended, event, pod, waiting } from "#lib/runs/testing/objects";
import { inEnglish } from "#lib/texts/wording";

const now = Date.parse("2026-11-29T12:00:00Z");

const of = (phase: string, status: Pod["status"] = {}) => pod({ status: { phase, ...status } });
const going = (...containerStatuses: ContainerStatus[]) => of("Running", { containerStatuses });
const running = (name = "main"): ContainerStatus => ({ name, state: { running: {} } });
const again = (status: ContainerStatus, exitCode: number): ContainerStatus => ({
  ...status,
  lastState: ended("main", { exitCode }).state,
});
const unprepared = of("Pending", { containerStatuses: [waiting("main", "ContainerCreating")] });
const held = pod({ deleted: "2026-11-29T11:50:00Z", finalizers: ["a/b"] });

const cases: readonly (readonly [
  title: string,
  pod: Pod,
  events: readonly KubernetesEvent[],
  said: string | null,
])[] = [
  ["one that runs", going(running()), [], null],
  ["one that runs again", going(again(running(), 3)), [], null],
  ["one that just starts", unprepared, [], null],
  [
    "one that succeeded, whatever its sidecar did",
    of("Succeeded", { containerStatuses: [ended("main", { exitCode: 137 })] }),
    [],
    null,
  ],
  [
    "one that failed",
    of("Failed", { containerStatuses: [ended("main", { exitCode: 3 })] }),
    [],
    "failed Error: container main exited 3. From the states of its containers.",
  ],
  [
    "one that failed, in kubectl's word where the runtime gave none",
    of("Failed", { containerStatuses: [ended("main", { exitCode: 3, reason: "" })] }),
    [],
    "failed ExitCode:3: container main exited 3. From the states of its containers.",
  ],
  [
    "one that was killed, likewise",
    of("Failed", { containerStatuses: [ended("main", { exitCode: 137, signal: 9, reason: "" })] }),
    [],
    "failed Signal:9: container main was killed by signal 9 (SIGKILL). From the states of its containers.",
  ],
  [
    "one of whose containers another goes on after the failure of the first",
    going(running("web"), ended("main", { exitCode: 3 })),
    [],
    "waiting Error: container main exited 3. From the states of its containers.",
  ],
  [
    "one that was evicted: its containers were only stopped",
    of("Failed", {
      reason: "Evicted",
      message: "The node was low on resource: memory. ",
      containerStatuses: [ended("main", { exitCode: 137 })],
    }),
    [],
    "failed Evicted: the Pod was evicted: The node was low on resource: memory. From status.reason.",
  ],
  [
    "one that is preempted",
    of("Running", {
      conditions: [
        { type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler", message: "" },
      ],
      containerStatuses: [running()],
    }),
    [],
    "waiting PreemptionByScheduler: the Pod was preempted by the scheduler. From condition DisruptionTarget.",
  ],
  [
    "one that falls over again and again",
    going(
      again(
        waiting("main", "CrashLoopBackOff", "back-off 20s restarting failed container=main"),
        3,
      ),
    ),
    [],
    "waiting CrashLoopBackOff: container main exited 3; next start 20s after it ended. From the state and the last state of container main.",
  ],
  [
    "one that no node takes",
    of("Pending", {
      conditions: [
        {
          type: "PodScheduled",
          status: "False",
          reason: "Unschedulable",
          message: "0/3 nodes are available: 3 node(s) were unschedulable.",
        },
      ],
    }),
    [],
    "stuck Unschedulable: 0/3 nodes are available: 3 node(s) were unschedulable. From condition PodScheduled.",
  ],
  [
    "one without its image",
    of("Pending", { containerStatuses: [waiting("main", "ErrImagePull", "not found")] }),
    [],
    "stuck ErrImagePull: container main cannot pull its image: not found. From the state of container main.",
  ],
  [
    "one without its volume",
    unprepared,
    [event("Pod", unprepared, "FailedMount", 'secret "a" not found', "2026-11-29T11:59:00Z")],
    'stuck FailedMount: secret "a" not found. From Event FailedMount.',
  ],
  [
    "one that is deleted and held",
    held,
    [],
    "stuck Terminating: the Pod is held by finalizer a/b. From metadata.deletionTimestamp, metadata.finalizers.",
  ],
];

test.each(cases)("of a Pod is said why: %s", (_title, object, events, said) => {
  const { reason } = podReason(object, events, now);
  const { tone, word, sentence = "", source = "" } = reason ?? {};
  const told = `${tone} ${word}: ${inEnglish(sentence)}. From ${inEnglish(source)}.`;
  expect(reason && told).toBe(said);
});

test("a Pod that is being deleted is looked at again, for it may be held", () => {
  expect(podReason(held, [], now).until).toBeGreaterThan(now);
  expect(podReason(unprepared, [], now).until).toBeNull();
});
