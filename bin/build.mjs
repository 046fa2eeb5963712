import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { environment, run, say } from "./install.mjs";
import { digest, path, read } from "./stamp.mjs";

const stamp = path(".next", "batchboard-build");
const lock = path("node_modules", ".batchboard-building");
const sources = [
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "app",
  "components",
  "lib",
  "public",
];

/** Builds the app, unless nothing it is made of has changed. */
export async function build() {
  const wanted = digest(sources);
  if (read(stamp) === wanted) return;
  await takeLock();
  try {
    // Whoever had the lock may have built just this.
    if (read(stamp) === wanted) return;
    say("Building the app (once, and after each change of the sources) …");
    rmSync(stamp, { force: true });
    const env = { ...environment(), NODE_ENV: "production" };
    await run("next", ["build"], "the build failed", env);
    writeFileSync(stamp, wanted);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Two starts at once would build into one folder. */
async function takeLock() {
  for (let told = false; ; told = true) {
    try {
      return writeFileSync(lock, String(process.pid), { flag: "wx" });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(read(lock));
    if (!isAlive(holder)) rmSync(lock, { force: true });
    else if (!told) say(`Process ${holder} is building the app; waiting for it …`);
    await sleep(200);
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
