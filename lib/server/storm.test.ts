import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

test("R13: 5,000 events a second for ten seconds are told ten times a second, and end as the API has it", async () => {
  const { api, clock } = served;
  const objects = 1_000;
  const perTick = 500;
  const ticks = 100;
  const name = (i: number) => `job-${i % objects}`;
  const apply = (i: number, completions: number) =>
    api.apply("jobs", { metadata: { name: name(i) }, spec: { completions } });
  for (let i = 0; i < objects; i++) apply(i, 1);
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.table("jobs").size === objects, "all Jobs");
  const before = view.events.length;

  for (let tick = 0, i = 0; tick < ticks; tick++) {
    for (let n = 0; n < perTick; n++, i++) {
      if (i % 50 === 49 && api.get("jobs", "default", name(i))) {
        api.remove("jobs", "default", name(i));
      } else apply(i * 7, i);
    }
    api.compact();
    // Bytes travel while the clock stands; then a tenth of a second is over.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(100);
  }
  const wanted = () =>
    api
      .collection("jobs")
      .sorted()
      .map(({ metadata, spec }) => `${metadata.name} 0/${spec?.completions}`);
  const shown = () =>
    [...view.table("jobs").values()]
      .map((row) => `${row.name} ${row.completions}`)
      .sort((a, b) => ((a.split(" ")[0] ?? "") < (b.split(" ")[0] ?? "") ? -1 : 1));
  await view.until(() => shown().join() === wanted().join(), "what the API server has");

  const told = view.events.slice(before);
  // One for each tenth of a second, and what was on its way at the end.
  expect(told.length).toBeLessThan(ticks * 1.5);
  const rows = told.reduce((sum, { data }) => sum + (data.tables?.jobs?.rows.length ?? 0), 0);
  expect(rows).toBeLessThanOrEqual(told.length * objects);
  expect(rows).toBeLessThan(ticks * perTick);
}, 60_000);
