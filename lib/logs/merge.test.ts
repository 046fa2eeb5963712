import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogOrigin } from "#lib/api/log-frames";
import { type LineSource, mergeLines, mergeRuns } from "#lib/logs/merge";
import { placeTime } from "#lib/logs/order";

interface Line {
  readonly time: string;
  readonly text: string;
}

const origin = (pod: string): LogOrigin => ({
  key: pod,
  pod,
  podUid: pod,
  created: "2026-03-10T11:59:00Z",
  container: "main",
  role: "container",
  instance: 0,
  index: null,
  job: "",
  attempt: 1,
  started: null,
});

/** Lines whose text says whose they are and which. */
const lineOf = (pod: number, second: number, i: number): Line => ({
  time: `2026-03-10T12:00:0${second}.000000000Z`,
  text: `${pod}:${i}`,
});
/** For each source its batches, with stamps that may go back. */
const batches = fc.array(fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { maxLength: 5 }), {
  maxLength: 5,
});
const written = (sources: readonly (readonly (readonly number[])[])[]) =>
  sources.map((all, pod) => {
    let i = 0;
    return all.map((batch) => batch.map((second) => lineOf(pod, second, i++)));
  });

/** What a merge must give, said slowly: where lines stand, then whose they are, then their order. */
function sorted(sources: readonly (readonly (readonly Line[])[])[]): string[] {
  const placed = sources.flatMap((all, pod) => {
    let at = "";
    return all.flat().map((line) => {
      at = placeTime(at, line.time);
      return { at, pod, text: line.text };
    });
  });
  // The sort is stable: lines of one source at one place stay as they were written.
  return placed
    .sort((a, b) => (a.at === b.at ? a.pod - b.pod : a.at < b.at ? -1 : 1))
    .map(({ text }) => text);
}

async function* given<T>(all: readonly T[], told: () => void = () => {}): AsyncGenerator<T> {
  try {
    yield* all;
  } finally {
    told();
  }
}
const sourcesOf = (all: readonly (readonly (readonly Line[])[])[]): LineSource<Line>[] =>
  all.map((lines, pod) => ({ origin: origin(`pod-${pod}`), lines: given(lines) }));

describe("the merge of logs", () => {
  it("gives every line once, in the order of times, sources and their own", async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (times) => {
        const sources = written(times);
        const merged: string[] = [];
        for await (const batch of mergeLines(sourcesOf(sources))) {
          merged.push(...batch.map(({ line }) => line.text));
        }
        expect(merged).toEqual(sorted(sources));
        const runs = sources.map((all, pod) => {
          let at = "";
          const source = origin(`pod-${pod}`);
          return all.flat().map((line) => {
            at = placeTime(at, line.time);
            return { at, source, text: line.text };
          });
        });
        expect(mergeRuns(runs).map(({ text }) => text)).toEqual(sorted(sources));
      }),
    );
  });

  it("says whose each line is", async () => {
    const [first] = await Array.fromAsync(
      mergeLines(sourcesOf([[[lineOf(0, 2, 0)]], [[lineOf(1, 1, 0)]]])),
    );
    expect(first?.map(({ source }) => source.pod)).toEqual(["pod-1"]);
  });

  it("holds one batch of each source, and asks for the next when that is used up", async () => {
    const asked = [0, 0];
    const counted = (pod: number): LineSource<Line> => ({
      origin: origin(`pod-${pod}`),
      lines: (async function* () {
        for (let i = 0; i < 5; i++) {
          asked[pod] = (asked[pod] ?? 0) + 1;
          yield [lineOf(pod, i, i)];
        }
      })(),
    });
    const merged = mergeLines([counted(0), counted(1)]);
    await merged.next();
    expect(asked).toEqual([1, 1]);
    await merged.next();
    await merged.next();
    expect(asked).toEqual([2, 2]);
    await merged.return();
  });

  it("makes batches of at most a thousand lines", async () => {
    const lines = Array.from({ length: 2_500 }, (_, i) => lineOf(0, 1, i));
    const sizes = (await Array.fromAsync(mergeLines(sourcesOf([[lines]])))).map((b) => b.length);
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  it("tells its sources when nobody wants more of it", async () => {
    const told: number[] = [];
    const sources = [0, 1].map((pod) => ({
      origin: origin(`pod-${pod}`),
      lines: given([[lineOf(pod, 1, 0)], [lineOf(pod, 2, 1)]], () => told.push(pod)),
    }));
    for await (const _ of mergeLines(sources)) break;
    expect(told).toEqual([0, 1]);
  });

  it("ends with what one of its sources throws, and tells the others", async () => {
    const told: number[] = [];
    const torn = (async function* (): AsyncGenerator<Line[]> {
      yield [lineOf(0, 1, 0)];
      throw new Error("torn");
    })();
    const merged = mergeLines([
      { origin: origin("pod-0"), lines: torn },
      { origin: origin("pod-1"), lines: given([[lineOf(1, 5, 0)]], () => told.push(1)) },
    ]);
    await expect(Array.fromAsync(merged)).rejects.toThrow("torn");
    expect(told).toEqual([1]);
  });
});
