import { readFileSync } from "node:fs";
import { expect, live, test } from "./fixtures.ts";

/** What a program may write into one line; none of it may be lost in a file. */
const lines = [
  "plain",
  "\u001b[31mred\u001b[0m \u001b[1;38:2::9:9:9mexact\u001b[m",
  "\u001b]8;;https://evil.example\u0007a link\u001b]8;;\u0007",
  "\u001b]0;a title\u0007\u001b]52;c;ZXZpbA==\u001b\\",
  "\u001b[2J\u001b[H\u001b[1A cleared",
  "10 %\r100 %\b\u0007",
  "a\u202Eb\u2066c\u200Bd\uFEFFe\u00ADf\u009b31mg\u0000h",
  "<script>window.pwned=1</script>",
  "  żółw 東京 👩‍🚀  ",
  "",
];

test("S22: a log is saved with every byte it came with, under a plain name, as text", async ({
  page,
  api,
}) => {
  const name = "raw-bytes";
  const metadata = { name, namespace: "default" };
  const spec = { containers: [{ name: "main", image: "busybox" }] };
  api.apply("pods", { metadata, spec, status: { phase: "Running" } });
  const stamp = "2026-03-10T12:00:00.000000000Z";
  api.writeLog(
    "default",
    name,
    "main",
    lines.map((line) => `${stamp} ${line}`),
    true,
  );
  await page.goto(`/pods/default/${name}`);
  await live(page);
  await expect(page.getByRole("log")).toContainText("plain");
  // The file is made in the browser, so that its type is the page's to give, not a header's.
  const type = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const create = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          resolve((blob as Blob).type);
          return create(blob);
        };
      }),
  );
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByRole("menuitem", { name: "What is shown" }).click();
  const download = await saved;
  expect(await type).toBe("text/plain;charset=utf-8");
  expect(download.suggestedFilename()).toBe("raw-bytes-main.log");
  const bytes = readFileSync(await download.path());
  expect(bytes).toEqual(Buffer.from(lines.map((line) => `${line}\n`).join("")));
  api.remove("pods", "default", name);
});
