import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogBeginning } from "#lib/api/log-beginning";
import { linesOf } from "#lib/logs/line-block";
import { Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

const ofPod = "namespace=default&of=pod/p";
const at = (second: number, text: string) =>
  `2026-03-10T12:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}.000000001Z ${text}`;
const isLog = ({ path }: { path: string }) => path.endsWith("/log");
const logRequests = () => served.api.requests.filter(isLog);

const running = { running: { startedAt: "2026-03-10T12:00:00Z" } };
function pod(name: string, state: object = running, metadata: object = {}) {
  return served.api.apply("pods", {
    metadata: { name, uid: `uid-${name}`, ...metadata },
    spec: { containers: [{ name: "main", image: "busybox" }] },
    status: { phase: "Running", containerStatuses: [{ name: "main", state, restartCount: 0 }] },
  });
}
const write = (name: string, ...lines: readonly string[]) =>
  served.api.writeLog("default", name, "main", lines);

const ask = async (query: string): Promise<LogBeginning | null> => {
  const answer = await served.get("log-beginning", query);
  expect(answer.status).toBe(200);
  return answer.json();
};
const textsOf = (beginning: LogBeginning | null) =>
  beginning?.sources.map(({ block }) => linesOf(block).map(([, text]) => text));

test("a page begins with the newest lines of a log, and with no more than fit a screen", async () => {
  pod("p");
  write("p", ...Array.from({ length: 500 }, (_, i) => at(i, `line ${i}`)));
  const beginning = await ask(`${ofPod}&tail=10000`);
  const [lines = []] = textsOf(beginning) ?? [];
  expect(lines).toEqual(Array.from({ length: 60 }, (_, i) => `line ${440 + i}`));
  expect(beginning?.sources[0]?.origin).toMatchObject({ podUid: "uid-p", container: "main" });
  // No more was read of it, and none of it is waited for.
  expect(logRequests().map(({ query }) => query.get("tailLines"))).toEqual(["60"]);
  expect(logRequests().map(({ query }) => query.get("follow"))).not.toContain("true");
});

test("a log of which fewer lines are asked for begins with those", async () => {
  pod("p");
  write("p", at(1, "one"), at(2, "two"), at(3, "three"));
  expect(textsOf(await ask(`${ofPod}&tail=2`))).toEqual([["two", "three"]]);
});

test("a log of very long lines begins with fewer of them, the newest", async () => {
  pod("p");
  write("p", ...Array.from({ length: 60 }, (_, i) => at(i, `${i} ${"x".repeat(10_000)}`)));
  const [lines = []] = textsOf(await ask(ofPod)) ?? [];
  expect(lines.map((text) => Number.parseInt(text, 10))).toEqual([54, 55, 56, 57, 58, 59]);
});

test("the newest lines of several logs are the newest of all, in the order of their sources", async () => {
  const labels = { labels: { app: "web" } };
  pod("a", running, { ...labels, creationTimestamp: "2026-03-10T11:58:00Z" });
  pod("b", running, { ...labels, creationTimestamp: "2026-03-10T11:59:00Z" });
  write("a", ...Array.from({ length: 60 }, (_, i) => at(i, `a ${i}`)));
  write("b", ...Array.from({ length: 20 }, (_, i) => at(i + 50, `b ${i}`)));
  const query = "namespace=default&selector=app%3Dweb&container=*&instances=all";
  const [a = [], b = []] = textsOf(await ask(query)) ?? [];
  expect([a.length, b.length]).toEqual([40, 20]);
  expect([a[0], b[0]]).toEqual(["a 20", "b 0"]);
});

test("a log that has ended says so with its lines", async () => {
  pod("p", { terminated: { exitCode: 3, reason: "Error", finishedAt: "2026-03-10T12:01:00Z" } });
  write("p", at(1, "boom"));
  const beginning = await ask(ofPod);
  expect(beginning?.sources[0]?.standing).toMatchObject({ state: "ended", exit: { exitCode: 3 } });
});

test("of more logs than a page can wait for none is read", async () => {
  for (let i = 0; i < 9; i++) pod(`p${i}`, running, { labels: { app: "web" } });
  write("p0", at(1, "one"));
  expect(await ask("namespace=default&selector=app%3Dweb&container=*")).toBeNull();
  expect(logRequests()).toEqual([]);
});

test("a page waits 300 ms for a log that hangs, and begins with what came until then", async () => {
  const labels = { labels: { app: "web" } };
  pod("a", running, labels);
  pod("b", running, labels);
  write("a", at(1, "one"));
  served.api.fault((request) => isLog(request) && request.path.includes("/b/"), "hang");
  let beginning: LogBeginning | null | undefined;
  const asked = ask("namespace=default&selector=app%3Dweb&container=*").then((it) => {
    beginning = it;
  });
  await expect.poll(() => logRequests().length).toBe(2);
  // What is at hand has been read by then.
  await served.get("manifest", "kind=pod&namespace=default&name=a");
  await served.clock.advance(299);
  expect(beginning).toBeUndefined();
  await served.clock.advance(1);
  await asked;
  expect(textsOf(beginning ?? null)).toEqual([["one"], []]);
});

test("a page is not kept from a cluster that does not answer at all", async () => {
  served.api.fault(() => true, "hang");
  const asked = ask(ofPod);
  await expect.poll(() => served.api.requests.length).toBeGreaterThan(0);
  await served.clock.advance(300);
  expect(await asked).toBeNull();
  served.api.heal();
});

test("of a log that cannot be read a page begins with nothing", async () => {
  expect(await ask(ofPod)).toBeNull();
  pod("p");
  write("p", at(1, "secret"));
  expect(await ask(`${ofPod}&uid=uid-of-another`)).toBeNull();
  served.api.fault(isLog, { status: 403, reason: "Forbidden", message: "may not" });
  expect(await ask(ofPod)).toBeNull();
});

test("a name that no API server would take reaches none", async () => {
  const before = served.api.requests.length;
  for (const query of [
    "namespace=default&of=pod/..%2F..%2Fsecrets",
    "namespace=..&of=pod/p",
    `${ofPod}&container=a%2Fb`,
  ]) {
    expect((await served.get("log-beginning", query)).status).toBe(400);
  }
  expect(served.api.requests.slice(before).filter(({ path }) => path.includes("pods"))).toEqual([]);
});

test("who has no session is told nothing of a log", async () => {
  const refused = { code: "unauthenticated", message: "no session" } as const;
  const locked = await Served.start({ refuse: () => refused });
  const answer = await locked.get("log-beginning", ofPod);
  expect(answer.status).toBe(401);
  expect(locked.api.requests.filter(({ path }) => path.includes("pods"))).toEqual([]);
  await locked.close();
});
