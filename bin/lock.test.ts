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
