import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { create, expect, test } from "./fixtures.ts";

const log = (page: Page): Locator => page.getByRole("log");
const lines = (page: Page): Locator => log(page).locator("[data-time]");
const find = (page: Page): Locator => page.getByRole("textbox", { name: "Find in the log" });

// Lines that are out of sight are not in the page: of this log none is.
test.use({ viewport: { width: 1280, height: 1_200 } });

/** The log of the Job, whole: 2 Pods with 2 containers each. */
test.beforeEach(async ({ page, cluster, namespace }) => {
  await page.goto(`/jobs/${namespace}/import`);
  await expect(page.getByText(`job import not found in ${namespace}`)).toBeVisible();
  await create(cluster, namespace, "import.yaml");
  await expect(page.getByText("Complete", { exact: true }).first()).toBeVisible({
    timeout: 120_000,
  });
  await page.goto(`/logs/${namespace}?of=job/import`);
  await expect(log(page).getByText("Exited with code 0: Completed")).toHaveCount(4);
});

test("a Job's whole log: each container a lane, in one order, hidden and alone at will; JSON, traces and colours as they are meant", async ({
  page,
}) => {
  await expect(log(page).getByText("setup of the import")).toHaveCount(2);
  const stamps = await lines(page).evaluateAll((all) => all.map((it) => it.dataset.time ?? ""));
  expect(stamps).toEqual([...stamps].sort());
  await expect(page.locator("[data-log-state]")).toContainText("4 ended");

  const json = lines(page).filter({ hasText: "batch loaded" });
  await expect(json.first()).toContainText("INFO batch loaded rows=42 table=orders");
  await json.first().getByRole("button", { name: "All fields" }).click();
  await expect(page.getByRole("table", { name: "Fields of the line" })).toContainText("orders");
  await page.keyboard.press("J");
  await expect(json.first()).toContainText('{"level":"info","msg":"batch loaded"');

  await expect(log(page).getByText("2 lines of a stack trace")).toHaveCount(2);
  await expect(log(page).getByText("shop.Loader.load")).toHaveCount(0);
  await log(page).getByText("2 lines of a stack trace").first().click();
  await expect(log(page).getByText("at shop.Loader.load(Loader.java:42)")).toHaveCount(1);
  const coloured = lines(page).filter({ hasText: "red alert end" });
  await expect(coloured).toHaveCount(2);
  await expect(coloured.first().getByText("red", { exact: true })).toHaveClass(/text-bad-fg/);

  await page.getByRole("button", { name: "Sources 4" }).click();
  const sources = page.getByRole("complementary", { name: "Sources of the log" });
  await expect(sources.getByRole("listitem")).toHaveCount(4);
  const setups = sources.getByRole("button", { name: /^Show .*setup$/ });
  await setups.first().click();
  await expect(log(page).getByText("setup of the import")).toHaveCount(1);
  await sources
    .getByRole("button", { name: /setup alone$/ })
    .last()
    .click();
  await expect(lines(page)).toHaveCount(1);
  await sources.getByRole("button", { name: "Show all" }).click();
  await expect(log(page).getByText("setup of the import")).toHaveCount(2);
});

test("finding in a Job's log: text and expression, only what matches with the lines around it, and all that the cluster has", async ({
  page,
}) => {
  await page.keyboard.press("/");
  await page.keyboard.type("plain line 7");
  await expect(page.getByText("2 hits")).toBeVisible();
  await find(page).press("Enter");
  await expect(page.getByText("1 of 2")).toBeVisible();
  await expect(log(page).locator("mark[aria-current]")).toHaveText("plain line 7");
  await find(page).press("Enter");
  await expect(page.getByText("2 of 2")).toBeVisible();

  await page.getByRole("button", { name: "Regular expression" }).click();
  await find(page).fill("line (");
  await expect(page.getByRole("alert").filter({ hasText: "missing" })).toContainText(
    "Nothing is hidden by it.",
  );
  await find(page).fill("line (4|5)$");
  await expect(page.getByText("4 hits")).toBeVisible();
  await page.getByRole("button", { name: "Only matching lines" }).click();
  await expect(lines(page)).toHaveCount(4);
  await page.getByRole("button", { name: "2 lines around a hit" }).click();
  await expect(lines(page)).toHaveCount(12);
  await page.getByRole("textbox", { name: "Leave out lines with" }).fill("line (3|6)");
  await expect(log(page).getByText("plain line 3")).toHaveCount(0);

  await page.getByRole("button", { name: "Search everything" }).click();
  const everything = page.getByRole("region", { name: "Search of everything" });
  await expect(everything.getByRole("listitem")).toHaveCount(4);
  await expect(everything.getByRole("button", { name: "Close" })).toBeVisible();
  await everything.getByRole("listitem").first().getByRole("button").click();
  await expect(log(page).locator("[data-marked]")).toContainText("plain line 4");
});

test("a line of a Job's log has an address that leads back to it, and says so once it is gone", async ({
  page,
  cluster,
  namespace,
  context,
}) => {
  const line = lines(page).filter({ hasText: "plain line 9" }).first();
  const time = await line.getAttribute("data-time");
  await line.getByTitle(/Click to link/).click();
  await expect(page.getByText(/^1 line marked at/)).toBeVisible();
  await expect(page).toHaveURL(/line=/);
  const address = page.url();

  const other = await context.newPage();
  await other.goto(address);
  const marked = log(other).locator("[data-marked]");
  await expect(marked).toHaveCount(1);
  await expect(marked).toHaveAttribute("data-time", time ?? "");
  await expect(marked).toBeInViewport();
  await other.close();

  await cluster.api.call("DELETE", `/apis/batch/v1/namespaces/${namespace}/jobs/import`, {
    body: { propagationPolicy: "Background" },
  });
  await expect(page.getByText(/is gone|are gone/).first()).toBeVisible({ timeout: 60_000 });
  await expect(log(page).getByText("plain line 9").first()).toBeVisible();
});

test("a Job's log is taken away as one file in order, and as an archive of what each container wrote", async ({
  page,
}) => {
  const taken = async (item: string) => {
    await page.getByRole("button", { name: "Download" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: item }).click();
    return (await download).path();
  };
  const merged = (await readFile(await taken("Everything, one file"), "utf8")).trimEnd();
  const rows = merged.split("\n").map((row) => row.split(" "));
  expect(rows).toHaveLength(2 + 2 * 16);
  const times = rows.map(([, time]) => time ?? "");
  expect(times).toEqual([...times].sort());

  const zip = (await promisify<Buffer, { lazyEntries: true }, ZipFile>(fromBuffer)(
    await readFile(await taken("Everything, a file per container (zip)")),
    { lazyEntries: true },
  )) as ZipFile;
  const files = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject).on("end", resolve);
    zip.on("entry", (entry: Entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        files.set(entry.fileName, (await buffer(stream)).toString());
        zip.readEntry();
      });
    });
    zip.readEntry();
  });
  expect(files.size).toBe(4);
  for (const [name, text] of files) {
    if (name.endsWith("/setup.log")) expect(text).toBe("setup of the import\n");
    else expect(text).toContain("\u001b[1;31mred\u001b[0m alert \u001b]0;title\u0007end\n");
  }
});
