import type { Page } from "@playwright/test";
import { findKubectl, kubectlFor } from "../cluster/kubectl.ts";
import { cell, create, expect, row, test, typeLine } from "./fixtures.ts";

/** What follows `get`, a word each. A single object is no table: it has its page. */
const forms: readonly (readonly string[])[] = [
  ["jobs"],
  ["job"],
  ["jobs.batch"],
  ["jobs.v1.batch"],
  ["jobs", "-o", "wide"],
  ["jobs", "-l", "batch.kubernetes.io/job-name=echo"],
  ["jobs", "-l", "batch.kubernetes.io/job-name!=echo"],
  ["jobs", "--selector=batch.kubernetes.io/job-name in (echo,broken)"],
  ["jobs", "-l", "no-such-label"],
  ["jobs", "--sort-by=.metadata.name"],
  ["jobs", "--sort-by", ".metadata.creationTimestamp"],
  ["cronjobs"],
  ["cj"],
  ["cronjob.batch", "-o", "wide"],
  ["pods"],
  ["po", "-o", "wide"],
  ["pod", "--field-selector=status.phase=Succeeded"],
  ["pods", "--field-selector=status.phase=Running"],
  ["pods", "-l", "job-name=broken"],
  ["pods", "-l", "job-name in (echo, indexed)", "--sort-by=.metadata.name"],
];

/** What goes on by itself between the two looks. */
const ticking = new Set(["AGE", "DURATION"]);

test("each form of get shows the rows that kubectl prints: the same, in the same order, cell by cell", async ({
  page,
  cluster,
  namespace,
  isOld,
}) => {
  test.skip(isOld, "an old server has no indexes and prints no STATUS of Jobs");
  const path = findKubectl();
  test.skip(path === undefined, "There is no kubectl of the newest release");
  const kubectl = kubectlFor(path ?? "", cluster.kubeconfig);
  await page.goto(`/jobs?ns=${namespace}`);
  for (const manifest of ["echo-job.yaml", "actions.yaml", "indexed.yaml"]) {
    await create(cluster, namespace, manifest);
  }
  await expect(cell(row(page, namespace, "echo"), "status")).toHaveText("Complete");
  await expect(cell(row(page, namespace, "broken"), "status")).toHaveText("Failed");
  await expect(cell(row(page, namespace, "indexed"), "status")).toHaveText("Failed");
  for (const form of forms) {
    const args = ["get", ...form, "-n", namespace];
    await test.step(args.join(" "), async () => {
      const typed = args.map((word) => (/[ ()]/.test(word) ? `'${word}'` : word)).join(" ");
      await typeLine(page, `kubectl ${typed}`);
      const { headers, lines } = tableOf(await kubectl(args));
      await expect.poll(() => shownRows(page, headers)).toEqual(lines);
    });
  }
});

interface PrintedTable {
  readonly headers: readonly string[];
  readonly lines: readonly string[];
}

/** What kubectl prints, its cells apart, without those that tick. */
function tableOf(printed: string): PrintedTable {
  const [header = [], ...rows] = printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.trimEnd().split(/ {2,}/));
  const still = header.flatMap((name, i) => (ticking.has(name) ? [] : [i]));
  const lines = rows.map((cells) => still.map((i) => cells[i]).join(" | "));
  return { headers: still.map((i) => header[i] ?? ""), lines };
}

/** The same columns of the rows on screen, in the order in which they stand there. */
function shownRows(page: Page, headers: readonly string[]): Promise<string[]> {
  return page.locator("[data-key]").evaluateAll(
    (rows, names) =>
      rows
        .map((row) => ({ row, at: Number(row.getAttribute("aria-rowindex")) }))
        .sort((a, b) => a.at - b.at)
        .map(({ row }) =>
          names
            .map((name) => row.querySelector(`[data-column="${name.toLowerCase()}"]`)?.textContent)
            .join(" | "),
        ),
    headers,
  );
}
