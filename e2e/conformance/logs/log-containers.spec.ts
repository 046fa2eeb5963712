import { expect, test } from "../fixtures.ts";
import { paths, pod, podSpec, shell } from "../objects.ts";
import { getPod, readLog, runPod, statusOf, untilLog, untilPhase } from "../running.ts";
import { badRequest, failure } from "../statuses.ts";

const bad = (message: string) => badRequest(message);

test("of several containers one must be named", async ({ api, namespace }) => {
  const initContainers = [shell("echo i", { name: "setup" })];
  const containers = [shell("echo a"), shell("echo b", { name: "side" })];
  const spec = podSpec(containers, { initContainers });
  await runPod(api, namespace, { metadata: { name: "two" }, spec }, "a\n");
  const { status, body } = await readLog(api, namespace, "two");
  expect(status).toBe(400);
  expect(body).toEqual(
    bad("a container name must be specified for pod two, choose one of: [setup main side]"),
  );
  for (const [container, text] of [
    ["setup", "i\n"],
    ["main", "a\n"],
    ["side", "b\n"],
  ] as const) {
    expect((await readLog(api, namespace, "two", `container=${container}`)).text).toBe(text);
  }
  const other = await readLog(api, namespace, "two", "container=none");
  expect(other.body).toEqual(bad("container none is not valid for pod two"));
});

test("the only container is meant beside init containers and sidecars", async ({
  api,
  namespace,
}) => {
  const helper = "echo h; trap 'exit 0' TERM; while true; do sleep 1; done";
  await runPod(
    api,
    namespace,
    pod("one", "echo m", {
      initContainers: [
        shell("echo i", { name: "setup" }),
        shell(helper, { name: "helper", restartPolicy: "Always" }),
      ],
    }),
    "m\n",
  );
  expect((await readLog(api, namespace, "one")).text).toBe("m\n");
  expect((await readLog(api, namespace, "one", "container=setup")).text).toBe("i\n");
  expect((await readLog(api, namespace, "one", "container=helper")).text).toBe("h\n");
});

test("while an init container runs, its log is there and the next container waits", async ({
  api,
  namespace,
}) => {
  const initContainers = [shell("echo i; sleep 600", { name: "setup" })];
  await api.create(paths.pods(namespace), pod("slow", "echo m", { initContainers }));
  await untilLog(api, namespace, "slow", "i\n", "container=setup");
  for (const query of ["", "container=main&follow=true"]) {
    const { status, body } = await readLog(api, namespace, "slow", query);
    expect(status).toBe(400);
    expect(body).toEqual(
      bad('container "main" in pod "slow" is waiting to start: PodInitializing'),
    );
  }
  const setup = statusOf(await getPod(api, namespace, "slow"), "setup");
  expect(setup).toMatchObject({ ready: false, started: true, restartCount: 0 });
});

test("an init container that failed has its log, and the containers after it none", async ({
  api,
  namespace,
}) => {
  const initContainers = [shell("echo i; exit 3", { name: "setup" })];
  await api.create(paths.pods(namespace), pod("fails", "echo m", { initContainers }));
  await untilPhase(api, namespace, "fails", "Failed");
  expect((await readLog(api, namespace, "fails", "container=setup")).text).toBe("i\n");
  expect((await readLog(api, namespace, "fails")).body).toEqual(
    bad('container "main" in pod "fails" is waiting to start: PodInitializing'),
  );
});

test("a container whose volume is missing is being created", async ({ api, namespace }) => {
  const volumes = [{ name: "config", configMap: { name: "missing" } }];
  await api.create(paths.pods(namespace), pod("unmounted", "echo m", { volumes }));
  await expect
    .poll(async () => (await readLog(api, namespace, "unmounted")).body, { timeout: 30_000 })
    .toEqual(bad('container "main" in pod "unmounted" is waiting to start: ContainerCreating'));
});

test("a container whose environment is missing waits for its configuration", async ({
  api,
  namespace,
}) => {
  const envFrom = [{ configMapRef: { name: "missing" } }];
  const spec = podSpec([shell("echo m", { envFrom })]);
  await api.create(paths.pods(namespace), { metadata: { name: "unset" }, spec });
  await expect
    .poll(async () => (await readLog(api, namespace, "unset")).body, { timeout: 30_000 })
    .toEqual(
      bad('container "main" in pod "unset" is waiting to start: CreateContainerConfigError'),
    );
});

test("a container whose image cannot be pulled says so, at first and while it backs off", async ({
  api,
  namespace,
}) => {
  const spec = podSpec([shell("echo m", { image: "registry.invalid/none:1" })]);
  await api.create(paths.pods(namespace), { metadata: { name: "imageless" }, spec });
  const seen = new Set<unknown>();
  await expect
    .poll(
      async () => {
        // Nothing is answered before the Pod is on a node.
        const { body } = await readLog(api, namespace, "imageless");
        const message = (body as { message: string } | null)?.message;
        seen.add(message);
        return message;
      },
      { timeout: 45_000, intervals: [100] },
    )
    .toBe(
      'container "main" in pod "imageless" is waiting to start: trying and failing to pull image',
    );
  expect(seen).toContain(
    'container "main" in pod "imageless" is waiting to start: image can\'t be pulled',
  );
  const previous = await readLog(api, namespace, "imageless", "previous=true");
  expect(previous.body).toEqual(
    bad('previous terminated container "main" in pod "imageless" not found'),
  );
});

test("a Pod that is on no node answers with nothing", async ({ api, namespace }) => {
  await api.create(paths.pods(namespace), pod("nowhere", "echo m", { nodeSelector: { a: "b" } }));
  for (const query of ["", "follow=true", "previous=true"]) {
    const { status, text } = await readLog(api, namespace, "nowhere", query);
    expect([status, text]).toEqual([204, ""]);
  }
  const { body } = await readLog(api, namespace, "nowhere", "container=none");
  expect(body).toEqual(bad("container none is not valid for pod nowhere"));
});

test("a Pod that is not there, or is no more, has no log", async ({ api, namespace }) => {
  await runPod(api, namespace, pod("gone", "echo m"), "m\n");
  await api.delete(paths.pods(namespace, "gone"));
  for (const name of ["gone", "never"]) {
    const { status, body } = await readLog(api, namespace, name);
    expect(status).toBe(404);
    expect(body).toEqual(
      failure(404, "NotFound", `pods "${name}" not found`, { name, kind: "pods" }),
    );
  }
});

/** Fails in its first life, and runs on in the one that begins once its Pod is called `second`. */
const twice = {
  metadata: { name: "twice", labels: { life: "first" } },
  spec: podSpec(
    [
      shell('echo "$LIFE life"; if [ "$LIFE" = first ]; then sleep 5; exit 1; fi; sleep 600', {
        env: [{ name: "LIFE", valueFrom: { fieldRef: { fieldPath: "metadata.labels['life']" } } }],
      }),
    ],
    { restartPolicy: "Always" },
  ),
};

test("a container that was started anew has two logs, and a follower hears one of them", async ({
  api,
  namespace,
}) => {
  await api.create(paths.pods(namespace), twice);
  await untilLog(api, namespace, "twice", "first life\n");
  await api.patch(paths.pods(namespace, "twice"), { metadata: { labels: { life: "second" } } });
  const followed = await readLog(api, namespace, "twice", "follow=true");
  expect(followed.text).toBe("first life\n");
  await untilLog(api, namespace, "twice", "second life\n");
  await expect
    .poll(async () => statusOf(await getPod(api, namespace, "twice"))?.restartCount)
    .toBe(1);
  // The kubelet's own status may still be of the moment before.
  await untilLog(api, namespace, "twice", "first life\n", "previous=true");
  for (const query of ["previous=true", "previous=true&follow=true", "previous=1&tailLines=5"]) {
    const { status, text } = await readLog(api, namespace, "twice", query);
    expect([status, text]).toEqual([200, "first life\n"]);
  }
});

test("a container that crashed shows its last run until the next begins", async ({
  api,
  namespace,
}) => {
  const script = "echo life; exit 1";
  await api.create(paths.pods(namespace), pod("crashes", script, { restartPolicy: "Always" }));
  await expect
    .poll(
      async () => {
        const { restartCount, state } = statusOf(await getPod(api, namespace, "crashes")) ?? {};
        return restartCount === 1 && state?.running === undefined;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  for (const query of ["", "follow=true", "tailLines=5"]) {
    const { status, text } = await readLog(api, namespace, "crashes", query);
    expect([status, text]).toEqual([200, "life\n"]);
  }
});
