import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks between boot and the start of the process (field 22 of /proc/PID/stat). */
  startTime: string;
}

/** How to start a process, so that it can be started again later in the same way. */
export interface ProcessSpec {
  command: string;
  args: string[];
  /** The whole environment; nothing of this process's own is passed on. */
  env: Record<string, string>;
  /** Standard output and error are appended to this file. */
  log: string;
}

/** Starts a process that outlives this one. Fails when the command cannot be executed. */
export async function spawnDetached(spec: ProcessSpec): Promise<ProcessIdentity> {
  const log = openSync(spec.log, "a", 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: "/",
    detached: true,
    // Next's types demand a NODE_ENV of every environment in this project; these programs have none.
    env: spec.env as NodeJS.ProcessEnv,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  const pid = child.pid as number;
  return { pid, startTime: statOf(pid)?.startTime ?? "gone" };
}

/** Every process of a cluster carries this variable with the cluster's folder as its value. */
export const markerVariable = "BATCHBOARD_CLUSTER";

/** The folder of the cluster that a process belongs to, if any. */
export function clusterOf(pid: number): string | undefined {
  const prefix = `${markerVariable}=`;
  const variables = readProc(pid, "environ").split("\0");
  return variables.find((variable) => variable.startsWith(prefix))?.slice(prefix.length);
}

/** Whether exactly this process still runs; one that has ended but for its exit code does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  const stat = statOf(identity.pid);
  return stat !== undefined && stat.startTime === identity.startTime && !stat.hasEnded;
}

/** Sends SIGKILL to each process that still is the one recorded, and waits until it is gone. */
export async function killAll(identities: readonly ProcessIdentity[]): Promise<void> {
  for (const identity of identities) kill(identity);
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(20)) {
    if (!identities.some(isRunning)) return;
  }
}

/** Every live process on this machine for which `matches` says yes. */
export function findProcesses(matches: (pid: number) => boolean): ProcessIdentity[] {
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const stat = statOf(pid);
    if (stat && !stat.hasEnded && matches(pid)) found.push({ pid, startTime: stat.startTime });
  }
  return found;
}

/** The text of /proc/PID/`file`, or "" when the process has gone. */
export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

const runs = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of runs) child.kill("SIGINT");
});

/** Runs a command to its end and gives its standard output; fails with its standard error. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      {
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
        maxBuffer: 256 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        runs.delete(child);
        if (error) {
          const detail = stderr.trim() || stdout.trim() || error.message;
          reject(new Error(`${basename(command)} ${args.slice(0, 3).join(" ")}: ${detail}`));
        } else resolve(stdout);
      },
    );
    runs.add(child);
    // A command that exits without reading its input closes the pipe; its exit code says enough.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

function kill(identity: ProcessIdentity): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function statOf(pid: number): ProcessStat | undefined {
  return readStat(readProc(pid, "stat"));
}

export interface ProcessStat {
  /** See ProcessIdentity. */
  startTime: string;
  /** Whether all of it is a zombie, so that its ports are free. */
  hasEnded: boolean;
}

/** Reads /proc/PID/stat; nothing where there is no such process. */
export function readStat(stat: string): ProcessStat | undefined {
  // The command name stands in parentheses and may contain spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, threads, startTime] = [fields[0], fields[17], fields[19]];
  if (!stat || !state || !startTime) return;
  // The first thread may be a zombie while others still hold the process's files.
  return { startTime, hasEnded: state === "Z" && Number(threads) <= 1 };
}
