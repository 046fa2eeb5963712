import { expect, test } from "../fixtures.ts";
import { pod } from "../objects.ts";
import { readLog, runPod } from "../running.ts";

test("a container that prints nothing has an empty log", async ({ api, namespace }) => {
  await runPod(api, namespace, pod("silent", "true"), "");
  for (const query of ["", "timestamps=true", "tailLines=5", "follow=true"]) {
    const { status, text } = await readLog(api, namespace, "silent", query);
    expect([status, text]).toEqual([200, ""]);
  }
});

for (const [what, name, script, log] of [
  [
    "empty lines and blanks stay as they are",
    "blank",
    "printf '\\n\\n  in  between\\t\\n\\nend  \\n'",
    "\n\n  in  between\t\n\nend  \n",
  ],
  [
    "colours, UTF-8 and bytes that are neither come through",
    "bytes",
    "printf 'gr\\303\\274n \\360\\237\\220\\263 \\033[31mred\\033[0m \\001\\177\\n\\377\\n'",
    "grün 🐳 \u001b[31mred\u001b[0m \u0001\u007f\n\ufffd\n",
  ],
  [
    "a carriage return is kept but for one before the end of a line",
    "returns",
    "printf 'a\\r\\nb\\rc\\r\\r\\nd\\r'",
    "a\nb\rc\r\nd\r",
  ],
] as const) {
  test(what, async ({ api, namespace }) => {
    await runPod(api, namespace, pod(name, script), log);
    expect((await readLog(api, namespace, name, "follow=true")).text).toBe(log);
  });
}

test("a line longer than 16 KiB is one line with one timestamp, and for the tail several", async ({
  api,
  namespace,
}) => {
  const line = Array.from({ length: 9_999 }, (_, i) => `${i + 1}`).join("");
  const script = "seq -s '' 1 9999; echo after";
  await runPod(api, namespace, pod("long", script), `${line}\nafter\n`);
  const stamped = (await readLog(api, namespace, "long", "timestamps=true")).text;
  const texts = stamped.split("\n").map((text) => text.replace(/^\S+ /, ""));
  expect(texts).toEqual([line, "after", ""]);
  for (const [lines, rest] of [
    ["1", ""],
    ["2", `${line.slice(2 * 16_384)}\n`],
    ["3", `${line.slice(16_384)}\n`],
    ["4", `${line}\n`],
  ] as const) {
    const { text } = await readLog(api, namespace, "long", `tailLines=${lines}`);
    expect(text).toBe(`${rest}after\n`);
  }
});

test("thousands of lines are all there, in order", async ({ api, namespace }) => {
  const lines = Array.from({ length: 5_000 }, (_, i) => `${i + 1}\n`);
  await runPod(api, namespace, pod("many", "seq 1 5000"), lines.join(""));
  const { text } = await readLog(api, namespace, "many", "tailLines=3000");
  expect(text).toBe(lines.slice(-3_000).join(""));
});
