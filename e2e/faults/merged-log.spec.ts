import type { LogOrigin } from "#lib/api/log-frames";
import { findProcesses, killAll, readProc } from "../cluster/process.ts";
import { job, paths, pod, podSpec, shell } from "../conformance/objects.ts";
import { gapsOf, kubectlLines, linesOf, unaccounted } from "./log-account.ts";
import { expect, test, untilEnd } from "./log-fixtures.ts";
import type { LogReader, ReadLine, ReadSource } from "./log-reader.ts";
import { asOneFile, unpacked } from "./log-takeaway.ts";
import {
  burst,
  bursting,
  counted,
  counting,
  state,
  telling,
  tellingOn,
  tellingRun,
  told,
} from "./log-workloads.ts";

const exitOf = ({ standings }: ReadSource) => {
  const last = standings.at(-1);
  return last?.state === "ended" ? last.exit?.exitCode : last;
};

/** The sources by what tells them apart in a test. */
const named = ({ sources }: LogReader, nameOf: (source: ReadSource) => string | number) =>
  Object.fromEntries(sources.map((source) => [nameOf(source), source]));

const entriesByPod = ({ sources }: LogReader) =>
  Object.fromEntries(sources.map(({ origin, entries }) => [origin.pod, entries]));

test("R22: eight Pods of a Job in one log: each line once and in its order, however often a reader is cut off", async ({
  cluster,
  namespace,
  isOld,
  kubectl,
  read,
  takeAway,
}) => {
  const indexed = isOld ? {} : { completionMode: "Indexed" };
  const spec = { completions: 8, parallelism: 8, ...indexed };
  await cluster.api.create(paths.jobs(namespace), job("eight", counting, spec));
  const target = { kind: "job", name: "eight" } as const;
  const cutOff = read(target, { cuts: 5 });
  const readers = [cutOff, read(target)];
  for (const reader of readers) await untilEnd(reader);
  expect(cutOff.cuts).toBe(5);
  // What has ended is whole at once, too.
  const late = read(target, { follow: false });
  await untilEnd(late);
  const indexes = late.sources.map(({ origin }) => origin.index).sort();
  const eight = [0, 1, 2, 3, 4, 5, 6, 7];
  expect(indexes).toEqual(isOld ? Array(8).fill(null) : eight);
  // Of a Job without indexes each Pod is another try.
  const attempts = late.sources.map(({ origin }) => origin.attempt).sort();
  expect(attempts).toEqual(isOld ? eight.map((n) => n + 1) : Array(8).fill(1));
  for (const source of late.sources) {
    const { origin } = source;
    expect(origin).toMatchObject({ job: "eight", instance: 0, role: "container" });
    expect(unaccounted(source, counted(origin.index ?? 7))).toEqual([]);
    expect(gapsOf(source)).toEqual([]);
    expect(linesOf(source)).toEqual(await kubectlLines(kubectl, namespace, origin));
    expect(exitOf(source)).toBe(0);
  }
  for (const reader of readers) {
    expect(entriesByPod(reader)).toEqual(entriesByPod(late));
  }
  const file = asOneFile(late.sources, ({ origin }) => origin.pod);
  expect((await takeAway(target, "merged")).toString()).toBe(file);
  const files = Object.entries(await unpacked(await takeAway(target, "archive")));
  const pods = late.sources.map(({ origin }) => origin.pod);
  expect(files.map(([name]) => name).sort()).toEqual(pods.map((name) => `${name}/main.log`).sort());
  for (const [name, text] of files) {
    const [of = ""] = name.split("/");
    expect(text).toBe(await kubectl(["--namespace", namespace, "logs", of]));
  }
});

test("R22, R23: Pods that fail and are replaced, and a container that is restarted in its Pod, each with its own lines", async ({
  cluster,
  namespace,
  kubectl,
  read,
}) => {
  const replaced = job("replaced", telling("tells", 40, "exit 3"), { backoffLimit: 1 });
  await cluster.api.create(paths.jobs(namespace), replaced);
  const { volumes, volumeMounts } = state;
  const script = tellingRun(40, "[ $run = 3 ]");
  const template = {
    spec: podSpec([shell(script, { volumeMounts })], { restartPolicy: "OnFailure", volumes }),
  };
  await cluster.api.create(paths.jobs(namespace), job("restarted", "", { template }));
  const restarts = read({ kind: "job", name: "restarted" }, { cuts: 8 });
  const replacements = read({ kind: "job", name: "replaced" }, { cuts: 8 });
  const previous: (readonly ReadLine[])[] = [];
  // Of the runs before the last the kubelet keeps one, and none when it has ended.
  for (const run of [0, 1]) {
    const next = () => restarts.sources.find(({ origin }) => origin.instance === run + 1);
    await expect.poll(() => next()?.entries.length, { timeout: 90_000 }).toBeGreaterThan(0);
    const origin = next()?.origin as LogOrigin;
    previous.push(await kubectlLines(kubectl, namespace, origin, true));
  }
  await untilEnd(replacements);
  await untilEnd(restarts);

  const attempts = named(replacements, ({ origin }) => origin.attempt);
  expect(Object.keys(attempts)).toEqual(["1", "2"]);
  for (const source of replacements.sources) {
    expect(unaccounted(source, told("tells", 40))).toEqual([]);
    expect(linesOf(source)).toEqual(await kubectlLines(kubectl, namespace, source.origin));
    expect(exitOf(source)).toBe(3);
  }
  const runs = named(restarts, ({ origin }) => origin.instance);
  expect(Object.keys(runs)).toEqual(["0", "1", "2"]);
  for (const source of restarts.sources) {
    const { instance } = source.origin;
    expect(unaccounted(source, told(`run ${instance + 1} tells`, 40))).toEqual([]);
    expect(exitOf(source)).toBe(instance === 2 ? 0 : 1);
    const printed = previous[instance] ?? (await kubectlLines(kubectl, namespace, source.origin));
    expect(linesOf(source)).toEqual(printed);
  }
  expect([...replacements.sources, ...restarts.sources].flatMap(gapsOf)).toEqual([]);
});

test("R22: an init container, a sidecar and the container they are for in one log, none of it lost", async ({
  cluster,
  namespace,
  isOld,
  kubectl,
  read,
  takeAway,
}) => {
  const setup = shell(telling("tells", 20), { name: "setup" });
  // A sidecar is sent away when the others have ended.
  const helper = isOld
    ? shell(telling("tells", 40), { name: "helper" })
    : shell(tellingOn, { name: "helper", restartPolicy: "Always" });
  const main = shell(telling("tells", 40));
  const spec = isOld
    ? podSpec([main, helper], { initContainers: [setup] })
    : podSpec([main], { initContainers: [setup, helper] });
  await cluster.api.create(paths.pods(namespace), { metadata: { name: "helped" }, spec });
  const target = { kind: "pod", name: "helped" } as const;
  const reader = read(target, { cuts: 5 });
  await untilEnd(reader);
  const containers = named(reader, ({ origin }) => origin.container);
  expect(Object.keys(containers).sort()).toEqual(["helper", "main", "setup"]);
  expect(containers.setup?.origin.role).toBe("init");
  expect(containers.helper?.origin.role).toBe(isOld ? "container" : "sidecar");
  for (const [name, source] of Object.entries(containers)) {
    const lines = linesOf(source);
    const endless = [...told("tells", lines.length - 1), "goes"];
    const texts = name === "helper" && !isOld ? endless : told("tells", name === "setup" ? 20 : 40);
    expect(unaccounted(source, texts)).toEqual([]);
    expect(gapsOf(source)).toEqual([]);
    expect(lines).toEqual(await kubectlLines(kubectl, namespace, source.origin));
    expect(exitOf(source)).toBe(0);
  }
  const nameOf = ({ origin }: ReadSource) => `${origin.pod}/${origin.container}`;
  const file = asOneFile(reader.sources, nameOf);
  expect((await takeAway(target, "merged")).toString()).toBe(file);
  expect(await unpacked(await takeAway(target, "archive"))).toEqual(
    Object.fromEntries(
      reader.sources.map((source) => [
        `${nameOf(source)}.log`,
        linesOf(source)
          .map(({ text }) => `${text}\n`)
          .join(""),
      ]),
    ),
  );
});

test("R22: a log that is rotated while it is read: whole for who stays, and said to have a gap for who was away", async ({
  cluster,
  namespace,
  isOld,
  kubectl,
  read,
}) => {
  // The kubelet looks every three seconds for what is too long; before 1.30, every ten.
  const script = isOld ? bursting(3, 11) : bursting(4, 4);
  const written = burst(isOld ? 3 : 4);
  await cluster.api.create(paths.pods(namespace), pod("rotated", script));
  const target = { kind: "pod", name: "rotated" } as const;
  const [staying, away, cutOff] = [read(target), read(target), read(target, { cuts: 6 })];
  const readers = [staying, away, cutOff];
  const isReading = () => readers.every((reader) => reader.count("main") > 0);
  await expect.poll(isReading, { timeout: 60_000 }).toBe(true);
  await kubectl(["--namespace", namespace, "exec", "rotated", "--", "touch", "/go"]);
  await expect.poll(() => away.count("main"), { timeout: 60_000 }).toBeGreaterThan(1);
  away.pause();
  const numberOf = (text = "") => Number.parseInt(text, 10);
  const last = numberOf(away.sources.flatMap(linesOf).at(-1)?.text);
  const kept = ["--namespace", namespace, "logs", "--limit-bytes", "20", "rotated"];
  const firstKept = async () => numberOf(await kubectl(kept));
  await expect.poll(firstKept, { timeout: 60_000 }).toBeGreaterThan(last + 1);
  away.resume();
  for (const reader of readers) await untilEnd(reader);

  for (const { sources } of readers) {
    expect(sources).toHaveLength(1);
    for (const source of sources) {
      expect(unaccounted(source, written)).toEqual([]);
      const kept = await kubectlLines(kubectl, namespace, source.origin);
      expect(kept.length).toBeLessThan(written.length);
      expect(linesOf(source).slice(-kept.length)).toEqual(kept);
    }
  }
  expect([...new Set(away.sources.flatMap(gapsOf))]).toEqual([expect.stringContaining("rotated")]);
  // A kubelet of 1.20 at times goes on with the file that was moved away: then there may be a gap.
  if (!isOld) expect(staying.sources.flatMap(gapsOf)).toEqual([]);
});

test("R22, R23: a kubelet that is killed and comes back, and a container that is killed meanwhile: no line is lost", async ({
  cluster,
  namespace,
  kubectl,
  read,
}) => {
  const { own } = cluster;
  test.skip(!own?.stopKubelet, "the node of TEST_KUBECONFIG is not ours to stop");
  if (!own?.stopKubelet || !own.startKubelet) return;
  const { volumes, volumeMounts } = state;
  const mark = `VICTIM=${namespace}`;
  const victim = shell(tellingRun(100, "exit 0"), {
    name: "victim",
    volumeMounts,
    env: [{ name: "VICTIM", value: namespace }],
  });
  const spec = podSpec([victim, shell(telling("tells", 200))], {
    restartPolicy: "OnFailure",
    volumes,
  });
  await cluster.api.create(paths.pods(namespace), { metadata: { name: "orphaned" }, spec });
  const reader = read({ kind: "pod", name: "orphaned" }, { cuts: 3 });
  await expect.poll(() => reader.count("victim"), { timeout: 60_000 }).toBeGreaterThan(20);
  await own.stopKubelet();
  try {
    const isInterrupted = ({ standings }: ReadSource) =>
      standings.some(({ state: how }) => how === "interrupted");
    await expect.poll(() => reader.sources.every(isInterrupted)).toBe(true);
    await killAll(findProcesses((pid) => readProc(pid, "environ").split("\0").includes(mark)));
  } finally {
    await own.startKubelet();
  }
  const second = () => reader.sources.find(({ origin }) => origin.instance === 1);
  await expect.poll(() => second()?.entries.length, { timeout: 90_000 }).toBeGreaterThan(0);
  // When the second run has ended, the kubelet forgets the first.
  const previous = await kubectlLines(kubectl, namespace, second()?.origin as LogOrigin, true);
  await untilEnd(reader);

  const sources = named(
    reader,
    ({ origin }) => `${origin.container} ${origin.instance}`,
  ) as Readonly<Record<string, ReadSource>>;
  expect(Object.keys(sources).sort()).toEqual(["main 0", "victim 0", "victim 1"]);
  const { "main 0": main, "victim 0": killed, "victim 1": again } = sources;
  if (!main || !killed || !again) return;
  expect(unaccounted(main, told("tells", 200))).toEqual([]);
  expect(unaccounted(killed, told("run 1 tells", linesOf(killed).length))).toEqual([]);
  expect(unaccounted(again, told("run 2 tells", 100))).toEqual([]);
  expect([main, killed, again].flatMap(gapsOf)).toEqual([]);
  expect([main, killed, again].map(exitOf)).toEqual([0, 137, 0]);
  expect(linesOf(killed)).toEqual(previous);
  for (const source of [main, again]) {
    expect(linesOf(source)).toEqual(await kubectlLines(kubectl, namespace, source.origin));
  }
});
