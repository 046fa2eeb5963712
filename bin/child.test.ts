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

/** A program that ends 100 ms after a signal with 5, and a launcher that runs it and reports. */
function launcher(signal: NodeJS.Signals): readonly string[] {
  const program = `process.on("${signal}", () => setTimeout(() => process.exit(5), 100));
    process.stdout.write("up");
    setInterval(() => {}, 1000);`;
  const script = `import { runChild } from ${JSON.stringify(join(import.meta.dirname, "child.mjs"))};
    const program = ["-e", ${JSON.stringify(program)}];
    const ended = await runChild(process.execPath, program, { stdio: "inherit" });
    process.stdout.write(JSON.stringify(ended));
    process.exit(ended.code);`;
  return ["--input-type=module", "-e", script];
}

/** Runs a command until the program is up, sends the signal; gives all output and the exit code. */
async function interrupt(
  command: string,
  args: readonly string[],
  signal: NodeJS.Signals,
): Promise<[output: string, code: number | null]> {
  const env = { ...process.env, npm_lifecycle_event: "start" };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const code = await new Promise<number | null>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output === "up") child.kill(signal);
    });
    child.once("close", resolve);
  });
  return [output, code];
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s reaches the program, which ends in its own time and with its own code",
  async (signal) => {
    const ended = await interrupt(process.execPath, launcher(signal), signal);
    expect(ended).toEqual(['up{"code":5,"interrupted":true}', 5]);
  },
);

test("a program that goes on after a signal is killed where there is no patience for it", async () => {
  const program = `process.on("SIGTERM", () => {});
    process.stdout.write("up");
    setInterval(() => {}, 1000);`;
  const script = `import { runChild } from ${JSON.stringify(join(import.meta.dirname, "child.mjs"))};
    const program = ["-e", ${JSON.stringify(program)}];
    const ended = await runChild(process.execPath, program, { stdio: "inherit", patienceMs: 50 });
    process.stdout.write(JSON.stringify(ended));`;
  const launcher = ["--input-type=module", "-e", script];
  const [output] = await interrupt(process.execPath, launcher, "SIGTERM");
  expect(output).toBe('up{"code":137,"interrupted":true}');
});

test("a program does not outlive npm's shell, which keeps its signals to itself", async () => {
  // The command after it makes the shell stay instead of becoming Node.
  const shell = ["-c", '"$0" "$@"; true', process.execPath, ...launcher("SIGTERM")];
  const [output] = await interrupt("sh", shell, "SIGTERM");
  expect(output).toBe('up{"code":5,"interrupted":true}');
});
