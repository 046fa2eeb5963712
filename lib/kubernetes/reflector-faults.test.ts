import fc from "fast-check";
import { expect, test } from "vitest";
import { jobs } from "#lib/kubernetes/resources";
import { asksFromVersion, behind } from "#lib/kubernetes/testing/fault";
import { Followed } from "#lib/kubernetes/testing/followed";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import type { Job } from "#lib/kubernetes/types";

const isWatch = ({ query }: { query: URLSearchParams }) => query.get("watch") === "true";
const anything = () => true;

/** What may befall a cluster and the way to it. */
const happenings: Record<string, (server: ScriptedApiServer) => unknown> = {
  "the watch ends": (server) => server.endWatches("jobs"),
  "the watch breaks": (server) => server.inject("jobs", "", "reset"),
  "a line is torn": (server) => server.inject("jobs", '{"type":"ADDED","obj', "end"),
  "a line is garbage": (server) => server.inject("jobs", "<html>\n"),
  "history is compacted": (server) => server.compact(),
  "a bookmark comes": (server) => server.bookmark(),
  "the next watch is refused": (server) => server.fault(isWatch, { status: 403 }, 1),
  "the next watch is too old": (server) => server.fault(isWatch, { status: 410 }, 1),
  "the next watch meets a replica that is behind": (server) =>
    server.fault(asksFromVersion, behind, 1),
  "the next request fails": (server) => server.fault(anything, { status: 500 }, 1),
  "the next request is put off": (server) =>
    server.fault(anything, { status: 429, headers: { "retry-after": "2" } }, 1),
  "the next request is cut off": (server) => server.fault(anything, "reset", 1),
  "the next answer breaks off": (server) => server.fault(anything, "cut", 1),
  "the watch-list is given up": (server) => {
    server.watchList = false;
  },
  "the API server restarts": async (server) => {
    const { port } = server;
    await server.crash();
    await server.listen(port);
  },
};

type Step =
  | { readonly act: "apply" | "remove" | "recreate"; readonly name: string }
  | { readonly act: "happen"; readonly what: string }
  | { readonly act: "wait"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.constantFrom("apply" as const, "remove" as const, "recreate" as const),
    name: fc.constantFrom("a", "b", "c", "d"),
  }),
  fc.record({
    act: fc.constant("happen" as const),
    what: fc.constantFrom(...Object.keys(happenings)),
  }),
  fc.record({ act: fc.constant("wait" as const), ms: fc.constantFrom(0, 1_000, 5_000, 30_000) }),
);

/** Until there is nothing to come but what the cluster or the clock does. */
function settle(server: ScriptedApiServer, on: Followed<Job>): Promise<void> {
  const { informer } = on;
  const settled = () =>
    (informer.state.state === "live" && server.watches("jobs") === 1) ||
    (informer.state.state !== "syncing" && on.clock.pending().length > 0);
  return on.until(settled, "rest");
}

async function perform(next: Step, server: ScriptedApiServer, on: Followed<Job>): Promise<void> {
  if (next.act === "wait") {
    await on.clock.advance(next.ms);
    return void (await new Promise((resolve) => setImmediate(resolve)));
  }
  if (next.act === "happen") return void (await happenings[next.what]?.(server));
  const known = server.get("jobs", "default", next.name) !== undefined;
  if (next.act !== "apply" && known) server.remove("jobs", "default", next.name);
  if (next.act !== "remove") server.apply("jobs", { metadata: { name: next.name } });
}

/** The objects as uid and version, which tell every state of every object apart. */
const stateOf = (objects: Iterable<{ metadata: { uid?: string; resourceVersion?: string } }>) =>
  [...objects].map(({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`).sort();

test("R1, R2, R3, R5, R6, R8, R10: whatever goes wrong in whatever order, rows end as the cluster is, and were told so", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.boolean()), { minLength: 20, maxLength: 60 }),
      async (steps) => {
        const server = await new ScriptedApiServer().listen();
        const on = new Followed(server, jobs);
        const told = new Map<string, { metadata: { uid?: string; resourceVersion?: string } }>();
        on.informer.subscribe({
          changes(changes) {
            for (const { type, object } of changes) {
              if (type === "delete") told.delete(object.metadata.uid);
              else told.set(object.metadata.uid, object);
            }
          },
          state: () => {},
        });
        try {
          for (const [next, rests] of steps) {
            await perform(next, server, on);
            if (rests) await settle(server, on);
          }
          server.heal();
          const isRight = () =>
            on.informer.state.state === "live" &&
            String(stateOf(on.informer.store.all())) ===
              String(stateOf(server.collection("jobs").sorted()));
          for (let passed = 0; passed < 120 && !isRight(); passed++) {
            await on.clock.advance(1_000);
            await new Promise((resolve) => setImmediate(resolve));
          }
          await on.until(isRight, "the cluster as it is");
          expect(stateOf(told.values())).toEqual(stateOf(on.informer.store.all()));
        } finally {
          await on.close();
          await server.close();
        }
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
