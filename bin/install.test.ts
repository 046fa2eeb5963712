import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "batchboard-install-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A command that writes down that it was called, and then does as the script says. */
function command(name: string, script: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${script}\n`);
  chmodSync(file, 0o755);
}

const asRootOfDebian = test.runIf(process.platform === "linux" && process.getuid?.() === 0);

asRootOfDebian("Chromium is had where an earlier install of it was killed half-way", () => {
  const refused = `E: dpkg was interrupted, you must manually run 'dpkg --configure -a'`;
  command("apt-get", `[ -e "${folder}/configured" ] || { echo "${refused}" >&2; exit 100; }`);
  command("dpkg", `touch "${folder}/configured"`);
  const from = JSON.stringify(join(import.meta.dirname, "install.mjs"));
  const script = `import { installChromium } from ${from}; await installChromium([]);`;
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) },
  });
  expect(status).toBe(0);
  const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  const verbs = calls.map((line) => /^dpkg.*|install|update/.exec(line)?.[0]);
  expect(verbs).toEqual(["install", "dpkg --configure -a", "update", "install"]);
});
