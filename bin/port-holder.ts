import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/**
 * The program that listens on a port, as far as Linux tells it to this user: its name and process
 * number. Null where it does not, and on other systems.
 */
export function portHolder(port: number, proc = "/proc"): string | null {
  try {
    const tables = [`${proc}/net/tcp`, `${proc}/net/tcp6`];
    const sockets = tables.flatMap((table) => listening(table, port));
    const isHolder = (name: string) => /^\d+$/.test(name) && holds(`${proc}/${name}`, sockets);
    const pid = readdirSync(proc).find(isHolder);
    if (pid === undefined) return null;
    const [program = "", first = ""] = readFileSync(`${proc}/${pid}/cmdline`, "utf8").split("\0");
    // `node server.js` says more than `node`; flags may hold what is nobody's business.
    const script = /^(-|$)/.test(first) ? "" : ` ${basename(first)}`;
    return `${basename(program)}${script} (process ${pid})`;
  } catch {
    return null;
  }
}

/**
 * The sockets that listen on a port, as links of /proc/PID/fd name them (proc(5)). None of a table
 * that is not there: a kernel without IPv6 has one only.
 */
function listening(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  return textOf(table)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function holds(process: string, sockets: readonly string[]): boolean {
  try {
    const folder = `${process}/fd`;
    return readdirSync(folder).some((fd) => sockets.includes(readlinkSync(`${folder}/${fd}`)));
  } catch {
    return false;
  }
}
