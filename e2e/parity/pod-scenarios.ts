import { podSpec, shell } from "../conformance/objects.ts";
import { type Scenario, type Stage, sights } from "./scenario.ts";

/** Longer than any run of this suite. */
const forever = "sleep 3600";

/**
 * What must be seen lasts: a kubelet reports the latest state, not each one, and is in no hurry on a
 * busy machine.
 */
interface PodScenario {
  readonly name: string;
  readonly containers?: readonly object[];
  readonly spec?: object;
  readonly status: readonly (string | RegExp)[];
  readonly cells?: Readonly<Record<string, string | RegExp>>;
  readonly modern?: boolean;
  readonly act?: (stage: Stage) => Promise<void>;
}

function pod({ name, containers, spec, status, cells = {}, ...more }: PodScenario): Scenario {
  return {
    objects: [{ kind: "pods", name, spec: podSpec(containers ?? [shell(forever)], spec) }],
    shows: [
      ...sights("pods", name, "status", ...status),
      ...Object.entries(cells).flatMap(([column, text]) => sights("pods", name, column, text)),
    ],
    ...more,
  };
}

/** A Pod that is ended by its deadline once it runs, and the word that this gives it. */
function overdue(word: string | RegExp, modern: boolean): Scenario {
  return pod({
    name: "deadline",
    status: ["Running", word],
    modern,
    async act(stage) {
      await stage.until({ kind: "pods", name: "deadline", column: "status", text: "Running" });
      await stage.patch("pods", "deadline", { spec: { activeDeadlineSeconds: 1 } });
    },
  });
}

const always = { restartPolicy: "Always" };
const noImage = { image: "registry.invalid/none:1" };
const probe = (command: string) => ({ exec: { command: ["sh", "-c", command] }, periodSeconds: 1 });
/** Without the time of the last one before 1.22. */
const restarted = /^[1-9]\d*( \(\d.* ago\))?$/;

export const podScenarios: readonly Scenario[] = [
  pod({ name: "completed", containers: [shell("exit 0")], status: ["Completed"] }),
  pod({ name: "error", containers: [shell("exit 3")], status: ["Error"] }),
  pod({
    name: "crash",
    containers: [shell("exit 1")],
    spec: always,
    status: ["CrashLoopBackOff"],
    cells: { restarts: restarted },
  }),
  pod({
    name: "no-volume",
    spec: { volumes: [{ name: "none", configMap: { name: "none" } }] },
    status: ["ContainerCreating"],
  }),
  pod({
    name: "no-image",
    containers: [shell(forever, noImage)],
    status: ["ErrImagePull", "ImagePullBackOff"],
  }),
  pod({
    name: "never-pulled",
    containers: [shell(forever, { ...noImage, imagePullPolicy: "Never" })],
    status: ["ErrImageNeverPull"],
  }),
  pod({
    name: "bad-image",
    containers: [shell(forever, { image: "UPPER/Case" })],
    status: ["InvalidImageName"],
  }),
  pod({
    name: "no-config",
    containers: [shell(forever, { envFrom: [{ configMapRef: { name: "none" } }] })],
    status: ["CreateContainerConfigError"],
  }),
  pod({
    name: "no-command",
    containers: [shell("", { command: ["/no/such/command"] })],
    status: ["StartError"],
  }),
  pod({
    name: "memory",
    containers: [
      shell("x=a; while :; do x=$x$x; done", { resources: { limits: { memory: "20Mi" } } }),
    ],
    status: ["OOMKilled"],
  }),
  overdue("Error", true),
  // A kubelet before 1.22 rarely reports how the containers of such a Pod ended.
  overdue(/^(DeadlineExceeded|Error)$/, false),
  pod({
    name: "unready",
    containers: [shell(forever), shell("exit 0", { name: "done" })],
    status: ["NotReady"],
    cells: { ready: "1/2" },
  }),
  pod({
    name: "failed-sibling",
    containers: [shell("exit 0"), shell("sleep 1; exit 3", { name: "failed" })],
    status: ["Error"],
    modern: true,
  }),
  pod({
    name: "init-first",
    spec: { initContainers: [shell(forever, { name: "one" }), shell("exit 0", { name: "two" })] },
    status: ["Init:0/2"],
  }),
  pod({
    name: "init-second",
    spec: { initContainers: [shell("exit 0", { name: "one" }), shell(forever, { name: "two" })] },
    status: ["Init:1/2"],
  }),
  pod({
    name: "init-done",
    spec: { initContainers: [shell("exit 0", { name: "one" })] },
    status: ["Running"],
  }),
  pod({
    name: "init-error",
    spec: { initContainers: [shell("exit 2", { name: "one" })] },
    status: ["Init:Error"],
  }),
  pod({
    name: "init-crash",
    spec: { ...always, initContainers: [shell("exit 2", { name: "one" })] },
    status: ["Init:CrashLoopBackOff"],
    cells: { restarts: restarted },
  }),
  pod({
    name: "init-no-image",
    spec: { initContainers: [shell("exit 0", { name: "one", ...noImage })] },
    status: ["Init:ErrImagePull", "Init:ImagePullBackOff"],
  }),
  pod({
    name: "sidecar",
    containers: [shell(forever)],
    spec: {
      initContainers: [shell(forever, { name: "sidecar", ...always })],
    },
    status: ["Running"],
    cells: { ready: "2/2" },
    modern: true,
  }),
  pod({
    name: "sidecar-starting",
    spec: {
      initContainers: [
        shell(forever, {
          name: "sidecar",
          ...always,
          startupProbe: { ...probe("exit 1"), failureThreshold: 3600 },
        }),
      ],
    },
    status: ["Init:0/1"],
    modern: true,
  }),
  pod({
    name: "sidecar-first",
    spec: {
      initContainers: [
        shell(forever, { name: "sidecar", ...always, startupProbe: probe("exit 0") }),
        shell(forever, { name: "second" }),
      ],
    },
    status: ["Init:1/2"],
    modern: true,
  }),
  pod({
    name: "sidecar-done",
    containers: [shell("exit 0")],
    spec: { initContainers: [shell(forever, { name: "sidecar", ...always })] },
    status: ["Completed"],
    cells: { ready: "0/2" },
    modern: true,
  }),
  pod({
    name: "sidecar-crash",
    spec: { ...always, initContainers: [shell("exit 1", { name: "sidecar", ...always })] },
    status: ["Init:CrashLoopBackOff"],
    modern: true,
  }),
  pod({
    name: "not-ready",
    containers: [shell(forever, { readinessProbe: probe("exit 1") })],
    status: ["Running"],
    cells: { ready: "0/1" },
  }),
  pod({
    name: "gates",
    spec: { readinessGates: [{ conditionType: "x.test/a" }, { conditionType: "x.test/b" }] },
    status: ["Running"],
    cells: { "readiness gates": "1/2", ip: /^\d+\.\d+\.\d+\.\d+$/, node: /^[a-z]/ },
    async act(stage) {
      await stage.until({ kind: "pods", name: "gates", column: "status", text: "Running" });
      const conditions = [{ type: "x.test/a", status: "True" }];
      await stage.patchStatus("pods", "gates", { conditions });
    },
  }),
  pod({
    name: "gated",
    spec: { schedulingGates: [{ name: "x.test/wait" }] },
    status: ["SchedulingGated"],
    cells: { node: "<none>", ip: "<none>", "nominated node": "<none>" },
    modern: true,
  }),
  pod({
    name: "nowhere",
    spec: { nodeSelector: { "x.test/node": "none" } },
    status: ["Pending"],
  }),
  pod({
    name: "terminating",
    spec: { terminationGracePeriodSeconds: 4 },
    status: ["Running", "Terminating"],
    async act(stage) {
      await stage.until({ kind: "pods", name: "terminating", column: "status", text: "Running" });
      await stage.delete("pods", "terminating");
    },
  }),
];
