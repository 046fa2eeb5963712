import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runChild } from "./child.mjs";

const options = { stdio: ["ignore", "ignore", "ignore"] as const };

test.each([
  ["a clean end", "process.exit(0)", 0],
  ["a failure", "process.exit(7)", 7],
  ["an end by SIGTERM", "process.kill(process.pid, 'SIGTERM')", 143],
  ["an end by SIGINT", "process.kill(process.pid, 'SIGINT')", 130],
])("%s is passed on as shells do", async (_, script, code) => {
  const ended = await runChild(process.execPath, ["-e", script], options);
  expect(ended).toEqual({ code, interrupted: false });
});

test("a program that is not there is an error, not a crash", async () => {
  await expect(runChild("/nowhere/program", [], options)).rejects.toThrow(/ENOENT/);
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s reaches the program, which ends in its own time and with its own code",
  async (signal) => {
    const program = `process.on("${signal}", () => setTimeout(() => process.exit(5), 100)); process.stdout.write("up"); setInterval(() => {}, 1000)`;
    const launcher = `import { runChild } from ${JSON.stringify(join(import.meta.dirname, "child.mjs"))};
      const ended = await runChild(process.execPath, ["-e", ${JSON.stringify(program)}], { stdio: "inherit" });
      process.stdout.write(JSON.stringify(ended)); process.exit(ended.code)`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", launcher]);
    let stdout = "";
    const code = await new Promise((resolve) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        if (stdout === "up") child.kill(signal);
      });
      child.once("close", resolve);
    });
    expect(code).toBe(5);
    expect(stdout).toBe('up{"code":5,"interrupted":true}');
  },
);
