import { expect, test } from "vitest";
import type { Job, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { jobWaiting } from "#lib/runs/job-waiting";
import { event, exited, holds, job, type PodParts, pod, waiting } from "#lib/runs/testing/objects";
import { inEnglish } from "#lib/texts/wording";

const now = Date.parse("2026-11-29T12:00:00Z");

const pending = (parts: PodParts = {}) =>
  pod({ ...parts, status: { phase: "Pending", ...parts.status } });
const running = pod({
  status: { phase: "Running", containerStatuses: [{ name: "main", state: { running: {} } }] },
});
const unplaced = (message: string) =>
  pending({
    status: {
      conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
    },
  });
const unpulled = pending({
  spec: { containers: [{ name: "main", image: "etl:1" }] },
  status: {
    containerStatuses: [waiting("main", "ImagePullBackOff", 'Back-off pulling image "etl:1"')],
  },
});
const gone = (name: string, status: Pod["status"], finalizers: string[] = []) =>
  pod({ name, deleted: "2026-11-29T11:59:00Z", finalizers, status });
const active = (count: number, spec: Job["spec"] = {}) => job(spec, { active: count });
const refused = (message: string, at?: string) => event("Job", job(), "FailedCreate", message, at);
const overQuota = 'Error creating: pods "etl-2" is forbidden: exceeded quota: q, ';

type Case = readonly [
  title: string,
  job: Job,
  pods: readonly Pod[] | null,
  events: readonly KubernetesEvent[],
  expected: string | null,
];

const cases: readonly Case[] = [
  ["nothing, while it runs", active(1), [running], [], null],
  ["nothing, while its Pod just starts", active(1), [pending()], [], null],
  [
    "nothing, while its container is being made",
    active(1),
    [pending({ status: { containerStatuses: [waiting("main", "ContainerCreating")] } })],
    [],
    null,
  ],
  [
    "nothing, once it has ended",
    job({}, { conditions: [holds("Complete")] }),
    [unpulled],
    [],
    null,
  ],
  ["nothing anybody knows of without its Pods", active(1), null, [], null],
  [
    "a node with room",
    active(1),
    [
      unplaced(
        "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.",
      ),
    ],
    [],
    "waiting Unschedulable: 0/2 nodes are available: 2 Insufficient cpu",
  ],
  [
    "a node with room, which one of two could have",
    active(1),
    [
      unplaced(
        "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 1 Preemption is not helpful for scheduling, 1 No preemption victims found for incoming pod.",
      ),
    ],
    [],
    "waiting Unschedulable: 0/2 nodes are available: 2 Insufficient cpu",
  ],
  [
    "a node that is allowed to it",
    active(1),
    [unplaced("0/2 nodes are available: 2 node(s) had untolerated taint {gpu: yes}.")],
    [],
    "stuck Unschedulable: 0/2 nodes are available: 2 node(s) had untolerated taint {gpu: yes}",
  ],
  [
    "an image of which the registry says nothing",
    active(1),
    [unpulled],
    [],
    "stuck ImagePullBackOff: container main cannot pull etl:1",
  ],
  [
    "what most of its Pods wait for, beside those that run",
    active(4),
    [unpulled, unpulled, unplaced("0/2 nodes are available: 2 Insufficient cpu."), running],
    [],
    "stuck ImagePullBackOff: container main cannot pull etl:1 (2 of 4 Pods)",
  ],
  [
    "what more of its Pods wait for",
    active(3),
    [unplaced("0/2 nodes are available: 2 taints."), unpulled, unpulled],
    [],
    "stuck ImagePullBackOff: container main cannot pull etl:1 (2 of 3 Pods)",
  ],
  [
    "what somebody must do, before what passes",
    active(3),
    [unplaced("2 Insufficient cpu."), unplaced("2 Insufficient cpu."), unpulled],
    [],
    "stuck ImagePullBackOff: container main cannot pull etl:1 (1 of 3 Pods)",
  ],
  [
    "a container that its runtime refuses",
    active(1),
    [
      pending({
        status: {
          containerStatuses: [
            waiting(
              "main",
              "RunContainerError",
              "failed to create shim task: unable to start container process: no such device: unknown",
            ),
          ],
        },
      }),
    ],
    [],
    "stuck RunContainerError: container main: no such device",
  ],
  [
    "not for a sidecar that falls over beside its containers",
    active(1),
    [
      pod({
        spec: { initContainers: [{ name: "proxy", restartPolicy: "Always" }] },
        status: {
          phase: "Running",
          initContainerStatuses: [waiting("proxy", "CrashLoopBackOff")],
          containerStatuses: [{ name: "main", state: { running: {} } }],
        },
      }),
    ],
    [],
    null,
  ],
  [
    "a container that ended well and is started again, after minutes",
    active(1),
    [
      pod({
        status: {
          phase: "Running",
          containerStatuses: [
            waiting(
              "main",
              "CrashLoopBackOff",
              "back-off 5m0s restarting failed container=main pod=x",
            ),
          ],
        },
      }),
    ],
    [],
    "waiting CrashLoopBackOff: container main ended; next start 5m after it ended",
  ],
  [
    "a volume of which the kubelet told lately",
    active(1),
    [pending()],
    [event("Pod", pending(), "FailedAttachVolume", "AttachVolume.Attach failed: busy")],
    "stuck FailedAttachVolume: AttachVolume.Attach failed: busy",
  ],
  [
    "no volume of which it told long ago",
    active(1),
    [pending()],
    [event("Pod", pending(), "FailedMount", "no such secret", "2026-11-29T11:50:00Z")],
    null,
  ],
  [
    "no volume of another Pod",
    active(1),
    [pending()],
    [event("Pod", pending({ name: "other" }), "FailedMount", "no such secret")],
    null,
  ],
  [
    "a quota that others use",
    job(),
    [],
    [refused(`${overQuota}requested: pods=1,cpu=2, used: pods=0,cpu=3, limited: pods=9,cpu=4`)],
    "waiting FailedCreate: the API server refuses its Pods: exceeded quota: q, requested: pods=1,cpu=2, used: pods=0,cpu=3, limited: pods=9,cpu=4",
  ],
  [
    "the rest of its Pods",
    job({ parallelism: 3, completions: 3 }, { active: 1 }),
    [running],
    [refused("Error creating: denied")],
    "stuck FailedCreate: the API server refuses more Pods: denied",
  ],
  [
    "the rest of its Pods, refused in the second it got its last one",
    job({ parallelism: 3, completions: 3 }, { active: 1 }),
    [pod({ created: "2026-11-29T11:59:30Z", status: { phase: "Running" } })],
    [refused("Error creating: denied", "2026-11-29T11:59:30.500000Z")],
    "stuck FailedCreate: the API server refuses more Pods: denied",
  ],
  [
    "no Pod it was refused before it got its last one",
    job({ parallelism: 3, completions: 3 }, { active: 1 }),
    [pod({ created: "2026-11-29T11:59:30Z", status: { phase: "Running" } })],
    [refused("Error creating: denied", "2026-11-29T11:59:00Z")],
    null,
  ],
  [
    "no Pod it has all of",
    job({ parallelism: 3, completions: 3 }, { active: 1, succeeded: 2 }),
    [running],
    [refused("Error creating: denied")],
    null,
  ],
  [
    "no Pod that another Job was refused",
    job(),
    [],
    [event("Job", job({}, {}, { uid: "another" }), "FailedCreate", "denied")],
    null,
  ],
  [
    "its next try, when its Pods are gone",
    job({}, { failed: 2 }),
    [],
    [],
    "waiting BackOff: 2 of 6 retries used",
  ],
  [
    "its next try, of indexes that each have their own",
    job({ backoffLimitPerIndex: 3 }, { failed: 1 }),
    [exited(3)],
    [],
    "waiting BackOff: container main exited 3",
  ],
  [
    "no next try while a Pod still ends",
    job({}, { failed: 1, terminating: 1 }),
    [exited(3)],
    [],
    null,
  ],
  [
    "a Pod whose node is silent",
    job({}, { terminating: 1, conditions: [holds("FailureTarget", "DeadlineExceeded")] }),
    [gone("etl-1", { phase: "Running" })],
    [],
    "stuck Terminating: node node-1 does not tell that the Pod has stopped",
  ],
  [
    "a Pod that somebody holds",
    active(1),
    [gone("etl-1", { phase: "Failed" }, ["batch.kubernetes.io/job-tracking", "a.example/x"])],
    [],
    "stuck Terminating: the Pod is held by finalizer a.example/x",
  ],
  [
    "not for a Pod that its own controller still counts",
    active(1),
    [gone("etl-1", { phase: "Failed" }, ["batch.kubernetes.io/job-tracking"])],
    [],
    null,
  ],
  [
    "its Pods, which are deleted before it",
    job({}, {}, { deletionTimestamp: "2026-11-29T11:59:00Z", finalizers: ["foregroundDeletion"] }),
    [running, running],
    [],
    "waiting Terminating: goes once 2 Pods are deleted (foregroundDeletion)",
  ],
  [
    "several who hold it",
    job({}, {}, { deletionTimestamp: "2026-11-29T11:59:00Z", finalizers: ["a", "b"] }),
    [],
    [],
    "stuck Terminating: deleted, but held by finalizers a, b",
  ],
  [
    "nobody, a moment after its deletion",
    job({}, {}, { deletionTimestamp: "2026-11-29T11:59:55Z", finalizers: ["a"] }),
    [],
    [],
    null,
  ],
  [
    "nobody else once the other controller has started it",
    job({ managedBy: "example.com/fleet" }, { active: 1 }),
    [],
    [],
    null,
  ],
  [
    "nobody else where it names its own controller",
    job({ managedBy: "kubernetes.io/job-controller" }, { startTime: null }),
    [],
    [],
    null,
  ],
  [
    "its queue, though Kueue gives it to another cluster",
    job(
      { managedBy: "kueue.x-k8s.io/multikueue", suspend: true },
      { startTime: null },
      { labels: { "kueue.x-k8s.io/queue-name": "all" } },
    ),
    [],
    [],
    "waiting Suspended: waits in queue all for Kueue to admit it",
  ],
];

test.each(cases)("a Job waits for %s", (_title, waitingJob, pods, events, expected) => {
  const reason = jobWaiting(waitingJob, pods, events, now);
  expect(reason && `${reason.tone} ${reason.word}: ${inEnglish(reason.sentence)}`).toBe(expected);
});

test("the restarts of all containers count where the limit is one of restarts", () => {
  const crashing = pod({
    status: {
      phase: "Running",
      initContainerStatuses: [{ name: "init", restartCount: 1 }],
      containerStatuses: [
        {
          ...waiting(
            "main",
            "CrashLoopBackOff",
            "back-off 20s restarting failed container=main pod=x",
          ),
          restartCount: 2,
          lastState: { terminated: { exitCode: 3 } },
        },
      ],
    },
  });
  const template = { spec: { restartPolicy: "OnFailure" } };
  expect(jobWaiting(active(1, { template }), [crashing], [], now)?.sentence).toEqual(
    "container main exited 3; next start 20s after it ended; 3 of 6 restarts used",
  );
});
