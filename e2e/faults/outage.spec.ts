import { readFileSync } from "node:fs";
import { expect, expectSame, live, stale, test } from "./fixtures.ts";
import { noteRows } from "./screen.ts";
import { contradictions, Writer } from "./writer.ts";

const outageMs = 60_000;
const seconds = (count: number) => ({ timeout: count * 1_000 });

test("R3: the API server killed for a minute under 50 changes a second: marked, then right without a click", async ({
  page,
  cluster,
  namespace,
  serve,
  watch,
}) => {
  const { api, own } = cluster;
  test.skip(own === undefined, "the cluster of TEST_KUBECONFIG is not ours to kill");
  if (!own) return;
  const tab = await watch(await serve(readFileSync(cluster.kubeconfig, "utf8")), namespace);
  const notes = await noteRows(page);
  const writer = new Writer(api, namespace);
  writer.start();
  try {
    await expect.poll(() => writer.confirmed, seconds(60)).toBeGreaterThan(300);
    await own.stopApiServer();
    const killed = Date.now();
    await expect(stale(page)).toBeVisible({ timeout: 5_000 });
    const kept = tab.rows.size;
    expect(kept).toBeGreaterThan(10);
    await expect.poll(() => Date.now() - killed, seconds(90)).toBeGreaterThan(outageMs);
    expect(tab.rows.size).toBe(kept);
    await expect(stale(page)).toBeVisible();
    const before = writer.confirmed;
    await own.startApiServer();
    await expect(live(page)).toBeVisible(seconds(90));
    await expect.poll(() => writer.confirmed - before, seconds(60)).toBeGreaterThan(300);
  } finally {
    await writer.stop();
  }
  await expectSame({ page, tab }, { cluster, namespace });
  expect(writer.unanswered).toBeGreaterThan(100);
  // Neither stream nor screen ever showed what was not so, or was so no more.
  const { shown, back } = await notes();
  const wrong = [...tab.shown.values(), ...Object.values(shown)].flatMap(({ name, completions }) =>
    contradictions(writer, name, completions),
  );
  expect([...wrong, ...back]).toEqual([]);
  expect(tab.shown.size).toBeGreaterThan(50);
});
