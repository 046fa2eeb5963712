import { spawn } from "node:child_process";
import { environment, root, Trouble } from "./install.mjs";

/**
 * Runs steps in order, each under a heading and with its time; the first failure ends the run, but
 * for steps that clean up. Ends with one line that counts the tests. Gives the exit code.
 */
export async function runSteps(name, steps) {
  const totals = { passed: 0, failed: 0 };
  let failure = null;
  for (const step of steps) {
    if (failure && !step.always) continue;
    const begun = process.hrtime.bigint();
    process.stdout.write(`\n── ${step.title}\n`);
    const problem = await runStep(step, totals);
    const seconds = (Number(process.hrtime.bigint() - begun) / 1e9).toFixed(1);
    process.stdout.write(`── ${step.title}: ${problem ?? "ok"} (${seconds} s)\n`);
    failure ??= problem && { step, problem };
  }
  if (failure) {
    if (totals.failed === 0) totals.failed = 1;
    const [command, args] = failure.step.command ?? [];
    const again = command ? ` Run it alone: npx ${command} ${args.join(" ")}` : "";
    process.stdout.write(
      `\n${name} failed at "${failure.step.title}": ${failure.problem}.${again}\n`,
    );
  }
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  return failure ? 1 : 0;
}

async function runStep(step, totals) {
  try {
    step.run?.();
  } catch (error) {
    return error instanceof Trouble ? error.message : error.stack;
  }
  if (!step.command) return null;
  const [command, args] = step.command;
  const { code, output } = await shown(command, args, step.env ?? {});
  if (step.counts) {
    const { passed, failed } = counted(output);
    totals.passed += passed;
    totals.failed += failed;
    if (code === 0 && passed === 0) return "no test was run";
  }
  return code === 0 ? null : `it ended with ${code}`;
}

/** Runs a command with its output shown as it comes, and kept for counting. */
function shown(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const [stream, target] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.setEncoding("utf8").on("data", (text) => {
        target.write(text);
        output = (output + text).slice(-20_000);
      });
    }
    child.on("error", (error) => resolve({ code: error.message, output }));
    child.on("close", (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

const escapeCode = String.fromCharCode(27);

/** The closing lines of vitest (`Tests  3 failed | 20 passed (23)`) and Playwright (`20 passed (3.1s)`). */
function counted(output) {
  const text = output.replaceAll(new RegExp(`${escapeCode}\\[[0-9;]*m`, "g"), "");
  const vitest = /^\s*Tests\s+(.*)$/m.exec(text)?.[1];
  const closing = vitest ?? text;
  const number = (word) => Number(new RegExp(`(\\d+) ${word}\\b`).exec(closing)?.[1] ?? 0);
  return { passed: number("passed"), failed: number("failed") };
}
