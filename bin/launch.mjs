#!/usr/bin/env node
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, chromium, environment, installPackages, node, root, Trouble } from "./install.mjs";
import { runSteps } from "./steps.mjs";

/**
 * The two commands and their siblings: installs what is missing, then runs the real thing on the
 * pinned Node. This file and those it imports run on Node 20, before anything is installed.
 */
const [verb = "start", ...args] = process.argv.slice(2);

const playwright = (project, ...more) => ["playwright", ["test", `--project=${project}`, ...more]];

const verbs = {
  start() {
    build();
    return become("bin/batchboard.ts", args);
  },
  test: () =>
    runSteps("npm test", [
      { title: "Format and lint", command: ["biome", ["check", "."]] },
      { title: "Types of the routes", command: ["next", ["typegen"]] },
      { title: "Types", command: ["tsc", ["--noEmit"]] },
      { title: "Dead code", command: ["knip", []] },
      { title: "Build", run: build },
      { title: "Unit and component tests", command: ["vitest", ["run"]], counts: true },
      {
        title: "Browser smoke test",
        run: chromium,
        command: playwright("smoke"),
        counts: true,
      },
    ]),
  "test:cluster": () =>
    runSteps("npm run test:cluster", [
      { title: "Build", run: build },
      { title: "Chromium", run: chromium },
      ...clusterSteps(),
    ]),
  "cluster:up": () => become("e2e/cluster/up.ts", args),
  "cluster:down": () => become("e2e/cluster/down.ts", args),
  screenshots() {
    build();
    chromium();
    return become("e2e/screenshots/take.ts", args);
  },
};

/** One Kubernetes after the other: two cores run one at a time best. */
function clusterSteps() {
  const versions = process.env.TEST_KUBECONFIG ? ["existing"] : ["1.37.2", "1.20.15"];
  return versions.flatMap((kubernetes) => {
    const existing = kubernetes === "existing";
    const env = { TEST_KUBERNETES: kubernetes, TEST_CLUSTER: testCluster(kubernetes) };
    const up = {
      title: `Kubernetes ${kubernetes}: start`,
      command: [
        "node",
        ["e2e/cluster/up.ts", "--kubernetes", kubernetes, "--name", testCluster(kubernetes)],
      ],
    };
    const down = {
      title: `Kubernetes ${kubernetes}: stop`,
      command: ["node", ["e2e/cluster/down.ts", "--name", testCluster(kubernetes)]],
      always: true,
    };
    return [
      ...(existing ? [] : [up]),
      {
        title: `Kubernetes ${kubernetes}: every cell beside the API server's own`,
        command: ["node", ["e2e/conformance/parity.ts"]],
        env,
      },
      {
        title: `Kubernetes ${kubernetes}: the walkthrough`,
        command: playwright("cluster"),
        env,
        counts: true,
      },
      ...(existing ? [] : [down]),
    ];
  });
}

function testCluster(kubernetes) {
  return `test-${kubernetes.split(".").slice(0, 2).join("-")}`;
}

/** Runs one of our programs in place of this one: its output, its signals, its exit code. */
function become(program, rest) {
  return new Promise((resolve) => {
    const child = spawn(node(), [join(root, program), ...rest], {
      env: environment(),
      stdio: "inherit",
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
      process.on(signal, () => child.kill(signal));
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

async function main() {
  const known = Object.hasOwn(verbs, verb);
  // `batchboard --port 1` has no verb: it starts.
  if (!known && !verb.startsWith("-")) {
    throw new Trouble(`There is no "${verb}". Known: ${Object.keys(verbs).join(", ")}.`);
  }
  if (!known) args.unshift(verb);
  if (!existsSync(join(root, "package-lock.json")))
    throw new Trouble("package-lock.json is missing: this is not a whole clone.");
  installPackages();
  return (known ? verbs[verb] : verbs.start)();
}

main().then(
  (code) => process.exit(code ?? 0),
  (error) => {
    process.stderr.write(`${error instanceof Trouble ? error.message : error.stack}\n`);
    process.exit(1);
  },
);
