import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Runs steps in a process of their own, whose output is what a person or a CI reads. */
function runSteps(
  steps: string,
  options = "{ ci: false }",
): Promise<[output: string, code: number]> {
  const from = (file: string) => JSON.stringify(join(import.meta.dirname, file));
  const script = `
    import { runSteps } from ${from("steps.mjs")};
    import { Trouble, Unavailable } from ${from("install.mjs")};
    const node = (script) => ["node", ["-e", script, "--"]];
    /** Writes what a runner counted where it was told to. */
    const report = (find, counts) => node(\`require("fs").writeFileSync(\${find}, '\${JSON.stringify(counts)}')\`);
    const vitest = (passed, failed, pending = 0, todo = 0) => ({ tests: "vitest", command:
      report('process.argv.find((a) => a.startsWith("--outputFile.json=")).slice(18)',
        { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo }) });
    const playwright = (expected, unexpected, skipped = 0) => ({ tests: "playwright", command:
      report("process.env.PLAYWRIGHT_JSON_OUTPUT_FILE", { stats: { expected, unexpected, skipped, flaky: 0 } }) });
    process.exit(await runSteps("npm test", [${steps}], ${options}));`;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--input-type=module", "-e", script],
      { env: { PATH: process.env.PATH, NODE_ENV: "production" } },
      (error, stdout, stderr) => resolve([stdout + stderr, Number(error?.code ?? 0)]),
    );
  });
}

const lastLine = (output: string) => output.trimEnd().split("\n").at(-1);

test("all is well: each step under its heading, and one line that counts all tests", async () => {
  const [output, code] = await runSteps(
    `{ title: "Lint", command: node("") }, { title: "Unit", ...vitest(20, 0, 2, 1) }, { title: "Browser", ...playwright(3, 0, 4) }`,
  );
  expect(output).toMatch(/── Lint\n── Lint: ok \(\d+\.\d s\)/);
  expect(lastLine(output)).toBe("23 passed, 0 failed, 7 skipped");
  expect(code).toBe(0);
});

test("the first failure ends the run, but for what cleans up, and names itself", async () => {
  const [output, code] = await runSteps(
    `{ title: "Up", command: node("") }, { title: "Lint", command: ["node", ["-e", "process.exit(9)"]], env: { A: "1" } },
     { title: "Unit", ...vitest(20, 0) }, { title: "Down", command: node("console.log('cleaned up')"), always: true }`,
  );
  expect(output).toContain('failed at "Lint": it ended with 9. To run it alone: A=1 npx node -e');
  expect(output).toContain("cleaned up");
  expect(output).not.toContain("── Unit");
  expect(lastLine(output)).toBe("0 passed, 1 failed, 0 skipped");
  expect(code).toBe(1);
});

test("--keep-going runs the rest, and the run fails all the same", async () => {
  const [output, code] = await runSteps(
    `{ title: "Lint", command: node("process.exit(1)") }, { title: "Unit", ...vitest(20, 0) }`,
    "{ keepGoing: true, ci: false }",
  );
  expect(lastLine(output)).toBe("20 passed, 1 failed, 0 skipped");
  expect(code).toBe(1);
});

test("--keep-going lets one test of a cluster fail and runs the others on it", async () => {
  const [output] = await runSteps(
    `{ title: "Up", command: node(""), provides: "k" }, { title: "Parity", command: node("process.exit(1)"), needs: "k" },
     { title: "Walk", ...playwright(3, 0), needs: "k" }`,
    "{ keepGoing: true, ci: false }",
  );
  expect(lastLine(output)).toBe("3 passed, 1 failed, 0 skipped");
});

test("--keep-going leaves out what has nothing to run on", async () => {
  const [output] = await runSteps(
    `{ title: "Up", command: node("process.exit(1)"), provides: "k" }, { title: "Walk", ...playwright(3, 0), needs: "k" },
     { title: "Unit", ...vitest(2, 0) }`,
    "{ keepGoing: true, ci: false }",
  );
  expect(output).not.toContain("── Walk");
  expect(lastLine(output)).toBe("2 passed, 1 failed, 1 skipped");
});

test("a fault of the launcher itself is shown whole, after what cleans up", async () => {
  const [output, code] = await runSteps(
    `{ title: "Build", prepare: () => Promise.reject(new TypeError("a slip")) },
     { title: "Unit", ...vitest(20, 0) }, { title: "Down", command: node("console.log('cleaned up')"), always: true }`,
    "{ keepGoing: true, ci: false }",
  );
  expect(output).toContain("cleaned up");
  expect(output).not.toContain("── Unit");
  expect(output).toMatch(/TypeError: a slip\n\s+at /);
  expect(code).toBe(1);
});

test("a runner that ran nothing has not passed", async () => {
  const [output, code] = await runSteps(`{ title: "Unit", ...vitest(0, 0) }`);
  expect(output).toContain("no test was run");
  expect(code).toBe(1);
});

const unavailable = `{ title: "Start", command: node("process.exit(3)"), provides: "k", mayBeUnavailable: true },
  { title: "Walk", ...playwright(3, 0), needs: "k" }, { title: "Unit", ...vitest(2, 0) }`;

test("what a machine cannot do is said loudly, and the rest is run", async () => {
  const [output, code] = await runSteps(unavailable);
  expect(output).toContain("NOT RUN, and so not tested: Start");
  expect(output).not.toContain("── Walk");
  // The step itself, and the one that needs it.
  expect(lastLine(output)).toBe("2 passed, 0 failed, 2 skipped");
  expect(code).toBe(0);
});

test("an interrupted run says that it did not come to its end, and still counts", async () => {
  const [output, code] = await runSteps(
    `{ title: "Unit", ...vitest(20, 0) },
     { title: "Walk", command: node("setTimeout(() => process.exit(0), 100); process.kill(process.ppid, 'SIGINT'); process.on('SIGINT', () => {})") },
     { title: "Browser", ...playwright(3, 0) }`,
  );
  expect(output).toContain("npm test was interrupted: the rest was not run.");
  expect(output).not.toContain("── Browser");
  expect(lastLine(output)).toBe("20 passed, 0 failed, 0 skipped");
  expect(code).toBe(130);
});

test("in CI it is a failure", async () => {
  const [output, code] = await runSteps(unavailable, "{ ci: true }");
  expect(output).toContain('failed at "Start"');
  expect(code).toBe(1);
});
