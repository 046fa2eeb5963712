import { afterEach, beforeEach, expect, test } from "vitest";
import { wholeLog } from "#lib/api/log-query";
import { formatLogSearch, hitLimit, mostHits } from "#lib/api/log-search";
import { type EventStream, Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const at = (second: number, text: string) =>
  `2026-03-10T12:00:${String(second).padStart(2, "0")}.000000001Z ${text}`;
const isLog = ({ path }: { path: string }) => path.endsWith("/log");

function pod(name: string, lines: readonly string[]): void {
  served.api.apply("pods", {
    metadata: { name, uid: `uid-${name}`, labels: { app: "import" } },
    spec: { containers: [{ name: "main", image: "busybox" }] },
    status: { phase: "Running", containerStatuses: [{ name: "main", state: { running: {} } }] },
  });
  served.api.writeLog("default", name, "main", lines, true);
}

const query = wholeLog("default", { kind: "selector", selector: "app=import" });
const search = (find: string, regex = false) =>
  formatLogSearch(query, { find, regex, matchCase: false });

const of = (stream: EventStream, type: string) => stream.frames.filter((it) => it.type === type);
/** `POD LINE TEXT` of each hit. */
function hits(stream: EventStream): string[] {
  const pods = of(stream, "source").map(({ origin }) => origin.pod);
  return of(stream, "hits").flatMap(({ source, hits: found }) =>
    found.map(
      ({ line, text }: { line: number; text: string }) => `${pods[source]} ${line} ${text}`,
    ),
  );
}
const ended = (stream: EventStream) => stream.until(() => stream.ended, "the end");

test("a text is found in every log of a selection, in lines that no tab has loaded", async () => {
  pod("a", [at(1, "begins"), at(2, "\u001b[31mERR\u001b[0mOR here"), at(3, "goes on")]);
  pod("b", [at(1, "an error too"), at(2, "ends")]);
  const stream = await served.stream("log-search", search("error"));
  await ended(stream);
  expect(hits(stream).sort()).toEqual(["a 2 ERROR here", "b 1 an error too"]);
  expect(of(stream, "hits")[0]?.hits[0]).toMatchObject({ time: at(2, "").trim(), cut: false });
  expect(of(stream, "progress")[0]).toMatchObject({ lines: 0, sources: { done: 0, of: 2 } });
  expect(stream.frames.at(-1)).toMatchObject({
    type: "end",
    truncated: false,
    lines: 5,
    hits: 2,
    sources: { done: 2, of: 2 },
  });
});

test("what cannot be read is said, and the rest is searched", async () => {
  pod("a", [at(1, "hit")]);
  pod("b", [at(1, "hit")]);
  const message = 'container "main" in pod "a" is waiting to start: ContainerCreating';
  served.api.fault(({ path }) => path.endsWith("/a/log"), {
    status: 400,
    reason: "BadRequest",
    message,
  });
  const stream = await served.stream("log-search", search("hit"));
  await ended(stream);
  expect(hits(stream)).toEqual(["b 1 hit"]);
  expect(of(stream, "unread")).toMatchObject([{ source: 0, error: { message } }]);
  expect(stream.frames.at(-1)).toMatchObject({ type: "end", hits: 1 });
});

test("a target that is not there is said to be missing", async () => {
  const params = formatLogSearch(
    { ...query, target: { kind: "pod", name: "gone" } },
    { find: "x", regex: false, matchCase: true },
  );
  const stream = await served.stream("log-search", params);
  await ended(stream);
  expect(stream.frames).toMatchObject([{ type: "failure", error: { code: "not-found" } }]);
});

test("more hits than are of use are counted, and that they were is said", async () => {
  const many = Array.from({ length: mostHits + 500 }, (_, i) => at(i % 60, `hit ${i}`));
  pod("a", many);
  const stream = await served.stream("log-search", search("hit \\d+$", true));
  await ended(stream);
  expect(hits(stream)).toHaveLength(mostHits);
  expect(stream.frames.at(-1)).toMatchObject({ truncated: true, hits: mostHits + 500 });
});

test.each([
  ["(", true, /missing closing/],
  ["(a)\\1", true, /invalid escape/],
  ["a".repeat(1_001), false, /longer than 1000/],
])(
  "a search for %.10s that cannot be made is refused before anything is read",
  async (find, regex, sentence) => {
    pod("a", [at(1, "line")]);
    const response = await served.get("log-search", search(find, regex));
    expect(response.status).toBe(400);
    expect(inEnglish((await response.json()).message)).toMatch(sentence);
    expect(served.api.requests.some(isLog)).toBe(false);
  },
);

test("S23: an expression that would hang others ends in time, and nothing waits for it", async () => {
  const line = "a".repeat(16_000);
  pod("a", [at(1, `${line}!`), at(2, `${line}`)]);
  const stream = await served.stream("log-search", search("(a+)+$|(a|aa)+!$", true));
  let longest = 0;
  let seen = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - seen);
    seen = performance.now();
  }, 1);
  await ended(stream);
  clearInterval(beat);
  expect(stream.frames.at(-1)).toMatchObject({ type: "end", hits: 2 });
  expect(of(stream, "hits").flatMap((frame) => frame.hits)[0].text).toHaveLength(hitLimit);
  expect(longest).toBeLessThan(1_000);
});

test("a browser that leaves ends the search: of what is left nothing is read", async () => {
  for (let i = 0; i < 8; i++) pod(`p${i}`, [at(1, "line")]);
  const held = served.api.fault(isLog, "hold");
  const stream = await served.stream("log-search", search("line"));
  const reads = () => served.api.requests.filter(isLog).length;
  await stream.until(() => reads() === 4, "four logs are read at once");
  stream.close();
  held();
  await served.get("manifest", "kind=pod&namespace=default&name=p0");
  await stream.until(() => stream.ended, "the end");
  expect(reads()).toBe(4);
  expect(served.errors).toEqual([]);
});
