import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { alone } from "./lock.mjs";

/** Of this run alone: another one may go on beside it. */
const name = (what: string) => `${what} of ${process.pid}`;

const onLinux = test.runIf(process.platform === "linux");

onLinux(
  "of two at once the second waits, is told so once, and goes on after the first",
  async () => {
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const begun = alone(
      name("order"),
      () => first.promise,
      () => order.push("never"),
    );
    const waits = Promise.withResolvers<void>();
    const second = alone(
      name("order"),
      async () => order.push("second"),
      () => {
        order.push("waits");
        waits.resolve();
      },
    );
    await waits.promise;
    order.push("first ends");
    first.resolve();
    await Promise.all([begun, second]);
    expect(order).toEqual(["waits", "first ends", "second"]);
  },
);

onLinux("what a killed process held is free", async () => {
  const script = `import { alone } from ${JSON.stringify(join(import.meta.dirname, "lock.mjs"))};
    const forever = () => new Promise((resolve) => {
      process.stdout.write("held");
      setTimeout(resolve, 60_000);
    });
    await alone(${JSON.stringify(name("kill"))}, forever, () => {});`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", script]);
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  holder.kill("SIGKILL");
  await expect(
    alone(
      name("kill"),
      async () => "free",
      () => {},
    ),
  ).resolves.toBe("free");
});

onLinux("who waits for the lock does not outlive npm's shell", async () => {
  const script = `import { alone } from ${JSON.stringify(join(import.meta.dirname, "lock.mjs"))};
    await alone(${JSON.stringify(name("waiting"))}, () => {}, () => process.stdout.write("waits"));`;
  // The command after it makes the shell stay instead of becoming Node.
  const command = ["-c", '"$0" "$@"; true', process.execPath, "--input-type=module", "-e", script];
  await alone(
    name("waiting"),
    async () => {
      const env = { ...process.env, npm_lifecycle_event: "start" };
      const shell = spawn("sh", command, { env, stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((resolve) => shell.stdout.once("data", resolve));
      shell.kill("SIGTERM");
      // Its output ends when the last process that holds it does.
      await new Promise((resolve) => shell.once("close", resolve));
    },
    () => {},
  );
});

onLinux("a program that outlives its killed launcher keeps the lock until it ends", async () => {
  const script = `import { alone, handedOn } from ${JSON.stringify(join(import.meta.dirname, "lock.mjs"))};
    import { spawn } from "node:child_process";
    const run = (holder) => new Promise(() => {
      const program = 'process.stdin.resume().once("end", () => process.exit(0)); console.log(process.pid)';
      spawn(process.execPath, ["-e", program], { stdio: ["inherit", "inherit", "inherit", handedOn(holder)] });
    });
    await alone(${JSON.stringify(name("orphan"))}, run, () => {});`;
  const launcher = spawn(process.execPath, ["--input-type=module", "-e", script]);
  await new Promise((resolve) => launcher.stdout.once("data", resolve));
  launcher.kill("SIGKILL");
  await new Promise((resolve) => launcher.once("exit", resolve));
  const order: string[] = [];
  await alone(
    name("orphan"),
    async () => order.push("free"),
    () => {
      order.push("waits");
      launcher.stdin.end();
    },
  );
  expect(order).toEqual(["waits", "free"]);
});
