import { expect, test } from "vitest";
import type { ContainerStatus, Pod } from "#lib/kubernetes/types";
import { containerFailure } from "#lib/runs/container-failure";
import { withDetail } from "#lib/runs/failure-detail";
import { ended, type PodParts, pod, waiting } from "#lib/runs/testing/objects";

const running = (name: string): ContainerStatus => ({ name, state: { running: {} } });
const again = (name: string, exitCode: number): ContainerStatus => ({
  ...waiting(name, "CrashLoopBackOff"),
  lastState: ended(name, { exitCode }).state,
});
const main = (...containerStatuses: ContainerStatus[]) => ({ status: { containerStatuses } });
const init = (
  initContainers: NonNullable<Pod["spec"]>["initContainers"],
  status: Pod["status"],
) => ({
  spec: { initContainers },
  status,
});
const sidecar = { name: "proxy", restartPolicy: "Always" };

const cases: readonly (readonly [title: string, pod: PodParts, words: string | null])[] = [
  ["one that ended well", main(ended("main", { exitCode: 0 })), null],
  ["no container at all", {}, null],
  ["an end without a code", main({ name: "main", state: { terminated: {} } }), null],
  ["an exit code", main(ended("main", { exitCode: 3 })), "container main exited 3"],
  [
    "an exit code with a usual meaning",
    main(ended("main", { exitCode: 143 })),
    "container main exited 143 (usually SIGTERM, it was asked to stop)",
  ],
  [
    "a signal, where the runtime tells it",
    main(ended("main", { exitCode: 137, signal: 9 })),
    "container main was killed by signal 9 (SIGKILL)",
  ],
  [
    "a signal without a name",
    main(ended("main", { exitCode: 1, signal: 77 })),
    "container main was killed by signal 77",
  ],
  [
    "out of memory, with the limit",
    {
      spec: { containers: [{ name: "main", resources: { limits: { memory: "24Gi" } } }] },
      ...main(ended("main", { exitCode: 137, reason: "OOMKilled" })),
    },
    "container main was OOMKilled (exit 137, memory limit 24Gi)",
  ],
  [
    "out of memory, without a limit of its own",
    main(ended("main", { exitCode: 137, reason: "OOMKilled" })),
    "container main was OOMKilled (exit 137)",
  ],
  [
    "a container that does not start",
    main(
      ended("main", {
        exitCode: 127,
        reason: "ContainerCannotRun",
        message:
          'OCI runtime create failed: container_linux.go:370: starting container process caused: exec: "paint": not found: unknown',
      }),
    ),
    'container main could not be started (ContainerCannotRun): exec: "paint": not found',
  ],
  [
    "a container its kubelet lost: the code is made up",
    main(
      ended("main", { exitCode: 137, reason: "ContainerStatusUnknown", message: "not located" }),
    ),
    "container main was lost (ContainerStatusUnknown)",
  ],
  [
    "the last line of what it said",
    main(ended("main", { exitCode: 1, message: "Traceback:\n  in x\nKeyError: 'day'\n\n" })),
    "container main exited 1, saying \"KeyError: 'day'\"",
  ],
  [
    "the last line that says something",
    main(ended("main", { exitCode: 1, message: "SyntaxError: Unexpected token\n    ^\n}\n" })),
    'container main exited 1, saying "SyntaxError: Unexpected token"',
  ],
  [
    "nothing it said",
    main(ended("main", { exitCode: 1, message: " \n" })),
    "container main exited 1",
  ],
  [
    "the container that failed first",
    main(
      ended("load", { exitCode: 143, finishedAt: "2026-11-29T12:00:09Z" }),
      ended("extract", { exitCode: 2, finishedAt: "2026-11-29T12:00:03Z" }),
      ended("watch", { exitCode: 0, finishedAt: "2026-11-29T12:00:01Z" }),
    ),
    "container extract exited 2",
  ],
  [
    "the first of those that failed at once",
    main(
      ended("a", { exitCode: 1, finishedAt: "2026-11-29T12:00:09Z" }),
      ended("b", { exitCode: 2, finishedAt: "2026-11-29T12:00:09Z" }),
    ),
    "container a exited 1",
  ],
  [
    "an init container",
    init([{ name: "wait" }, { name: "migrate" }], {
      initContainerStatuses: [ended("wait", { exitCode: 0 }), ended("migrate", { exitCode: 1 })],
      containerStatuses: [waiting("main", "PodInitializing")],
    }),
    "init container migrate exited 1",
  ],
  [
    "never a sidecar that ends with its Pod",
    init([sidecar], {
      initContainerStatuses: [ended("proxy", { exitCode: 137 })],
      containerStatuses: [ended("main", { exitCode: 0 })],
    }),
    null,
  ],
  [
    "a sidecar that the containers wait for",
    init([sidecar], {
      phase: "Pending",
      initContainerStatuses: [again("proxy", 5)],
      containerStatuses: [waiting("main", "PodInitializing")],
    }),
    "sidecar proxy exited 5",
  ],
  [
    "never a sidecar beside containers that run",
    init([sidecar], {
      phase: "Running",
      initContainerStatuses: [again("proxy", 5)],
      containerStatuses: [running("main")],
    }),
    null,
  ],
  [
    "never an ephemeral container",
    { status: { ephemeralContainerStatuses: [ended("debug", { exitCode: 1 })] } },
    null,
  ],
  [
    "the instance before a restart",
    { status: { phase: "Running", containerStatuses: [again("main", 3)] } },
    "container main exited 3",
  ],
  [
    "not the kill by which a deletion ends it",
    { deleted: "2026-11-29T12:00:00Z", ...main(ended("main", { exitCode: 137 })) },
    null,
  ],
  [
    "what failed before, in another container than the deletion killed first",
    {
      deleted: "2026-11-29T12:00:00Z",
      ...main(ended("first", { exitCode: 143 }), again("second", 3)),
    },
    "container second exited 3",
  ],
  [
    "what failed before the deletion",
    {
      deleted: "2026-11-29T12:00:00Z",
      ...main({
        ...ended("main", { exitCode: 137 }),
        lastState: ended("main", { exitCode: 3 }).state,
      }),
    },
    "container main exited 3",
  ],
];

test.each(cases)("of a Pod: %s", (_title, parts, words) => {
  const failure = containerFailure(pod(parts));
  expect(failure && withDetail(failure.words, failure.detail)).toEqual(words);
});
