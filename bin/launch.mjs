#!/usr/bin/env node
import { createHash } from "node:crypto";
import { build } from "./build.mjs";
import { runChild } from "./child.mjs";
import {
  environment,
  Interrupted,
  installChromium,
  installPackages,
  node,
  say,
  Trouble,
} from "./install.mjs";
import { nodeFlags } from "./node-flags.mjs";
import { path, root } from "./stamp.mjs";
import { runSteps } from "./steps.mjs";

/**
 * The two commands and their siblings: installs what is missing, then runs the real thing on the
 * right Node. This file and those it imports run on Node 20, before anything is installed.
 */
const [first = "start", ...rest] = process.argv.slice(2);

/** The Kubernetes that the embedded cluster is held to. */
const newest = "1.37.2";

/** Exit codes of our own; those of what we run are passed on. */
const exit = { failed: 1, usage: 2 };

const verbs = {
  start: (args) => become("bin/batchboard.ts", args),
  test: (args) =>
    runSteps(
      "npm test",
      [
        { title: "Format and lint", command: ["biome", ["check", "."]] },
        { title: "Types of the routes", command: ["next", ["typegen"]] },
        { title: "Types", command: ["tsc", ["--noEmit"]] },
        { title: "Dead code", command: ["knip", []] },
        { title: "Build", prepare: build },
        { title: "Unit and component tests", command: ["vitest", ["run"]], tests: "vitest" },
        { title: "Every screen in a browser", prepare: installChromium, ...playwright("smoke") },
        {
          title: "A kubectl to type with",
          command: ["node", ["e2e/cluster/ensure-kubectl.ts"]],
          mayBeUnavailable: true,
        },
        {
          title: "The embedded cluster: the walkthrough and what a real one does",
          ...playwright("walkthrough", "conformance"),
          env: { TEST_KUBERNETES: "embedded", TEST_KUBECONFIG: undefined },
        },
      ],
      stepFlags(args),
    ),
  "test:cluster": (args) =>
    runSteps(
      "npm run test:cluster",
      [
        { title: "Build", prepare: build },
        ...(process.env.TEST_KUBECONFIG
          ? clusterTests("your cluster", { KUBECONFIG: undefined })
          : [
              ...ownCluster(newest, (kubernetes, env) => [
                ...clusterTests(kubernetes, env),
                {
                  title: `Kubernetes ${kubernetes}: what the embedded cluster is held to`,
                  ...playwright("conformance"),
                  env,
                  needs: kubernetes,
                },
                {
                  title: `Kubernetes ${kubernetes}: what is shown while it breaks, and after`,
                  ...playwright("faults"),
                  env,
                  needs: kubernetes,
                },
              ]),
              ...ownCluster("1.20.15", (kubernetes, env) => [
                ...clusterTests(kubernetes, env),
                {
                  title: `Kubernetes ${kubernetes}: its logs, read as they are written`,
                  ...specification("faults", "merged-log"),
                  env,
                  needs: kubernetes,
                },
              ]),
            ]),
      ],
      stepFlags(args),
    ),
  conformance: (args) =>
    runSteps(
      "npm run conformance",
      [
        ...ownCluster(newest, (kubernetes, env) => [conformanceTable(kubernetes, env)]),
        conformanceTable("embedded", { TEST_KUBERNETES: "embedded", TEST_KUBECONFIG: undefined }),
      ],
      stepFlags(args),
    ),
  /** What `npm test` holds by 1,000 schedules, by ten times as many. */
  "test:faults": (args) =>
    runSteps(
      "npm run test:faults",
      [
        {
          title: "Whatever breaks in whatever order",
          command: ["vitest", ["run", "lib/convergence"]],
          tests: "vitest",
          env: { FAULT_SCHEDULES: "10000" },
        },
      ],
      stepFlags(args),
    ),
  "cluster:up": (args) => become("e2e/cluster/up.ts", args),
  "cluster:down": (args) => become("e2e/cluster/down.ts", args),
  async bench(args) {
    await build();
    await installChromium();
    return become("e2e/bench/run.ts", args);
  },
  async "bench:embedded"(args) {
    await build();
    return become("e2e/bench/embedded/run.ts", args);
  },
  async screenshots(args) {
    await build();
    await installChromium();
    return become("e2e/screenshots/take.ts", args);
  },
};

/** Runs the cases, and writes into the README how many of them passed. */
function conformanceTable(kubernetes, env) {
  const { command } = playwright("conformance");
  const [program, args] = command;
  return {
    title: `The cases on ${kubernetes}`,
    command: [program, [...args, "--reporter=list,./e2e/conformance/table-reporter.ts"]],
    env,
    needs: kubernetes === "embedded" ? undefined : kubernetes,
  };
}

/**
 * Steps on a cluster that is started for them. Clusters come one after the other: two cores run one
 * best.
 */
function ownCluster(kubernetes, steps) {
  // Clones may be tested side by side.
  const clone = createHash("sha256").update(root).digest("hex").slice(0, 8);
  const name = `test-${kubernetes.split(".").slice(0, 2).join("-")}-${clone}`;
  return [
    {
      title: `Kubernetes ${kubernetes}: start`,
      command: ["node", ["e2e/cluster/up.ts", "--kubernetes", kubernetes, "--name", name]],
      provides: kubernetes,
      mayBeUnavailable: true,
    },
    // Whatever kubeconfig the person who runs the tests uses every day is none of theirs.
    ...steps(kubernetes, {
      TEST_KUBERNETES: kubernetes,
      TEST_CLUSTER: name,
      TEST_KUBECONFIG: undefined,
      KUBECONFIG: undefined,
    }),
    {
      title: `Kubernetes ${kubernetes}: stop`,
      command: ["node", ["e2e/cluster/down.ts", "--name", name]],
      always: true,
    },
  ];
}

function clusterTests(kubernetes, env) {
  return [
    {
      title: `Kubernetes ${kubernetes}: every cell beside the API server's own`,
      command: ["node", ["e2e/parity/parity.ts"]],
      env,
      needs: kubernetes,
    },
    {
      title: `Kubernetes ${kubernetes}: the walkthrough`,
      prepare: installChromium,
      ...playwright("walkthrough"),
      env,
      needs: kubernetes,
    },
  ];
}

function playwright(...projects) {
  const chosen = projects.map((project) => `--project=${project}`);
  return { command: ["playwright", ["test", ...chosen]], tests: "playwright" };
}

/** One file of a project's. */
function specification(project, file) {
  return { command: ["playwright", ["test", `--project=${project}`, file]], tests: "playwright" };
}

function stepFlags(args) {
  const unknown = args.find((arg) => arg !== "--keep-going");
  if (unknown) throw new Misuse(`${unknown} is no flag of this; --keep-going is.`);
  return { keepGoing: args.includes("--keep-going") };
}

/** Runs one of our programs in place of this one: its output, its signals, its exit code. */
async function become(program, args) {
  const options = { env: environment(), stdio: "inherit" };
  const { code } = await runChild(node(), [...nodeFlags, path(program), ...args], options);
  return code;
}

class Misuse extends Trouble {}

async function main() {
  // `batchboard --port 1` has no verb: it starts.
  const [verb, args] = first.startsWith("-") ? ["start", [first, ...rest]] : [first, rest];
  if (!Object.hasOwn(verbs, verb)) {
    throw new Misuse(`There is no "${verb}". Known: ${Object.keys(verbs).join(", ")}.`);
  }
  await installPackages();
  return verbs[verb](args);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    if (error instanceof Interrupted) process.exit(error.code);
    say(error instanceof Trouble ? error.message : error.stack);
    process.exit(error instanceof Misuse ? exit.usage : exit.failed);
  },
);
