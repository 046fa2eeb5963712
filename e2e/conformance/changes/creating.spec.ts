import { expect, test } from "../fixtures.ts";
import { cronJob, idleJob, idlePod, job, paths } from "../objects.ts";
import { badRequest, expectRefusal, failure, invalid } from "../statuses.ts";

interface Created {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly generation?: number;
    readonly labels?: Record<string, string>;
  };
  readonly spec: Record<string, unknown>;
  readonly status: object;
}

test("a Job comes back with its defaults, its selector and the labels of its Pods", async ({
  api,
  namespace,
}) => {
  const created = await api.call("POST", paths.jobs(namespace), { body: job("echo", "echo hi") });
  expect(created.status).toBe(201);
  const { metadata, spec } = created.body as { metadata: { uid: string }; spec: object };
  const labels = {
    "batch.kubernetes.io/controller-uid": metadata.uid,
    "batch.kubernetes.io/job-name": "echo",
    "controller-uid": metadata.uid,
    "job-name": "echo",
  };
  expect(spec).toMatchObject({
    backoffLimit: 6,
    completionMode: "NonIndexed",
    completions: 1,
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: "TerminatingOrFailed",
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": metadata.uid } },
    suspend: false,
    template: { metadata: { labels }, spec: { dnsPolicy: "ClusterFirst" } },
  });
});

test("a Job without labels gets those of its Pods, and one with its own keeps them", async ({
  api,
  namespace,
}) => {
  const bare = (await api.create(paths.jobs(namespace), idleJob("bare"))).body as Created;
  expect(bare.metadata.labels).toEqual({
    "batch.kubernetes.io/controller-uid": bare.metadata.uid,
    "batch.kubernetes.io/job-name": "bare",
    "controller-uid": bare.metadata.uid,
    "job-name": "bare",
  });
  const labelled = idleJob({ name: "labelled", labels: { app: "shop" } });
  const own = (await api.create(paths.jobs(namespace), labelled)).body as Created;
  expect(own.metadata.labels).toEqual({ app: "shop" });
});

test("a CronJob comes back with its defaults and an empty status", async ({ api, namespace }) => {
  const body = cronJob("echo", "0 0 1 1 *");
  const created = await api.call("POST", paths.cronJobs(namespace), { body });
  expect(created.status).toBe(201);
  const { metadata, spec, status } = created.body as Created;
  expect(metadata).toMatchObject({ name: "echo", namespace, generation: 1 });
  expect(spec).toEqual({
    concurrencyPolicy: "Allow",
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      metadata: {},
      spec: {
        template: {
          metadata: {},
          spec: {
            containers: [
              {
                command: ["sh", "-c", "echo this a cronjob"],
                image: "busybox",
                imagePullPolicy: "IfNotPresent",
                name: "main",
                resources: {},
                terminationMessagePath: "/dev/termination-log",
                terminationMessagePolicy: "File",
              },
            ],
            dnsPolicy: "ClusterFirst",
            restartPolicy: "Never",
            schedulerName: "default-scheduler",
            securityContext: {},
            terminationGracePeriodSeconds: 1,
          },
        },
      },
    },
    schedule: "0 0 1 1 *",
    successfulJobsHistoryLimit: 3,
    suspend: false,
  });
  expect(status).toEqual({});
});

test("a Pod comes back with its defaults, its service account and its quality of service", async ({
  api,
  namespace,
}) => {
  const body = idlePod("a", {
    restartPolicy: undefined,
    terminationGracePeriodSeconds: undefined,
    initContainers: [{ name: "first", image: "busybox:1" }],
    containers: [
      {
        name: "main",
        image: "busybox",
        ports: [{ containerPort: 80 }],
        env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
        livenessProbe: { httpGet: { port: 80 } },
        resources: { limits: { cpu: "100m" } },
      },
    ],
    volumes: [{ name: "scratch" }, { name: "settings", configMap: { name: "x" } }],
  });
  const created = await api.call("POST", paths.pods(namespace), { body });
  const { spec, status } = created.body as Created;
  const tolerated = { effect: "NoExecute", operator: "Exists", tolerationSeconds: 300 };
  expect(spec).toEqual({
    automountServiceAccountToken: false,
    containers: [
      {
        env: [
          { name: "A", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } } },
        ],
        image: "busybox",
        imagePullPolicy: "Always",
        livenessProbe: {
          failureThreshold: 3,
          httpGet: { path: "/", port: 80, scheme: "HTTP" },
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 1,
        },
        name: "main",
        ports: [{ containerPort: 80, protocol: "TCP" }],
        resources: { limits: { cpu: "100m" }, requests: { cpu: "100m" } },
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
      },
    ],
    dnsPolicy: "ClusterFirst",
    enableServiceLinks: true,
    initContainers: [
      {
        image: "busybox:1",
        imagePullPolicy: "IfNotPresent",
        name: "first",
        resources: {},
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
      },
    ],
    preemptionPolicy: "PreemptLowerPriority",
    priority: 0,
    restartPolicy: "Always",
    schedulerName: "nobody",
    securityContext: {},
    serviceAccount: "default",
    serviceAccountName: "default",
    terminationGracePeriodSeconds: 30,
    tolerations: [
      { ...tolerated, key: "node.kubernetes.io/not-ready" },
      { ...tolerated, key: "node.kubernetes.io/unreachable" },
    ],
    volumes: [
      { emptyDir: {}, name: "scratch" },
      { configMap: { defaultMode: 420, name: "x" }, name: "settings" },
    ],
  });
  expect(status).toEqual({ phase: "Pending", qosClass: "Burstable" });
});

test("what the system decides of an object is not its creator's to say", async ({
  api,
  namespace,
}) => {
  const given = {
    name: "a",
    uid: "00000000-0000-0000-0000-000000000001",
    creationTimestamp: "2001-01-01T00:00:00Z",
    deletionTimestamp: "2001-01-01T00:00:00Z",
    generation: 9,
  };
  const body = { ...idleJob(given), status: { succeeded: 3 } };
  const { metadata, status } = (await api.create(paths.jobs(namespace), body)).body as Created;
  expect(metadata.uid).not.toBe(given.uid);
  expect(metadata.creationTimestamp).not.toBe(given.creationTimestamp);
  expect(metadata).not.toHaveProperty("deletionTimestamp");
  expect(metadata.generation).toBe(1);
  expect(status).toEqual({});
});

test("generateName is the beginning of a name", async ({ api, namespace }) => {
  const named = async () => {
    const { body } = await api.create(paths.jobs(namespace), idleJob({ generateName: "run-" }));
    return (body as Created).metadata;
  };
  const [first, second] = [await named(), await named()];
  expect(first).toMatchObject({ generateName: "run-" });
  expect(first.name).toMatch(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(second.name).not.toBe(first.name);
  const long = { generateName: "a".repeat(63) };
  const { body } = await api.create(paths.configMaps(namespace), { metadata: long });
  expect((body as Created).metadata.name).toMatch(/^a{58}[a-z0-9]{5}$/);
});

test("a name is taken once", async ({ api, namespace }) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body: idleJob("a") }),
    failure(409, "AlreadyExists", 'jobs.batch "a" already exists', {
      name: "a",
      group: "batch",
      kind: "jobs",
    }),
  );
});

test("a version is the system's to give", async ({ api, namespace }) => {
  const metadata = { name: "a", resourceVersion: "1" };
  const reply = await api.call("POST", paths.jobs(namespace), { body: idleJob(metadata) });
  const message = "resourceVersion should not be set on objects to be created";
  expectRefusal(reply, failure(500, "", message));
});

test("a body may leave out the namespace, and may not name another", async ({ api, namespace }) => {
  const metadata = { name: "a", namespace: "other" };
  const message =
    "the namespace of the provided object does not match the namespace sent on the request";
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body: idleJob(metadata) }),
    badRequest(message),
  );
  const { body } = await api.create(paths.jobs(namespace), idleJob("a"));
  expect(body).toMatchObject({ metadata: { namespace } });
});

test("a rehearsal is answered like the deed, and nothing is there after it", async ({
  api,
  namespace,
}) => {
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const rehearsed = await api.call("POST", path, { body: idleJob("a") });
  expect(rehearsed.status).toBe(201);
  const { metadata } = rehearsed.body as Created;
  expect(metadata).toMatchObject({ name: "a", uid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(metadata).not.toHaveProperty("resourceVersion");
  expect((await api.call("GET", paths.jobs(namespace, "a"))).status).toBe(404);
  expectRefusal(
    await api.call("POST", `${paths.jobs(namespace)}?dryRun=Some`, { body: idleJob("a") }),
    invalid({ kind: "CreateOptions", group: "meta.k8s.io" }, [
      "dryRun",
      "NotSupported",
      'Unsupported value: ["Some"]: supported values: "All"',
    ]),
  );
});
