import { rmSync, writeFileSync } from "node:fs";
import { environment, run, say } from "./install.mjs";
import { alone } from "./lock.mjs";
import { digest, path, read } from "./stamp.mjs";

const stamp = path(".next", "batchboard-build");
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
  const work = async (holder) => {
    // Whoever was at it may have built just this.
    if (read(stamp) === wanted) return;
    say("Building the app (once, and after each change of the sources) …");
    // Without a stamp it is what a killed or failed build left, its cache included.
    if (read(stamp) === null) rmSync(path(".next"), { recursive: true, force: true });
    rmSync(stamp, { force: true });
    const env = { ...environment(), NODE_ENV: "production" };
    await run("next", ["build"], "the build failed", env, { holder });
    writeFileSync(stamp, wanted);
  };
  await alone("build", work, () => say("The app is being built already; waiting for that …"));
}
