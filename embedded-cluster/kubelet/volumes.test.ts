import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { NodeCluster, shell } from "./testing/node-cluster.ts";

let cluster: NodeCluster;
beforeEach(() => {
  cluster = new NodeCluster();
});
afterEach(async () => {
  await cluster.stop();
  expect(cluster.failures).toEqual([]);
});

const mounted = (script: string, more: object = {}, name = "main") =>
  shell(script, { name, volumeMounts: [{ name: "v", mountPath: "/data", ...more }] });

const scratch = (emptyDir = {}) => ({ volumes: [{ name: "v", emptyDir }] });

const host = (path: string, type?: string) => ({
  volumes: [{ name: "v", hostPath: { path, ...(type !== undefined && { type }) } }],
});

test("an emptyDir is one for the containers of a Pod and outlives them, their own files do not", async () => {
  await cluster.create("shares", {
    ...scratch(),
    restartPolicy: "OnFailure",
    initContainers: [mounted("echo begun > /data/log; echo mine > /tmp/own", {}, "init")],
    containers: [
      mounted(
        "cat /tmp/own; echo tried >> /data/log; cat /data/log; [ $(wc -l < /data/log) -gt 2 ]",
      ),
    ],
  });
  await cluster.create("other", { ...scratch(), containers: [mounted("ls -a /data")] });
  await cluster.pass(20_000);
  expect(cluster.log("shares", "main", 0)).toEqual([
    "!cat: can't open '/tmp/own': No such file or directory",
    "begun",
    "tried",
  ]);
  expect(cluster.log("shares", "main", 1)?.slice(1)).toEqual(["begun", "tried", "tried"]);
  expect(cluster.log("other")).toEqual([".", ".."]);
});

test("a hostPath is where all Pods meet, and stays when they are gone", async () => {
  await cluster.create("first", {
    ...host("/run/meet"),
    containers: [mounted("echo hello > /data/note")],
  });
  await cluster.pass(10_000);
  await cluster.delete("first", 0);
  await cluster.create("second", {
    ...host("/run", "Directory"),
    containers: [mounted("cat note", { subPath: "meet" }, "main")].map((one) => ({
      ...one,
      workingDir: "/data",
    })),
  });
  await cluster.pass(10_000);
  expect(cluster.log("second")).toEqual(["hello"]);
});

test.each([
  [
    "/run/none",
    "Directory",
    'hostPath type check failed, /run/none is not a directory, unable to determine its type: path "/run/none" does not exist',
  ],
  [
    "/run/none",
    "File",
    'hostPath type check failed, /run/none is not a file, unable to determine its type: path "/run/none" does not exist',
  ],
  ["/run", "File", "hostPath type check failed: /run is not a file, it's a Directory"],
])("a hostPath that is not what it should be is waited for: %s %s", async (path, type, why) => {
  await cluster.create("makes", { ...host("/run"), containers: [mounted("true")] });
  await cluster.pass(5000);
  await cluster.create("waits", { ...host(path, type), containers: [mounted("true")] });
  await cluster.pass(5000);
  expect(cluster.seen("waits").at(-1)).toBe("0/1 ContainerCreating");
  expect(cluster.events("waits").at(-1)).toMatch(/ x\d$/);
  expect(cluster.events("waits").at(-1)).toContain(
    `Warning FailedMount MountVolume.SetUp failed for volume "v" : ${why}`,
  );
});

test.each([
  ["echo x > /data/f", { readOnly: true }, {}, "sh: can't create /data/f: Read-only file system"],
  ["rm -r /data", {}, {}, "rm: can't remove '/data': Device or resource busy"],
  [
    "echo x > /tmp/f",
    {},
    { securityContext: { readOnlyRootFilesystem: true } },
    "sh: can't create /tmp/f: Read-only file system",
  ],
  ["printf '%3000d' 1 | tee /data/a /data/b", {}, {}, "tee: write error: No space left on device"],
  [
    "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa || exit 1; done > /tmp/f",
    {},
    {},
    "sh: write error: No space left on device",
  ],
  [
    "for i in $(seq 80); do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done > /data/f; cat /data/f > /data/g",
    {},
    {},
    "cat: write error: No space left on device",
  ],
  [
    "for i in $(seq 300); do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done 2> /data/f; echo goes on >&2; exit 1",
    {},
    {},
    "goes on",
  ],
  [
    "cat /etc/passwd",
    {},
    {},
    "sh: /etc/passwd: the embedded cluster does not have the files of an image",
  ],
])("what a file system refuses: %s", async (script, mount, container, line) => {
  await cluster.create("refused", {
    ...scratch({ sizeLimit: "5Ki" }),
    containers: [{ ...mounted(script, mount), ...container }],
  });
  await cluster.pass(120_000);
  expect(cluster.log("refused")).toContain(`!${line}`);
  expect(cluster.pod("refused").status?.phase).toBe("Failed");
});

test("a volume whose files nobody knows is not taken for an empty one", async () => {
  await cluster.create("token", {
    volumes: [{ name: "v", projected: { sources: [] } }],
    containers: [mounted("[ -f /data/token ] 2> /dev/null || echo none")],
  });
  await cluster.pass(10_000);
  expect(cluster.log("token")).toEqual([
    "!sh: /data/token: the embedded cluster does not simulate the files of volumes of this type",
  ]);
  expect(cluster.container("token").state.terminated.exitCode).toBe(2);
});

test("a probe sees the files of its container", async () => {
  await cluster.create("alive", {
    restartPolicy: "Always",
    containers: [
      shell("touch /tmp/healthy; sleep 10; rm -f /tmp/healthy; sleep 600", {
        livenessProbe: { exec: { command: ["cat", "/tmp/healthy"] }, periodSeconds: 2 },
      }),
    ],
  });
  await cluster.pass(9000);
  expect(cluster.events("alive").join()).not.toContain("Unhealthy");
  await cluster.pass(40_000);
  expect(cluster.events("alive").join("\n")).toContain(
    "Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
  );
  expect(cluster.container("alive").restartCount).toBe(1);
});

/** The Pods of a Job of the walkthrough, one after the other or all at once. */
async function walk(manifest: string, names: readonly string[], atOnce: boolean): Promise<void> {
  const url = new URL(`../../e2e/walkthrough/manifests/${manifest}`, import.meta.url);
  const { spec } = parse(readFileSync(url, "utf8")).spec.template;
  for (const name of names) {
    await cluster.create(name, spec, { labels: { "controller-uid": "f00d" } });
    if (!atOnce) await cluster.pass(10_000);
  }
  await cluster.pass(60_000);
}

test("the walkthrough's Pod that fails at first finds at the second try what the first left", async () => {
  await walk("retry.yaml", ["one", "two"], false);
  expect(cluster.log("one")).toEqual(["first try fails"]);
  expect(cluster.log("two")).toEqual(["second try works"]);
  expect(["one", "two"].map((name) => cluster.seen(name).at(-1))).toEqual([
    "0/1 Error",
    "0/1 Completed",
  ]);
});

test("the walkthrough's workers share a queue and end one long after the other", async () => {
  const names = ["a", "b", "c"];
  await walk("work-queue.yaml", names, true);
  const logs = names.flatMap((name) => cluster.log(name) ?? []).sort();
  expect(logs).toEqual([
    "item 1 is done",
    "item 2 is done",
    "item 3 is done",
    "the queue is empty",
    "the queue is empty",
    "the queue is empty",
  ]);
  const ends = names.map((name) => cluster.container(name).state.terminated.finishedAt);
  const seconds = ends.map((end) => Date.parse(end) / 1000).sort((a, b) => a - b);
  expect(new Set(seconds).size).toBe(3);
  expect((seconds[2] ?? 0) - (seconds[0] ?? 0)).toBeGreaterThanOrEqual(29);
});
