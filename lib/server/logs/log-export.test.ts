import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fromBuffer } from "yauzl";
import { formatLogExport, type LogExport } from "#lib/api/log-export";
import { type LogQuery, wholeLog } from "#lib/api/log-query";
import { Served } from "#lib/server/testing/served";
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

function pod(name: string, logs: Readonly<Record<string, readonly string[]>>): void {
  const containers = Object.keys(logs).map((container) => ({ name: container, image: "busybox" }));
  served.api.apply("pods", {
    metadata: { name, uid: `uid-${name}`, labels: { app: "import" } },
    spec: { containers },
    status: {
      phase: "Running",
      containerStatuses: containers.map((it) => ({ ...it, state: { running: {} } })),
    },
  });
  for (const [container, lines] of Object.entries(logs)) {
    served.api.writeLog("default", name, container, lines, true);
  }
}

const selected = wholeLog("default", { kind: "selector", selector: "app=import" });
const ask = (form: LogExport, query: Partial<LogQuery> = {}) =>
  served.get("log-export", formatLogExport({ ...selected, ...query }, form));

/** What an archive holds, by name. */
async function unzipped(response: Response): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const zip = await new Promise<import("yauzl").ZipFile>((resolve, reject) =>
    response
      .arrayBuffer()
      .then((bytes) =>
        fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, opened) =>
          opened ? resolve(opened) : reject(error),
        ),
      ),
  );
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject).on("end", resolve);
    zip.on("entry", (entry) =>
      zip.openReadStream(entry, (error, stream) => {
        if (!stream) return reject(error);
        void buffer(stream).then((bytes) => {
          files[entry.fileName] = bytes.toString();
          zip.readEntry();
        }, reject);
      }),
    );
    zip.readEntry();
  });
  return files;
}

test("the logs of three Pods are one file, in the order in which their lines were written", async () => {
  pod("a", { main: [at(1, "a1"), at(4, "a2"), at(3, "a3 was stamped apart"), at(7, "a4")] });
  pod("b", { main: [at(2, "b1"), at(5, "b2")] });
  pod("c", { main: [at(4, "c1"), at(6, "c2")] });
  const response = await ask("merged");
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": 'attachment; filename="logs-of-default.log"',
    "cache-control": "no-store, no-transform",
    "x-content-type-options": "nosniff",
  });
  expect((await response.text()).split("\n")).toEqual([
    `a ${at(1, "a1")}`,
    `b ${at(2, "b1")}`,
    `a ${at(4, "a2")}`,
    `a ${at(3, "a3 was stamped apart")}`,
    `c ${at(4, "c1")}`,
    `b ${at(5, "b2")}`,
    `c ${at(6, "c2")}`,
    `a ${at(7, "a4")}`,
    "",
  ]);
});

test("one log is saved as it was printed, under the name of its Pod and container", async () => {
  const lines = ["\u001b[31mred\u001b[0m", "carriage\r", "\u202eturned", "  żółw 👩‍🚀 ", ""];
  pod("a", { main: lines.map((line) => at(1, line)) });
  const response = await ask("merged", { target: { kind: "pod", name: "a" } });
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="a-main.log"');
  expect(await response.text()).toBe(lines.map((line) => `${line}\n`).join(""));
});

test("a file ends where it was asked to", async () => {
  pod("a", { main: [at(1, "one"), at(2, "two"), at(3, "three")] });
  pod("b", { main: [at(3, "b")] });
  const until = "2026-03-10T12:00:02.5Z";
  expect(await (await ask("merged", { until })).text()).toBe(
    `a ${at(1, "one")}\na ${at(2, "two")}\n`,
  );
  const target = { kind: "pod", name: "a" } as const;
  expect(await (await ask("merged", { until, target })).text()).toBe("one\ntwo\n");
});

test("an archive has one file a container, each with what kubectl logs prints", async () => {
  pod("a", { main: [at(1, "one"), at(2, "two\r")], side: [at(1, "\u001b[1mside")] });
  pod("b", { main: [] });
  const response = await ask("archive", { container: "*" });
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="logs-of-default-logs.zip"',
  );
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(await unzipped(response)).toEqual({
    "a/main.log": "one\ntwo\r\n",
    "a/side.log": "\u001b[1mside\n",
    "b/main.log": "",
  });
  const asked = served.api.requests.filter(isLog).map(({ query }) => query.get("timestamps"));
  expect(asked).toEqual([null, null, null]);
});

const refusal = 'container "main" in pod "a" is waiting to start: ContainerCreating';
const refuse = () =>
  served.api.fault(({ path }) => path.endsWith("/a/log"), {
    status: 400,
    reason: "BadRequest",
    message: refusal,
  });

test("a log that cannot be read is told of at the end, and the others are whole", async () => {
  pod("a", { main: [at(1, "a")] });
  pod("b", { main: [at(1, "b")] });
  pod("c", { main: [at(2, "c")] });
  refuse();
  expect(await (await ask("merged")).text()).toBe(
    `b ${at(1, "b")}\nc ${at(2, "c")}\na - [Batchboard could not read all of it: ${refusal}]\n`,
  );
  expect(await unzipped(await ask("archive"))).toEqual({
    "b/main.log": "b\n",
    "c/main.log": "c\n",
    "errors.txt": `a/main.log: ${refusal}\n`,
  });
});

test("where nothing can be read there is no file but a sentence", async () => {
  pod("a", { main: [at(1, "a")] });
  refuse();
  const response = await ask("merged");
  expect(response.status).toBe(400);
  expect(response.headers.get("content-disposition")).toBeNull();
  expect(await response.json()).toEqual({ code: "invalid", message: refusal });
  const none = await ask("merged", { target: { kind: "selector", selector: "app=other" } });
  expect([none.status, (await none.json()).code]).toEqual([404, "not-found"]);
});

test.each([
  ["of=pod/a&form=tar", /form must be merged or archive/],
  ["of=pod/..%2Fa&form=merged", /of must be/],
  ["of=pod/A&form=merged", /not an object name/],
  ["of=pod/a&container=../x&form=merged", /not a container name/],
  ["selector=a%20b&form=merged", /is not a label selector/],
  ["of=pod/a&since=1m&sinceTime=2026-03-10T12:00:00Z&form=merged", /cannot be asked for together/],
])("%s is refused before anything is asked", async (query, sentence) => {
  const before = served.api.requests.length;
  const response = await served.get("log-export", `namespace=default&${query}`);
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toMatch(sentence);
  expect(served.api.requests.slice(before).filter(({ path }) => path.includes("/pods"))).toEqual(
    [],
  );
});

test("R28: a download too many is refused for a while", async () => {
  await served.close();
  served = await Served.start({
    capacity: { streams: 0, files: Number.POSITIVE_INFINITY, heapBytes: Number.POSITIVE_INFINITY },
  });
  pod("a", { main: [at(1, "a")] });
  const response = await ask("archive");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
});

test("a file that breaks off, for its server stops, is not taken for whole", async () => {
  const line = at(1, "x".repeat(1_000));
  pod("a", { main: Array.from({ length: 4_000 }, () => line) });
  const response = await ask("merged", { target: { kind: "pod", name: "a" } });
  await served.dashboard.close();
  await expect(response.text()).rejects.toThrow("the connection was cut");
});
