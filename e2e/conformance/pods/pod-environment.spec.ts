import type { Api } from "../../cluster/api.ts";
import { pod, shell } from "../objects.ts";
import { expect, type Thing, test, type Workloads } from "../workloads.ts";

/** Runs a container to its end; its Pod, and what it has printed. */
async function run(
  { workloads, api }: { workloads: Workloads; api: Api },
  container: object,
  metadata: object = {},
): Promise<{ pod: Thing; lines: string[] }> {
  const spec = { containers: [container] };
  await workloads.create("pods", pod({ name: "speaker", ...metadata }, "", spec));
  const ended = await workloads.ended("speaker");
  const { text } = await api.call("GET", `${workloads.path("pods", "speaker")}/log`);
  return { pod: ended, lines: text.split("\n").slice(0, -1) };
}

const field = (name: string, fieldPath: string) => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

test("a container learns about its Pod from its environment", async ({ api, workloads }) => {
  const env = [
    field("NAME", "metadata.name"),
    field("NAMESPACE", "metadata.namespace"),
    field("POD_UID", "metadata.uid"),
    field("LABEL", "metadata.labels['app']"),
    field("NOTE", "metadata.annotations['example.com/note']"),
    field("NONE", "metadata.labels['none']"),
    field("NODE", "spec.nodeName"),
    field("ACCOUNT", "spec.serviceAccountName"),
    field("HOST_IP", "status.hostIP"),
    field("POD_IP", "status.podIP"),
  ];
  const names = env.map(({ name }) => `$${name}`).join(",");
  const about = { labels: { app: "shop" }, annotations: { "example.com/note": "a b" } };
  const { pod, lines } = await run({ api, workloads }, shell(`echo "${names}"`, { env }), about);
  const { name, namespace, uid } = pod.metadata;
  const { nodeName } = pod.spec;
  const { hostIP, podIP } = pod.status;
  expect(lines).toEqual([
    [name, namespace, uid, "shop", "a b", "", nodeName, "default", hostIP, podIP].join(","),
  ]);
});

test("a container learns its own requests and limits", async ({ api, workloads }) => {
  const resource = (name: string, path: string, divisor?: string) => ({
    name,
    valueFrom: { resourceFieldRef: { resource: path, ...(divisor && { divisor }) } },
  });
  const env = [
    resource("CPU", "requests.cpu"),
    resource("MILLIS", "requests.cpu", "1m"),
    resource("BYTES", "limits.memory"),
    resource("MEBIBYTES", "limits.memory", "1Mi"),
  ];
  const resources = {
    requests: { cpu: "1500m", memory: "16Mi" },
    limits: { cpu: "2", memory: "30Mi" },
  };
  const script = 'echo "$CPU,$MILLIS,$BYTES,$MEBIBYTES"';
  const { lines } = await run({ api, workloads }, shell(script, { env, resources }));
  expect(lines).toEqual(["2,1500,31457280,30"]);
});

test("variables may name those before them, and none after", async ({ api, workloads }) => {
  const env = [
    { name: "EARLY", value: "$(LATE)" },
    { name: "FIRST", value: "one" },
    { name: "SECOND", value: "$(FIRST) two" },
    { name: "ESCAPED", value: "$$(FIRST)" },
    { name: "UNKNOWN", value: "$(NOBODY)" },
    { name: "LATE", value: "late" },
  ];
  const script = 'echo "$EARLY,$SECOND,$ESCAPED,$UNKNOWN"';
  const { lines } = await run({ api, workloads }, shell(script, { env }));
  expect(lines).toEqual(["$(LATE),one two,$(FIRST),$(NOBODY)"]);
});

test("command and args are one command line, with variables put in", async ({ api, workloads }) => {
  const container = {
    name: "main",
    image: "busybox",
    imagePullPolicy: "IfNotPresent",
    command: ["echo", "to $(WHO)"],
    args: ["$(WHO)", "$$(WHO)", "$(NOBODY)", "$WHO"],
    env: [{ name: "WHO", value: "you" }],
  };
  const { lines } = await run({ api, workloads }, container);
  expect(lines).toEqual(["to you you $(WHO) $(NOBODY) $WHO"]);
});

test("a container's host name is its Pod's, and its home and path are the image's", async ({
  api,
  workloads,
}) => {
  const script = 'echo "$HOSTNAME,$HOME,$PATH"';
  const { lines } = await run({ api, workloads }, shell(script));
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  expect(lines).toEqual([`speaker,/root,${path}`]);
});

test("variables come from ConfigMaps and Secrets, whole or by key", async ({
  api,
  namespace,
  workloads,
}) => {
  const core = `/api/v1/namespaces/${namespace}`;
  await api.create(`${core}/configmaps`, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "words" },
    data: { GREETING: "hello", who: "you" },
  });
  await api.create(`${core}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "codes" },
    stringData: { PIN: "1234" },
  });
  const optional = { configMapKeyRef: { name: "words", key: "missing", optional: true } };
  const env = [
    { name: "WHO", valueFrom: { configMapKeyRef: { name: "words", key: "who" } } },
    { name: "CODE", valueFrom: { secretKeyRef: { name: "codes", key: "PIN" } } },
    { name: "OPTIONAL", valueFrom: optional },
    { name: "W_GREETING", value: "mine" },
  ];
  const envFrom = [
    { configMapRef: { name: "words" } },
    { prefix: "W_", configMapRef: { name: "words" } },
    { secretRef: { name: "codes" } },
    { configMapRef: { name: "none", optional: true } },
  ];
  const script = 'echo "$GREETING,$W_GREETING,$W_who,$PIN,$WHO,$CODE,$OPTIONAL"';
  const { lines } = await run({ api, workloads }, shell(script, { env, envFrom }));
  expect(lines).toEqual(["hello,mine,you,1234,you,1234,"]);
});
