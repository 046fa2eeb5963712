import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/**
 * The program that listens on a port, as far as Linux tells it to this user: its name and process
 * number. Null where it does not, and on other systems.
 */
export function portHolder(port: number): string | null {
  try {
    const sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listening(table, port));
    const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holds(name, sockets));
    if (pid === undefined) return null;
    const [program = "", first = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    // `node server.js` says more than `node`; flags may hold what is nobody's business.
    const script = /^(-|$)/.test(first) ? "" : ` ${basename(first)}`;
    return `${basename(program)}${script} (process ${pid})`;
  } catch {
    return null;
  }
}

/** The sockets that listen on a port, as links of /proc/PID/fd name them (proc(5)). */
function listening(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  return readFileSync(table, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
}

function holds(pid: string, sockets: readonly string[]): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => sockets.includes(readlinkSync(`${folder}/${fd}`)));
  } catch {
    return false;
  }
}
