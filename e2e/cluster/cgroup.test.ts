import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { handOnControllers } from "./cgroup.ts";

/** What is written to hand controllers on, in a cgroup that has some and hands on others. */
function written(controllers: string, handedOn: string): string {
  const folder = mkdtempSync(join(tmpdir(), "batchboard-cgroup-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "cgroup.controllers"), controllers);
  writeFileSync(join(folder, "cgroup.subtree_control"), handedOn);
  handOnControllers(folder);
  return readFileSync(join(folder, "cgroup.subtree_control"), "utf8");
}

test.each([
  [
    "all of them on a machine that hands none on",
    "cpuset cpu memory pids\n",
    "\n",
    "+cpuset +cpu +memory +pids",
  ],
  ["those that systemd did not", "cpuset cpu memory\n", "cpu memory\n", "+cpuset"],
  ["nothing where all are", "cpu memory\n", "memory cpu\n", "memory cpu\n"],
  ["nothing where there are none", "\n", "\n", "\n"],
])("hands on %s", (_, controllers, handedOn, expected) => {
  expect(written(controllers, handedOn)).toBe(expected);
});
