import fc from "fast-check";
import { expect, test } from "vitest";
import { jobs } from "#lib/kubernetes/resources";
import {
  ConnectionError,
  isExpired,
  isTooLargeResourceVersion,
  StatusError,
} from "#lib/kubernetes/status-error";
import { watchEvents } from "#lib/kubernetes/watch-event";

const metadata = (name: string, resourceVersion = "7") => ({
  name,
  namespace: "default",
  uid: `uid of ${name}`,
  resourceVersion,
});
const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

/** What is read of a stream in these pieces, and how it ended. */
async function read(pieces: readonly Uint8Array[]): Promise<{ said: string[]; end: unknown }> {
  async function* body() {
    yield* pieces;
  }
  const said: string[] = [];
  try {
    for await (const event of watchEvents(body(), jobs)) {
      const name = "object" in event ? event.object.metadata.name : "";
      const end = event.type === "bookmark" && event.initialEventsEnd ? " end of list" : "";
      said.push(`${event.type} ${name}@${event.resourceVersion}${end}`);
    }
    return { said, end: null };
  } catch (error) {
    return { said, end: error };
  }
}
const readText = (text: string) => read([Buffer.from(text)]);

test("every kind of event is told with its version", async () => {
  const annotations = { "k8s.io/initial-events-end": "true" };
  const { said, end } = await readText(
    [
      line("ADDED", { metadata: metadata("a", "1") }),
      line("BOOKMARK", { metadata: { resourceVersion: "2", annotations } }),
      "\n",
      line("MODIFIED", { metadata: metadata("a", "3") }),
      line("DELETED", { metadata: metadata("a", "4") }),
      line("BOOKMARK", { metadata: { resourceVersion: "5" } }),
      line("ADDED", { metadata: { resourceVersion: "6" } }),
    ].join(""),
  );
  expect(said).toEqual([
    "added a@1",
    "bookmark @2 end of list",
    "modified a@3",
    "deleted a@4",
    "bookmark @5",
    "unreadable @6",
  ]);
  expect(end).toBeNull();
});

test("an ERROR event is the API server's refusal", async () => {
  const status = { kind: "Status", code: 410, reason: "Expired", message: "too old" };
  const { end } = await readText(line("ERROR", status));
  expect(isExpired(end)).toBe(true);
  for (const odd of [null, 7, "x", [], { code: "410", message: {}, details: { causes: 7 } }]) {
    const failure = (await readText(line("ERROR", odd))).end;
    expect(failure).toBeInstanceOf(StatusError);
    expect([isExpired(failure), isTooLargeResourceVersion(failure)]).toEqual([false, false]);
  }
});

test.each([
  ["cut in the middle", '{"type":"ADD', "without its end"],
  ["not JSON", "<html>\n", "not JSON"],
  ["null", "null\n", "unknown type"],
  ["a list", "[]\n", "unknown type"],
  ["of another type", line("EXPLODED", {}), "unknown type"],
  ["called like a property of objects", line("constructor", {}), "unknown type"],
  ["10 MB long", `${"x".repeat(10 * 1024 * 1024)}\n`, "more than 8388608 bytes"],
])("a line that is %s ends the stream after what was good", async (_, bad, why) => {
  const pieces = (line("ADDED", { metadata: metadata("a") }) + bad).match(/.{1,65536}/gs) ?? [];
  const { said, end } = await read(pieces.map((piece) => Buffer.from(piece)));
  expect(said).toEqual(["added a@7"]);
  expect(end).toBeInstanceOf(ConnectionError);
  expect(String(end)).toContain(why);
});

test("however the network cuts the bytes, the events are the same", async () => {
  const names = ["plain", "übergroß", "日本", "🦀"];
  const bytes = Buffer.from(
    names.map((name) => line("ADDED", { metadata: metadata(name) })).join(""),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
      const { said, end } = await read(pieces);
      expect(end).toBeNull();
      expect(said).toEqual(names.map((name) => `added ${name}@7`));
    }),
  );
});
