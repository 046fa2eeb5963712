import { accessSync, closeSync, constants, existsSync, openSync, readSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotRun } from "./failure.ts";
import { run } from "./process.ts";
import { elapsed, type Progress, whileTicking } from "./progress.ts";

interface Requirement {
  debianPackage: string;
  met: () => boolean;
}

const systemFolders = [
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
];

/** The absolute path of a command, also of one that only root has in its PATH. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...systemFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The folder of the CNI plugins: Debian's or the one most distributions share. */
export function findCniPlugins(): string | undefined {
  return ["/usr/lib/cni", "/opt/cni/bin"].find((folder) =>
    ["ptp", "host-local", "loopback"].every((plugin) => isExecutable(join(folder, plugin))),
  );
}

/** A busybox that runs in an image without any library. */
export function findStaticBusybox(): string | undefined {
  return ["/bin/busybox", "/usr/bin/busybox", "/bin/busybox.static"].find(
    (path) => existsSync(path) && !namesInterpreter(path),
  );
}

const requirements: Requirement[] = [
  {
    debianPackage: "containerd",
    met: () => hasCommands("containerd", "containerd-shim-runc-v2", "ctr"),
  },
  { debianPackage: "runc", met: () => hasCommands("runc") },
  { debianPackage: "containernetworking-plugins", met: () => findCniPlugins() !== undefined },
  { debianPackage: "busybox-static", met: () => findStaticBusybox() !== undefined },
  { debianPackage: "openssl", met: () => hasCommands("openssl") },
  { debianPackage: "util-linux", met: () => hasCommands("unshare", "nsenter") },
  { debianPackage: "mount", met: () => hasCommands("mount") },
];

/**
 * Makes sure that this machine can run a cluster and installs Debian packages it lacks. Fails
 * with CannotRun, having started nothing.
 */
export async function ensureRequirements(needsGo: boolean, progress: Progress): Promise<void> {
  const reasons: string[] = [];
  if (process.platform !== "linux") reasons.push(`it needs Linux, this is ${process.platform}`);
  if (process.platform === "linux" && process.arch !== "x64" && process.arch !== "arm64") {
    reasons.push(`it needs an x64 or arm64 processor, this is ${process.arch}`);
  }
  if (process.getuid?.() !== 0) reasons.push("it needs root, for containers and their cgroups");
  if (reasons.length > 0) throw new CannotRun(reasons);
  const missing = unmetPackages();
  if (missing.length > 0) {
    await installPackages(missing, progress);
    const still = unmetPackages();
    if (still.length > 0) throw new CannotRun([`these packages are missing: ${still.join(", ")}`]);
  }
  const withoutGo = needsGo ? await whyNoGo() : undefined;
  if (withoutGo) throw new CannotRun([`it builds Kubernetes with Go 1.26 or newer: ${withoutGo}`]);
}

/** Why nothing can be built here: there is no Go, or an old one. Undefined where it can. */
export async function whyNoGo(): Promise<string | undefined> {
  const version = await run("go", ["env", "GOVERSION"], { cwd: "/" }).catch(() => "");
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 26)) return undefined;
  return version ? `${version.trim()} is too old` : "there is no `go` in PATH";
}

async function installPackages(packages: string[], progress: Progress): Promise<void> {
  const list = packages.join(" ");
  if (!findCommand("apt-get")) throw new CannotRun([`install ${list} (no apt-get here to do it)`]);
  const start = performance.now();
  const work = (async () => {
    // Its complaints are read, so they must not be translated.
    const env = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
    // A fresh machine may be at its own updates just now.
    const apt = (...args: string[]) =>
      run("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], { env });
    const install = () => apt("install", "--yes", "--no-install-recommends", ...packages);
    // Package lists are often older than the packages; a failed first try refreshes them.
    await install().catch(async () => {
      await updated(() => apt("update"));
      await install();
    });
  })();
  try {
    await whileTicking(progress, `Installing Debian packages ${list}`, work);
  } catch (error) {
    throw new CannotRun([`apt-get install ${list} failed: ${(error as Error).message}`]);
  }
  progress(`Installed Debian packages ${list} in ${elapsed(performance.now() - start)}`, "step");
}

// The timeout for locks does not cover the one of the package lists.
async function updated(update: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + 300_000; ; await sleep(2_000)) {
    try {
      await update();
      return;
    } catch (error) {
      const locked = (error as Error).message.includes("Could not get lock");
      if (!locked || Date.now() > deadline) throw error;
    }
  }
}

function unmetPackages(): string[] {
  return requirements.filter(({ met }) => !met()).map(({ debianPackage }) => debianPackage);
}

function hasCommands(...names: string[]): boolean {
  return names.every((name) => findCommand(name) !== undefined);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// A dynamically linked ELF file has a program header of type PT_INTERP (3).
function namesInterpreter(path: string): boolean {
  const file = openSync(path, "r");
  const head = Buffer.alloc(4096);
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  const [tableOffset, entrySize, entries] = [
    Number(head.readBigUInt64LE(32)),
    head.readUInt16LE(54),
    head.readUInt16LE(56),
  ];
  return Array.from({ length: entries }, (_, i) => tableOffset + i * entrySize)
    .filter((offset) => offset + 4 <= head.length)
    .some((offset) => head.readUInt32LE(offset) === 3);
}
