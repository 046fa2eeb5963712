import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "./child.mjs";
import { environment, Interrupted, Trouble, Unavailable } from "./install.mjs";
import { root } from "./stamp.mjs";

/**
 * A step: `prepare` and then `command` (a program and its arguments) with `env` beside ours.
 * `tests` names the runner, whose tests are counted. Exit code 3 says "cannot be done on this
 * machine" where `mayBeUnavailable`. Without what a step `provides`, those that `needs` it are left
 * out. A step with `always` cleans up and runs whatever came before.
 *
 * @typedef {{ title: string, prepare?: () => Promise<void>, command?: [string, string[]],
 *   env?: Record<string, string | undefined>, tests?: keyof typeof runners, provides?: string,
 *   needs?: string, mayBeUnavailable?: boolean, always?: boolean }} Step
 */

/** How each runner is told to count, and what its counts are called. */
const runners = {
  vitest: {
    args: (file) => ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env: () => ({}),
    count: ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + numTodoTests,
    }),
  },
  playwright: {
    args: () => ["--reporter=list,json"],
    env: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    count: ({ stats }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    }),
  },
};

/**
 * Runs steps in order, each under a heading and with its time; the first failure ends the run unless
 * `keepGoing`. What this machine cannot do is a failure in CI and is said loudly elsewhere. Ends with
 * one line that counts the tests; a step that was left out for want of something is one that was
 * skipped. Gives the exit code.
 */
export async function runSteps(name, steps, { keepGoing = false, ci = !!process.env.CI } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const leftOut = [];
  const lost = new Set();
  let interrupted = null;
  let crash = null;
  for (const step of steps) {
    const ended = interrupted || crash || (failures.length > 0 && !keepGoing);
    if (ended && !step.always) continue;
    if (lost.has(step.needs) && !step.always) {
      total.skipped += 1;
      continue;
    }
    const begun = process.hrtime.bigint();
    process.stdout.write(`\n── ${step.title}\n`);
    const problem = await runStep(step, total).catch((error) => error);
    const seconds = (Number(process.hrtime.bigint() - begun) / 1e9).toFixed(1);
    const word = problem ? problem.message : "ok";
    process.stdout.write(`── ${step.title}: ${word} (${seconds} s)\n`);
    if (!problem) continue;
    if (step.provides !== undefined) lost.add(step.provides);
    if (problem instanceof Interrupted) interrupted = problem;
    else if (!(problem instanceof Trouble)) crash ??= problem;
    else if (problem instanceof Unavailable && !ci) {
      total.skipped += 1;
      leftOut.push({ step, problem });
    } else failures.push({ step, problem });
  }
  if (crash) throw crash;
  for (const { step, problem } of leftOut) {
    process.stdout.write(`\nNOT RUN, and so not tested: ${step.title} (${problem.message}).\n`);
  }
  for (const { step, problem } of failures) {
    process.stdout.write(
      `\n${name} failed at "${step.title}": ${problem.message}.${again(step)}\n`,
    );
  }
  if (interrupted) process.stdout.write(`\n${name} was interrupted: the rest was not run.\n`);
  // A failure that is no test's still is one.
  const failed = Math.max(total.failed, failures.length);
  process.stdout.write(`\n${total.passed} passed, ${failed} failed, ${total.skipped} skipped\n`);
  return interrupted ? interrupted.code : failures.length > 0 ? 1 : 0;
}

async function runStep(step, total) {
  await step.prepare?.();
  if (!step.command) return null;
  const folder = mkdtempSync(join(tmpdir(), "batchboard-counts-"));
  const counts = join(folder, "counts.json");
  const runner = runners[step.tests];
  const [command, args] = step.command;
  try {
    const { code, interrupted } = await runChild(
      command,
      [...args, ...(runner?.args(counts) ?? [])],
      {
        cwd: root,
        env: { ...environment(), ...step.env, ...runner?.env(counts) },
        stdio: ["ignore", "inherit", "inherit"],
      },
    );
    if (interrupted) throw new Interrupted(code);
    if (code === 3 && step.mayBeUnavailable) throw new Unavailable("this machine cannot do it");
    const { passed, failed, skipped } = runner ? counted(runner, counts) : none;
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (code !== 0) throw new Trouble(`it ended with ${code}`);
    if (runner && passed === 0) throw new Trouble("no test was run");
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const none = { passed: 0, failed: 0, skipped: 0 };

/** None where the runner came to no end. */
function counted(runner, file) {
  try {
    return runner.count(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return none;
  }
}

/** The command that runs one step alone. */
function again({ command, env = {} }) {
  if (!command) return "";
  const set = Object.entries(env).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
  const [program, args] = command;
  return ` To run it alone: ${[...set, "npx", program, ...args].join(" ")}`;
}
