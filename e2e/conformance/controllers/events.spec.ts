import { pod, shell } from "../objects.ts";
import { expect, instant, test } from "../workloads.ts";

interface Told {
  readonly reason: string;
  readonly involvedObject: { readonly fieldPath?: string };
  readonly [field: string]: unknown;
}

test("Events tell a Pod's life from its node to its containers", async ({ workloads }) => {
  const initContainers = [shell("true", { name: "first" })];
  const { metadata } = await workloads.create("pods", pod("life", "true", { initContainers }));
  const { spec } = await workloads.ended("life");
  const { namespace } = metadata;
  const scheduled = `Successfully assigned ${namespace}/life to ${spec.nodeName}`;
  // Whether the first container had to wait for the image depends on who came before.
  const told = async () => (await workloads.told("life")).filter((each) => !/image/.test(each));
  await expect
    .poll(told)
    .toEqual([
      "Normal Created Container created",
      "Normal Created Container created",
      `Normal Scheduled ${scheduled}`,
      "Normal Started Container started",
      "Normal Started Container started",
    ]);
  const events = (await workloads.events("life")) as unknown as Told[];
  const of = (container: string) =>
    events.filter(({ involvedObject }) => involvedObject.fieldPath === container);
  for (const container of ["spec.initContainers{first}", "spec.containers{main}"]) {
    const reasons = of(container).map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(["Created", "Pulled", "Started"]));
    for (const event of of(container)) {
      expect(event).toMatchObject({
        metadata: { name: expect.stringMatching(/^life\.[0-9a-f]{16}$/), namespace },
        involvedObject: {
          apiVersion: "v1",
          kind: "Pod",
          name: "life",
          namespace,
          uid: metadata.uid,
          resourceVersion: expect.stringMatching(/^\d+$/),
        },
        source: { component: "kubelet", host: spec.nodeName },
        reportingComponent: "kubelet",
        reportingInstance: spec.nodeName,
        type: "Normal",
        count: 1,
        firstTimestamp: instant,
        lastTimestamp: instant,
        eventTime: null,
      });
    }
  }
  const pulled = of("spec.containers{main}").find(({ reason }) => reason === "Pulled");
  expect(pulled?.message).toBe(
    'Container image "busybox" already present on machine and can be accessed by the pod',
  );
  expect(events.find(({ reason }) => reason === "Scheduled")).toMatchObject({
    source: {},
    action: "Binding",
    reportingComponent: "default-scheduler",
    reportingInstance: expect.stringMatching(/^default-scheduler-/),
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    involvedObject: { kind: "Pod", name: "life", uid: metadata.uid },
  });
});

test("an Event that repeats is counted", async ({ workloads }) => {
  const spec = { restartPolicy: "OnFailure" };
  await workloads.create("pods", pod("again", "exit 1", spec));
  await workloads.until(
    "pods",
    "again",
    ({ status }) => status.containerStatuses?.[0].restartCount === 1,
  );
  const counts = async () => {
    const events = (await workloads.events("again")) as unknown as Told[];
    return events.filter(({ reason }) => reason === "Started").map(({ count }) => count);
  };
  await expect.poll(counts).toEqual([2]);
});

test("Events are chosen by their fields", async ({ api, namespace, workloads }) => {
  await workloads.create("pods", pod("one", "true"));
  await workloads.create("pods", pod("two", "true", { nodeSelector: { disk: "ssd" } }));
  await workloads.ended("one");
  await expect.poll(() => workloads.told("two")).not.toEqual([]);
  await expect.poll(() => workloads.told("one")).toContain("Normal Started Container started");
  const chosen = async (selector: string) => {
    const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`;
    const { items } = (await api.get(path)).body as { items: Told[] };
    const reasons = items.map(({ reason }) => reason).filter((reason) => reason !== "Pulling");
    return [...new Set(reasons)].sort();
  };
  const lives = ["Created", "Pulled", "Scheduled", "Started"];
  expect(await chosen("involvedObject.name=one")).toEqual(lives);
  expect(await chosen("involvedObject.kind=Pod,involvedObject.name!=one")).toEqual([
    "FailedScheduling",
  ]);
  expect(await chosen("type=Warning")).toEqual(["FailedScheduling"]);
  expect(await chosen("reason=Started")).toEqual(["Started"]);
  expect(await chosen("involvedObject.kind=Job")).toEqual([]);
  expect(await chosen("involvedObject.fieldPath=spec.containers{main}")).toEqual([
    "Created",
    "Pulled",
    "Started",
  ]);
  expect(await chosen("reportingComponent=kubelet,reason=Pulled")).toEqual(["Pulled"]);
  expect(await chosen("source=default-scheduler,type=Normal")).toEqual(["Scheduled"]);
});

test("events.k8s.io shows the same Events in its own form", async ({
  api,
  namespace,
  workloads,
}) => {
  const { metadata } = await workloads.create("pods", pod("both", "true"));
  const { spec } = await workloads.ended("both");
  await expect.poll(() => workloads.told("both")).toContain("Normal Started Container started");
  const path = `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
  const { body } = await api.get(path);
  const { items, ...list } = body as { items: Told[] };
  expect(list).toMatchObject({ kind: "EventList", apiVersion: "events.k8s.io/v1" });
  const regarding = { kind: "Pod", name: "both", namespace, uid: metadata.uid };
  const started = items.find(({ reason }) => reason === "Started");
  expect(started).toMatchObject({
    regarding: { ...regarding, fieldPath: "spec.containers{main}" },
    note: "Container started",
    type: "Normal",
    eventTime: null,
    reportingController: "kubelet",
    reportingInstance: spec.nodeName,
    deprecatedSource: { component: "kubelet", host: spec.nodeName },
    deprecatedFirstTimestamp: instant,
    deprecatedLastTimestamp: instant,
    deprecatedCount: 1,
  });
  expect(items.find(({ reason }) => reason === "Scheduled")).toMatchObject({
    regarding,
    note: `Successfully assigned ${namespace}/both to ${spec.nodeName}`,
    action: "Binding",
    reportingController: "default-scheduler",
    deprecatedSource: {},
  });
  for (const item of items) {
    for (const old of ["message", "involvedObject", "source", "count"]) {
      expect(item).not.toHaveProperty(old);
    }
  }
  const names = async (from: string) =>
    ((await api.get(from)).body as { items: { metadata: { name: string } }[] }).items
      .map((each) => each.metadata.name)
      .sort();
  expect(await names(path)).toEqual(await names(`/api/v1/namespaces/${namespace}/events`));
});
