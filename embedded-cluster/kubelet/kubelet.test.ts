import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeCluster, shell } from "./testing/node-cluster.ts";

let cluster: NodeCluster;
beforeEach(() => {
  cluster = new NodeCluster();
});
afterEach(async () => {
  await cluster.stop();
  expect(cluster.failures).toEqual([]);
  expect(cluster.clock.pending()).toEqual([]);
});

describe("a Pod that runs to its end", () => {
  test("is scheduled, pulled, run and completed as kubectl get -w shows it", async () => {
    await cluster.create("echo", { containers: [shell("echo this a job; echo oh >&2; sleep 2")] });
    await cluster.pass(10_000);
    expect(cluster.seen("echo")).toEqual([
      "0/1 Pending",
      "0/1 ContainerCreating",
      "1/1 Running",
      "0/1 Completed",
    ]);
    expect(cluster.log("echo")).toEqual(["this a job", "!oh"]);
    expect(cluster.events("echo")).toEqual([
      expect.stringMatching(/^Normal Scheduled Successfully assigned default\/echo to worker-\d$/),
      'Normal Pulling Pulling image "busybox"',
      expect.stringMatching(
        /^Normal Pulled Successfully pulled image "busybox" in \S+s \(\S+s including waiting\)\. Image size: \d+ bytes\.$/,
      ),
      "Normal Created Container created",
      "Normal Started Container started",
    ]);
  });

  test("ends with the status a real kubelet writes", async () => {
    await cluster.create("echo", { containers: [shell("sleep 2")] });
    await cluster.pass(10_000);
    expect(cluster.pod("echo").status).toMatchObject({
      phase: "Succeeded",
      startTime: "2026-03-10T12:00:00Z",
      hostIP: expect.stringMatching(/^192\.0\.2\.1\d$/),
      podIP: expect.stringMatching(/^10\.244\.\d\.2$/),
    });
    expect(cluster.conditions("echo")).toEqual([
      "PodReadyToStartContainers=False PodSandboxNotReady",
      "Initialized=True PodCompleted",
      "Ready=False PodCompleted",
      "ContainersReady=False PodCompleted",
      "PodScheduled=True",
    ]);
    const { containerID, state, ...rest } = cluster.container("echo");
    expect(rest).toMatchObject({
      ready: false,
      started: false,
      restartCount: 0,
      image: "docker.io/library/busybox:latest",
      imageID: expect.stringMatching(/^docker\.io\/library\/busybox@sha256:[0-9a-f]{64}$/),
      lastState: {},
    });
    expect(containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
    expect(state.terminated).toMatchObject({ exitCode: 0, reason: "Completed", containerID });
    const { startedAt, finishedAt } = state.terminated;
    expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBe(2000);
  });

  test("starts its containers one after the other, each when the one before has been tried", async () => {
    const containers = [
      shell("sleep 5", { name: "one" }),
      shell("true", { name: "two", image: "registry.invalid/x" }),
      shell("sleep 5", { name: "three" }),
    ];
    await cluster.create("three", { containers });
    await cluster.pass(10_000);
    const told = cluster.all("events").map(({ reason, involvedObject }) => {
      const name = /\{(.*)\}/.exec(involvedObject.fieldPath)?.[1];
      return `${name} ${reason}`;
    });
    expect(told.filter((line) => /(Pulling|Started|Failed)$/.test(line)).slice(0, 6)).toEqual([
      "one Pulling",
      "one Started",
      "two Pulling",
      "two Failed",
      "two Failed",
      "three Pulling",
    ]);
  });

  test("is Ready in between", async () => {
    await cluster.create("echo", { containers: [shell("sleep 60")] });
    await cluster.pass(5000);
    expect(cluster.conditions("echo")).toEqual([
      "PodReadyToStartContainers=True",
      "Initialized=True",
      "Ready=True",
      "ContainersReady=True",
      "PodScheduled=True",
    ]);
  });

  test.each([
    ["exit 3", { exitCode: 3, reason: "Error" }],
    ["x=a; while :; do x=$x$x; done", { exitCode: 137, reason: "OOMKilled" }],
    [
      "curl http://localhost",
      { exitCode: 128, reason: "StartError", message: expect.stringContaining('exec: "curl"') },
    ],
  ])("fails as it failed: %s", async (script, terminated) => {
    await cluster.create("fails", {
      containers: [shell(script, { resources: { limits: { memory: "20Mi" } } })],
    });
    await cluster.pass(10_000);
    expect(cluster.container("fails").state.terminated).toMatchObject(terminated);
    expect(cluster.pod("fails").status).toMatchObject({ phase: "Failed" });
    expect(cluster.seen("fails").at(-1)).toBe(`0/1 ${terminated.reason}`);
  });

  test("has the environment its spec asks for", async () => {
    await cluster.api.create("configmaps", "default", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings" },
      data: { mode: "fast" },
    });
    const field = (name: string, fieldPath: string) => ({
      name,
      valueFrom: { fieldRef: { fieldPath } },
    });
    const env = [
      { name: "GREETING", value: "hello $(NAME) $$(NAME)" },
      field("NAME", "metadata.name"),
      { name: "AGAIN", value: "$(NAME)" },
      field("INDEX", "metadata.annotations['batch.kubernetes.io/job-completion-index']"),
      field("NODE", "spec.nodeName"),
      { name: "MODE", valueFrom: { configMapKeyRef: { name: "settings", key: "mode" } } },
      { name: "NOT", valueFrom: { configMapKeyRef: { name: "none", key: "x", optional: true } } },
    ];
    await cluster.create(
      "env",
      {
        containers: [
          shell(
            "echo $GREETING; echo $AGAIN $INDEX $NODE $MODE [$NOT] $CFG_mode $HOSTNAME $(NAME)",
            {
              env,
              envFrom: [{ prefix: "CFG_", configMapRef: { name: "settings" } }],
            },
          ),
        ],
      },
      { annotations: { "batch.kubernetes.io/job-completion-index": "4" } },
    );
    await cluster.pass(10_000);
    expect(cluster.log("env")).toEqual([
      "hello $(NAME) $(NAME)",
      expect.stringMatching(/^env 4 worker-\d fast \[\] fast env env$/),
    ]);
  });
});

describe("restarts", () => {
  test("back off longer and longer, and keep the instance before", async () => {
    await cluster.create("crash", {
      restartPolicy: "OnFailure",
      containers: [shell("echo try; sleep 1; exit 3")],
    });
    await cluster.pass(75_000);
    expect(cluster.seen("crash").slice(2, 9)).toEqual([
      "1/1 Running",
      "0/1 Error",
      "1/1 Running",
      "0/1 Error",
      "0/1 CrashLoopBackOff",
      "1/1 Running",
      "0/1 Error",
    ]);
    const { state, lastState, restartCount } = cluster.container("crash");
    expect(restartCount).toBe(3);
    const { uid } = cluster.pod("crash").metadata;
    expect(state.waiting).toEqual({
      reason: "CrashLoopBackOff",
      message: `back-off 40s restarting failed container=main pod=crash_default(${uid})`,
    });
    expect(lastState.terminated).toMatchObject({ exitCode: 3, reason: "Error" });
    expect(cluster.pod("crash").status?.phase).toBe("Running");
    expect(cluster.events("crash")).toContain(
      `Warning BackOff Back-off restarting failed container main in pod crash_default(${uid}) x3`,
    );
    expect(cluster.log("crash", "main", 3)).toEqual(["try"]);
    expect(cluster.log("crash", "main", 2)).toEqual(["try"]);
    expect(cluster.log("crash", "main", 1)).toBeUndefined();
  });

  test("stop with success, when only failures are restarted", async () => {
    await cluster.create("once", {
      restartPolicy: "OnFailure",
      containers: [shell("sleep 1; [ $(date +%S) -gt 4 ]")],
    });
    await cluster.pass(30_000);
    expect(cluster.pod("once").status?.phase).toBe("Succeeded");
    expect(cluster.container("once").restartCount).toBeGreaterThan(0);
  });

  test("never come to an end with Always", async () => {
    await cluster.create("always", { restartPolicy: "Always", containers: [shell("exit 0")] });
    await cluster.pass(12_000);
    expect(cluster.seen("always").at(-1)).toBe("0/1 CrashLoopBackOff");
    expect(cluster.pod("always").status?.phase).toBe("Running");
  });
});

describe("what a Pod waits for", () => {
  test("an image that is not there, with a back-off between the pulls", async () => {
    await cluster.create("image", {
      containers: [{ name: "main", image: "registry.invalid/trainer:1" }],
    });
    await cluster.pass(45_000);
    expect(cluster.seen("image")).toEqual([
      "0/1 Pending",
      "0/1 ContainerCreating",
      "0/1 ErrImagePull",
      "0/1 ImagePullBackOff",
      "0/1 ErrImagePull",
      "0/1 ImagePullBackOff",
      "0/1 ErrImagePull",
      "0/1 ImagePullBackOff",
    ]);
    expect(cluster.container("image").state.waiting.message).toBe(
      'Back-off pulling image "registry.invalid/trainer:1": ErrImagePull: rpc error: code = Unknown desc = failed to pull and unpack image "registry.invalid/trainer:1": failed to resolve reference "registry.invalid/trainer:1": failed to do request: Head "https://registry.invalid/v2/trainer/manifests/1": dial tcp: lookup registry.invalid: no such host',
    );
    expect(cluster.events("image")).toEqual([
      expect.stringContaining("Scheduled"),
      'Normal Pulling Pulling image "registry.invalid/trainer:1" x3',
      expect.stringMatching(/^Warning Failed Failed to pull image .* x3$/),
      "Warning Failed Error: ErrImagePull x3",
      'Normal BackOff Back-off pulling image "registry.invalid/trainer:1" x3',
      "Warning Failed Error: ImagePullBackOff x3",
    ]);
  });

  test.each([
    [
      { image: "Bad Name" },
      "InvalidImageName",
      'Failed to apply default image tag "Bad Name": couldn\'t parse image name "Bad Name": invalid reference format: repository name (library/Bad Name) must be lowercase',
    ],
    [
      { image: "docker.io/foo:1", imagePullPolicy: "Never" },
      "ErrImageNeverPull",
      'Container image "docker.io/foo:1" is not present with pull policy of Never',
    ],
    [
      { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "nope", key: "k" } } }] },
      "CreateContainerConfigError",
      'secret "nope" not found',
    ],
    [
      { envFrom: [{ configMapRef: { name: "nope" } }] },
      "CreateContainerConfigError",
      'configmap "nope" not found',
    ],
  ])("what cannot be had: %j", async (container, reason, message) => {
    await cluster.create("waits", { containers: [shell("sleep 5", container)] });
    await cluster.pass(20_000);
    expect(cluster.seen("waits").at(-1)).toBe(`0/1 ${reason}`);
    expect(cluster.container("waits").state).toEqual({ waiting: { reason, message } });
    expect(cluster.pod("waits").status?.phase).toBe("Pending");
  });

  test("a volume's ConfigMap, until it comes", async () => {
    await cluster.create("volume", {
      volumes: [
        { name: "v", configMap: { name: "settings" } },
        { name: "unused", configMap: { name: "nobody" } },
      ],
      containers: [shell("echo mounted", { volumeMounts: [{ name: "v", mountPath: "/v" }] })],
    });
    await cluster.pass(10_000);
    expect(cluster.seen("volume").at(-1)).toBe("0/1 ContainerCreating");
    expect(cluster.conditions("volume")[0]).toBe(
      "PodReadyToStartContainers=False PodSandboxNotReady",
    );
    expect(cluster.events("volume")[1]).toMatch(
      /^Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "settings" not found x\d$/,
    );
    await cluster.api.create("configmaps", "default", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings" },
    });
    await cluster.pass(20_000);
    expect(cluster.log("volume")).toEqual(["mounted"]);
  });
});

describe("init containers and sidecars", () => {
  test("come in order, the sidecar before the rest and gone after it", async () => {
    await cluster.create("init", {
      initContainers: [
        shell("echo first", { name: "first" }),
        shell("trap 'echo flushed; exit 0' TERM; while :; do sleep 1; done", {
          name: "proxy",
          restartPolicy: "Always",
        }),
        shell("sleep 2", { name: "second" }),
      ],
      containers: [shell("sleep 3")],
    });
    await cluster.pass(30_000);
    expect(cluster.seen("init")).toEqual([
      "0/2 Pending",
      "0/2 Init:0/3",
      "0/2 Init:1/3",
      "1/2 Init:2/3",
      "1/2 PodInitializing",
      "2/2 Running",
      "1/2 Completed",
      "0/2 Completed",
    ]);
    expect(cluster.log("init", "proxy")).toEqual(["flushed"]);
    expect(cluster.events("init")).toContain("Normal Killing Stopping container proxy");
    expect(cluster.pod("init").status?.phase).toBe("Succeeded");
  });

  test("are named in their events by where they stand in the spec", async () => {
    const quick = { imagePullPolicy: "IfNotPresent" };
    await cluster.create("init", {
      initContainers: [
        shell("true", { name: "first", ...quick }),
        shell("sleep 1", { name: "second", ...quick }),
      ],
      containers: [shell("true", quick)],
    });
    await cluster.pass(2000);
    await cluster.api.patch("pods", "default", "init", {
      metadata: { labels: { touched: "yes" } },
    });
    await cluster.pass(20_000);
    const told = cluster
      .all("events")
      .filter(({ reason, involvedObject }) => reason !== "Scheduled" && involvedObject.fieldPath)
      .map(({ message, involvedObject }) => `${involvedObject.fieldPath} ${message}`);
    const present =
      'Container image "busybox" already present on machine and can be accessed by the pod';
    expect(told).toEqual([
      'spec.initContainers{first} Pulling image "busybox"',
      expect.stringContaining("spec.initContainers{first} Successfully pulled image"),
      "spec.initContainers{first} Container created",
      "spec.initContainers{first} Container started",
      `spec.initContainers{second} ${present}`,
      "spec.initContainers{second} Container created",
      "spec.initContainers{second} Container started",
      `spec.containers{main} ${present}`,
      "spec.containers{main} Container created",
      "spec.containers{main} Container started",
    ]);
  });

  test("a failed one ends the Pod, its containers never begun", async () => {
    await cluster.create("init", {
      initContainers: [shell("exit 2", { name: "check" })],
      containers: [shell("sleep 3")],
    });
    await cluster.pass(10_000);
    expect(cluster.seen("init").at(-1)).toBe("0/1 Init:Error");
    expect(cluster.pod("init").status?.phase).toBe("Failed");
    expect(cluster.container("init").state).toEqual({ waiting: { reason: "PodInitializing" } });
    expect(cluster.conditions("init").slice(1, 3)).toEqual([
      "Initialized=False ContainersNotInitialized",
      "Ready=False PodFailed",
    ]);
  });

  test("a sidecar that is deaf is killed after the grace", async () => {
    await cluster.create("deaf", {
      terminationGracePeriodSeconds: 5,
      initContainers: [shell("sleep 3600", { name: "proxy", restartPolicy: "Always" })],
      containers: [shell("sleep 1")],
    });
    await cluster.pass(20_000);
    expect(cluster.container("deaf", "proxy").state.terminated.exitCode).toBe(137);
    expect(cluster.pod("deaf").status?.phase).toBe("Succeeded");
  });
});

describe("probes", () => {
  const probe = (command: string, more = {}) => ({
    exec: { command: ["sh", "-c", command] },
    periodSeconds: 1,
    ...more,
  });

  test("hold readiness back", async () => {
    await cluster.create("probed", {
      containers: [shell("sleep 60", { readinessProbe: probe("exit 1") })],
    });
    await cluster.pass(10_000);
    expect(cluster.seen("probed").at(-1)).toBe("0/1 Running");
    expect(cluster.conditions("probed")[2]).toBe("Ready=False ContainersNotReady");
    expect(cluster.events("probed").at(-1)).toMatch(/^Warning Unhealthy Readiness probe failed: /);
  });

  test("restart what is no longer alive", async () => {
    await cluster.create("probed", {
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 1,
      containers: [shell("sleep 60", { livenessProbe: probe("false", { failureThreshold: 2 }) })],
    });
    await cluster.pass(12_000);
    expect(cluster.container("probed").restartCount).toBeGreaterThan(0);
    expect(cluster.events("probed").join("\n")).toContain(
      "Killing Container main failed liveness probe, will be restarted",
    );
  });

  test("find nobody who listens", async () => {
    const httpGet = { port: 8080, path: "/healthz" };
    await cluster.create("probed", {
      containers: [shell("sleep 60", { readinessProbe: { httpGet } })],
    });
    await cluster.pass(10_000);
    const { podIP } = cluster.pod("probed").status ?? {};
    expect(cluster.events("probed").at(-1)).toContain(
      `Get "http://${podIP}:8080/healthz": dial tcp ${podIP}:8080: connect: connection refused`,
    );
  });
});

describe("a Pod that is ended from outside", () => {
  test("is asked, killed after its grace, and then gone", async () => {
    await cluster.create("del", {
      terminationGracePeriodSeconds: 3,
      containers: [
        shell("sleep 300"),
        shell("trap 'exit 0' TERM; while :; do sleep 1; done", { name: "kind" }),
      ],
    });
    await cluster.pass(6000);
    await cluster.delete("del", 3);
    await cluster.pass(2500);
    expect(cluster.seen("del").at(-1)).toMatch(/^[12]\/2 Terminating$/);
    expect(cluster.events("del").slice(-2)).toEqual([
      "Normal Killing Stopping container main",
      "Normal Killing Stopping container kind",
    ]);
    const { uid } = cluster.pod("del").metadata;
    await cluster.pass(5000);
    expect(cluster.seen("del").slice(-2)).toEqual(["0/2 Error", "gone"]);
    expect(cluster.all("pods")).toEqual([]);
    expect(cluster.logs.lines({ podUid: uid, container: "main", restart: 0 })).toBeUndefined();
  });

  test("waits with its last status for what holds it", async () => {
    await cluster.create(
      "held",
      { terminationGracePeriodSeconds: 1, containers: [shell("sleep 300")] },
      { finalizers: ["x.test/hold"] },
    );
    await cluster.pass(6000);
    await cluster.delete("held", 1);
    await cluster.pass(10_000);
    expect(cluster.pod("held").metadata.deletionGracePeriodSeconds).toBe(0);
    expect(cluster.pod("held").status?.phase).toBe("Failed");
    expect(cluster.container("held").state.terminated).toMatchObject({
      exitCode: 137,
      reason: "Error",
    });
    await cluster.api.patch("pods", "default", "held", { metadata: { finalizers: null } });
    await cluster.pass(10);
    expect(cluster.all("pods")).toEqual([]);
  });

  test("before anything of it ran", async () => {
    await cluster.create(
      "early",
      { containers: [{ name: "main", image: "registry.invalid/x" }] },
      { finalizers: ["x.test/hold"] },
    );
    await cluster.pass(3000);
    await cluster.delete("early");
    await cluster.pass(1000);
    expect(cluster.container("early").state.terminated).toMatchObject({
      exitCode: 137,
      reason: "ContainerStatusUnknown",
    });
    expect(cluster.pod("early").status?.phase).toBe("Failed");
  });

  test("has exceeded a deadline that was set while it ran", async () => {
    await cluster.create("late", { containers: [shell("sleep 300")] });
    await cluster.pass(6500);
    expect(cluster.pod("late").status?.phase).toBe("Running");
    await cluster.api.patch("pods", "default", "late", { spec: { activeDeadlineSeconds: 5 } });
    await cluster.pass(40_000);
    expect(cluster.pod("late").status).toMatchObject({
      phase: "Failed",
      reason: "DeadlineExceeded",
    });
  });

  test("has exceeded its deadline", async () => {
    await cluster.create("late", {
      activeDeadlineSeconds: 5,
      terminationGracePeriodSeconds: 2,
      containers: [shell("sleep 300")],
    });
    await cluster.pass(6500);
    expect(cluster.pod("late").status?.phase).toBe("Running");
    expect(cluster.conditions("late")[2]).toBe("Ready=False PodFailed");
    await cluster.pass(5000);
    expect(cluster.pod("late").status).toMatchObject({
      phase: "Failed",
      reason: "DeadlineExceeded",
      message: "Pod was active on the node longer than the specified deadline",
    });
    expect(cluster.seen("late").at(-1)).toBe("0/1 Error");
  });

  test("is evicted, with the message of a node that is short of memory", async () => {
    const annotations = { "embedded.batchboard.dev/evict-after-seconds": "6" };
    await cluster.create("evicted", { containers: [shell("sleep 300")] }, { annotations });
    await cluster.pass(10_000);
    expect(cluster.pod("evicted").status).toMatchObject({
      phase: "Failed",
      reason: "Evicted",
      message: expect.stringContaining("The node was low on resource: memory."),
    });
    expect(cluster.conditions("evicted")[0]).toBe("DisruptionTarget=True TerminationByKubelet");
  });

  test("is not admitted by a node that is short of memory", async () => {
    const annotations = { "embedded.batchboard.dev/evict-after-seconds": "0" };
    await cluster.create("evicted", { containers: [shell("sleep 300")] }, { annotations });
    await cluster.pass(1000);
    expect(cluster.seen("evicted").at(-1)).toBe("0/1 Evicted");
  });

  test("is killed at once when it is gone from the API", async () => {
    await cluster.create("forced", { containers: [shell("while :; do echo on; sleep 1; done")] });
    await cluster.pass(6000);
    const heard: unknown[] = [];
    const { uid } = cluster.pod("forced").metadata;
    cluster.logs.follow({ podUid: uid, container: "main", restart: 0 }, (line) => heard.push(line));
    await cluster.delete("forced", 0);
    await cluster.pass(100);
    expect(heard.at(-1)).toBeNull();
    await cluster.create("forced", { containers: [shell("echo another")] });
    await cluster.pass(6000);
    expect(cluster.log("forced")).toEqual(["another"]);
  });
});

test("others may write conditions of their own into the status of a Pod", async () => {
  await cluster.create("gates", {
    readinessGates: [{ conditionType: "x.test/a" }],
    containers: [shell("sleep 60")],
  });
  await cluster.pass(5000);
  expect(cluster.conditions("gates")[2]).toBe("Ready=False ReadinessGatesNotReady");
  const pod = cluster.pod("gates");
  const conditions = [...(pod.status?.conditions ?? []), { type: "x.test/a", status: "True" }];
  await cluster.api.updateStatus("pods", { ...pod, status: { ...pod.status, conditions } });
  await cluster.pass(100);
  expect(cluster.conditions("gates")).toEqual([
    "x.test/a=True",
    "PodReadyToStartContainers=True",
    "Initialized=True",
    "Ready=True",
    "ContainersReady=True",
    "PodScheduled=True",
  ]);
});

test("statuses are written again after a conflict or a failure", async () => {
  let left = 3;
  cluster.served.refuse = (plural, verb) =>
    verb === "get" && plural === "pods" && left-- > 0 ? new Error("connection reset") : undefined;
  await cluster.create("echo", { containers: [shell("sleep 1")] });
  await cluster.pass(300);
  const pod = cluster.pod("echo");
  await cluster.api.patch("pods", "default", "echo", { metadata: { labels: { touched: "yes" } } });
  expect(pod.metadata.labels).toBeUndefined();
  await cluster.pass(20_000);
  expect(cluster.pod("echo").status?.phase).toBe("Succeeded");
});
