import { expect, test } from "../fixtures.ts";
import { paths, pod } from "../objects.ts";
import { logPath, readLog, untilLog, untilPhase } from "../running.ts";

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

test("a followed log brings each line as it is printed, and ends with its container", async ({
  api,
  namespace,
}) => {
  const script = "echo one; sleep 2; echo two >&2; sleep 2; printf three";
  await api.create(paths.pods(namespace), pod("talks", script));
  await untilLog(api, namespace, "talks", "one\n");
  const lines = await api.follow(logPath(namespace, "talks", "follow=true"));
  const arrived: { line: string; atMs: number }[] = [];
  for await (const line of lines) arrived.push({ line, atMs: performance.now() });
  expect(arrived.map(({ line }) => line)).toEqual(["one", "two", "three"]);
  const [first, second, third] = arrived.map(({ atMs }) => atMs) as [number, number, number];
  expect(third - second).toBeGreaterThan(1_000);
  expect(second).toBeGreaterThan(first);
  await untilPhase(api, namespace, "talks", "Succeeded");
});

test("a followed log of no earlier lines begins with the next", async ({ api, namespace }) => {
  await api.create(paths.pods(namespace), pod("talks", "echo old; sleep 5; echo new"));
  await untilLog(api, namespace, "talks", "old\n");
  const none = await api.follow(logPath(namespace, "talks", "follow=true&tailLines=0"));
  const future = "follow=true&sinceTime=2120-01-01T00:00:00Z";
  const later = await api.follow(logPath(namespace, "talks", future));
  expect(await collect(none)).toEqual(["new"]);
  expect(await collect(later)).toEqual([]);
});

test("a followed log may have timestamps and end after so many bytes", async ({
  api,
  namespace,
}) => {
  const script = "echo one; while true; do sleep 1; echo more; done";
  await api.create(paths.pods(namespace), pod("endless", script));
  await untilPhase(api, namespace, "endless", "Running");
  const limited = await api.follow(logPath(namespace, "endless", "follow=true&limitBytes=12"));
  expect(await collect(limited)).toEqual(["one", "more", "mor"]);
  const query = "follow=true&timestamps=true&limitBytes=70";
  const stamped = await collect(await api.follow(logPath(namespace, "endless", query)));
  const [first = "", second = ""] = stamped;
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\S+ one$/);
  expect(second).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\S+ more$/);
  expect(first < second).toBe(true);
});

test("a followed log ends when its Pod is deleted", async ({ api, namespace }) => {
  await api.create(paths.pods(namespace), pod("stays", "echo one; sleep 600"));
  await untilLog(api, namespace, "stays", "one\n");
  const lines = await api.follow(logPath(namespace, "stays", "follow=true"));
  await api.delete(paths.pods(namespace, "stays"));
  expect(await collect(lines)).toEqual(["one"]);
});

test("what a container says as it is asked to end is followed too", async ({ api, namespace }) => {
  const script = "trap 'echo bye; exit 0' TERM; echo one; while true; do sleep 0.2; done";
  const spec = { terminationGracePeriodSeconds: 20 };
  await api.create(paths.pods(namespace), pod("polite", script, spec));
  await untilLog(api, namespace, "polite", "one\n");
  const lines = await api.follow(logPath(namespace, "polite", "follow=true"));
  await api.delete(paths.pods(namespace, "polite"));
  expect(await collect(lines)).toEqual(["one", "bye"]);
});

test("followers of one container hear the same, and those who left do no harm", async ({
  api,
  namespace,
}) => {
  const script = "echo one; sleep 4; for i in $(seq 1 50); do echo $i; done";
  await api.create(paths.pods(namespace), pod("talks", script));
  await untilLog(api, namespace, "talks", "one\n");
  const gone = new AbortController();
  const open = (signal?: AbortSignal) =>
    api.follow(logPath(namespace, "talks", "follow=true"), signal ? { signal } : {});
  const leaving = await Promise.all(Array.from({ length: 10 }, () => open(gone.signal)));
  const staying = await Promise.all(Array.from({ length: 3 }, () => open()));
  for (const lines of leaving) expect((await lines.next()).value).toBe("one");
  gone.abort();
  const all = ["one", ...Array.from({ length: 50 }, (_, i) => `${i + 1}`)];
  expect(await Promise.all(staying.map(collect))).toEqual([all, all, all]);
  expect((await readLog(api, namespace, "talks")).text).toBe(`${all.join("\n")}\n`);
});

test("kubectl logs -f prints until the container ends", async ({ api, namespace, terminal }) => {
  await api.create(paths.pods(namespace), pod("talks", "echo one; sleep 3; echo two"));
  await untilLog(api, namespace, "talks", "one\n");
  const following = terminal.start("logs -f talks");
  await following.until(/^one\n/);
  expect(await following.ended).toEqual({ stdout: "one\ntwo\n", stderr: "", code: 0 });
  const tail = await terminal.kubectl("logs --tail=1 --prefix talks");
  expect(tail.stdout).toBe("[pod/talks/main] two\n");
});
