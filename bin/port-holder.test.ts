import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { portHolder } from "./port-holder.ts";

/** A /proc in which process 42 holds socket 777. */
let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), "batchboard-proc-"));
  mkdirSync(join(proc, "net"));
  mkdirSync(join(proc, "42", "fd"), { recursive: true });
  symlinkSync("socket:[777]", join(proc, "42", "fd", "3"));
  writeFileSync(join(proc, "42", "cmdline"), "/usr/bin/node\0/srv/server.js\0--token=x\0");
});
afterEach(() => rmSync(proc, { recursive: true }));

const listens = "  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00 0 0 0 777 1\n";

test.each(["tcp", "tcp6"])("where there is %s alone, the holder is still named", (table) => {
  writeFileSync(join(proc, "net", table), `  sl  local_address\n${listens}`);
  expect(portHolder(8080, proc)).toBe("node server.js (process 42)");
  expect(portHolder(8081, proc)).toBeNull();
});

test("a system without these tables names nobody", () => {
  expect(portHolder(8080, proc)).toBeNull();
  expect(portHolder(8080, join(proc, "nowhere"))).toBeNull();
});
