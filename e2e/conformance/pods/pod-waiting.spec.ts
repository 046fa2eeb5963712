import { pod, shell } from "../objects.ts";
import { expect, instant, type Thing, test } from "../workloads.ts";

const waiting = ({ status }: Thing) => status.containerStatuses?.[0].state.waiting;
const events = (texts: string[], reason: string) =>
  texts.filter((text) => text.split(" ")[1] === reason);

test("a Pod that no node may have says what each node lacks", async ({ workloads }) => {
  await workloads.create("pods", pod("picky", "true", { nodeSelector: { disk: "ssd" } }));
  const { spec, status } = await workloads.until("pods", "picky", (now) => now.status.conditions);
  const [, nodes] = /^0\/(\d+) /.exec(status.conditions[0].message) ?? [];
  const message = `0/${nodes} nodes are available: ${nodes} node(s) didn't match Pod's node affinity/selector. preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
  expect(status).toEqual({
    phase: "Pending",
    qosClass: "BestEffort",
    conditions: [
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message,
        observedGeneration: 1,
        lastProbeTime: null,
        lastTransitionTime: instant,
      },
    ],
  });
  expect(spec).not.toHaveProperty("nodeName");
  await expect
    .poll(async () => new Set(await workloads.told("picky")))
    .toEqual(new Set([`Warning FailedScheduling ${message}`]));
});

test("a Pod that asks for more than any node has stays Pending", async ({ workloads }) => {
  const containers = [shell("true", { resources: { requests: { cpu: "4k", memory: "1Ki" } } })];
  await workloads.create("pods", pod("huge", "", { containers }));
  const { status } = await workloads.until("pods", "huge", (now) => now.status.conditions);
  expect(status.qosClass).toBe("Burstable");
  expect(status.conditions[0].message).toMatch(
    /^0\/(\d+) nodes are available: \1 Insufficient cpu\. preemption: 0\/\1 nodes are available: \1 Preemption is not helpful for scheduling\.$/,
  );
});

test("a gated Pod is scheduled once its gates are gone", async ({ workloads }) => {
  const schedulingGates = [{ name: "example.com/one" }, { name: "example.com/two" }];
  const created = await workloads.create("pods", pod("gated", "true", { schedulingGates }));
  expect(created.status).toEqual({
    phase: "Pending",
    qosClass: "BestEffort",
    conditions: [
      {
        type: "PodScheduled",
        status: "False",
        reason: "SchedulingGated",
        message: "Scheduling is blocked due to non-empty scheduling gates",
        lastProbeTime: null,
        lastTransitionTime: instant,
      },
    ],
  });
  await workloads.patch("pods", "gated", { spec: { schedulingGates: [schedulingGates[1]] } });
  expect((await workloads.get("pods", "gated")).spec).not.toHaveProperty("nodeName");
  await workloads.patch("pods", "gated", { spec: { schedulingGates: null } });
  expect((await workloads.ended("gated")).status.phase).toBe("Succeeded");
});

test("an image that does not exist is tried and then waited for", async ({ workloads }) => {
  const image = "example.com/nobody/has:missing";
  const containers = [shell("true", { image })];
  await workloads.create("pods", pod("imageless", "", { containers }));
  const versions = await workloads.history(
    "pods",
    "imageless",
    (now) => waiting(now)?.reason === "ImagePullBackOff",
  );
  const failed = versions.find((now) => waiting(now)?.reason === "ErrImagePull");
  const error = waiting(failed as Thing).message;
  expect(error).toMatch(/^rpc error: code = NotFound desc = .*: not found$/);
  expect(error).toContain(`failed to pull and unpack image "${image}"`);
  const now = versions.at(-1) as Thing;
  expect(now.status).toMatchObject({
    phase: "Pending",
    containerStatuses: [{ image, imageID: "", ready: false, started: false, restartCount: 0 }],
  });
  expect(waiting(now)).toEqual({
    reason: "ImagePullBackOff",
    message: `Back-off pulling image "${image}": ErrImagePull: ${error}`,
  });
  await expect
    .poll(async () => (await workloads.told("imageless")).filter((each) => !/Scheduled/.test(each)))
    .toEqual([
      `Normal BackOff Back-off pulling image "${image}"`,
      `Normal Pulling Pulling image "${image}"`,
      "Warning Failed Error: ErrImagePull",
      "Warning Failed Error: ImagePullBackOff",
      `Warning Failed Failed to pull image "${image}": ${error}`,
    ]);
});

test("an image that may never be pulled has to be there", async ({ workloads }) => {
  const image = "example.com/nobody/has:this";
  const containers = [shell("true", { image, imagePullPolicy: "Never" })];
  await workloads.create("pods", pod("never", "", { containers }));
  const now = await workloads.until("pods", "never", (each) => waiting(each)?.message);
  const message = `Container image "${image}" is not present with pull policy of Never`;
  expect(waiting(now)).toEqual({ reason: "ErrImageNeverPull", message });
  await expect
    .poll(() => workloads.told("never"))
    .toEqual(
      expect.arrayContaining([
        `Warning ErrImageNeverPull ${message}`,
        "Warning Failed Error: ErrImageNeverPull",
      ]),
    );
});

test("an image whose name is none is told as such", async ({ workloads }) => {
  const containers = [shell("true", { image: "Busy Box" })];
  await workloads.create("pods", pod("misnamed", "", { containers }));
  const now = await workloads.until("pods", "misnamed", (each) => waiting(each)?.message);
  const message =
    'Failed to apply default image tag "Busy Box": couldn\'t parse image name "Busy Box": invalid reference format: repository name (library/Busy Box) must be lowercase';
  expect(waiting(now)).toEqual({ reason: "InvalidImageName", message });
  await expect
    .poll(async () => events(await workloads.told("misnamed"), "InspectFailed"))
    .toEqual([`Warning InspectFailed ${message}`]);
});

test("a container waits for the ConfigMap its environment is from", async ({
  api,
  namespace,
  workloads,
}) => {
  const containers = [shell("echo $GREETING", { envFrom: [{ configMapRef: { name: "words" } }] })];
  await workloads.create("pods", pod("reading", "", { containers }));
  const now = await workloads.until("pods", "reading", (each) => waiting(each)?.message);
  const message = 'configmap "words" not found';
  expect(waiting(now)).toEqual({ reason: "CreateContainerConfigError", message });
  await api.create(`/api/v1/namespaces/${namespace}/configmaps`, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "words" },
    data: { GREETING: "hello" },
  });
  expect((await workloads.ended("reading")).status.phase).toBe("Succeeded");
  const { text } = await api.call("GET", `${workloads.path("pods", "reading")}/log`);
  expect(text).toBe("hello\n");
  expect(await workloads.told("reading")).toContain(`Warning Failed Error: ${message}`);
});

test("a volume that a container mounts has to be there", async ({ api, namespace, workloads }) => {
  const volumes = [
    { name: "wanted", configMap: { name: "files" } },
    { name: "unused", secret: { secretName: "nobody" } },
  ];
  const containers = [shell("true", { volumeMounts: [{ name: "wanted", mountPath: "/files" }] })];
  await workloads.create("pods", pod("mounting", "", { containers, volumes }));
  await expect
    .poll(() => workloads.told("mounting"))
    .toContain(
      'Warning FailedMount MountVolume.SetUp failed for volume "wanted" : configmap "files" not found',
    );
  const now = await workloads.get("pods", "mounting");
  expect(now.status.phase).toBe("Pending");
  expect(waiting(now)).toEqual({ reason: "ContainerCreating" });
  await api.create(`/api/v1/namespaces/${namespace}/configmaps`, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "files" },
    data: { name: "value" },
  });
  expect((await workloads.ended("mounting")).status.phase).toBe("Succeeded");
});

test("a Pod of another scheduler is left alone", async ({ workloads }) => {
  await workloads.create("pods", pod("foreign", "true", { schedulerName: "somebody-else" }));
  await workloads.create("pods", pod("ours", "true"));
  await workloads.ended("ours");
  const { spec, status } = await workloads.get("pods", "foreign");
  expect(spec).not.toHaveProperty("nodeName");
  expect(status).toEqual({ phase: "Pending", qosClass: "BestEffort" });
});
