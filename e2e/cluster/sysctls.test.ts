import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readSysctls, restoreSysctls } from "./sysctls.ts";

test("a machine gets back the settings that a cluster changed, and no others", () => {
  const root = mkdtempSync(join(tmpdir(), "batchboard-sysctls-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (name: string, value: string) => writeFileSync(join(root, name), `${value}\n`);
  for (const folder of ["kernel", "vm"]) mkdirSync(join(root, folder));
  write("kernel/panic", "0");
  write("kernel/hostname", "before");
  write("vm/overcommit_memory", "0");
  const before = readSysctls(root);
  expect(before).toEqual({ "kernel/panic": "0", "vm/overcommit_memory": "0" });

  write("kernel/panic", "10");
  write("kernel/hostname", "after");
  restoreSysctls({ ...before, "kernel/hostname": "x", "../elsewhere": "x" }, root);
  expect(readSysctls(root)).toEqual(before);
  expect(readFileSync(join(root, "kernel/hostname"), "utf8")).toBe("after\n");
  expect(existsSync(join(root, "../elsewhere"))).toBe(false);
  // What was as before is not written: a read-only one would refuse it.
  expect(readFileSync(join(root, "vm/overcommit_memory"), "utf8")).toBe("0\n");
});
