import { posix } from "node:path";
import type { Lookup } from "./environment.ts";
import type { Container, Pod, Volume as PodVolume } from "./pod-fields.ts";
import { quantity } from "./quantity.ts";
import {
  emptyVolume,
  FileError,
  FileSystem,
  type Mount,
  type Volume,
} from "./shell/file-system.ts";

/** The volumes of a Pod by name; null for one whose files are not simulated. */
export type Volumes = ReadonlyMap<string, Volume | null>;

/** What a Pod's volumes are set up with. */
export interface Mounting {
  /** Where its `hostPath`s lie. */
  readonly disk: Volume;
  readonly lookup: Lookup;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told why it has to be tried again. */
  readonly failed: (message: string) => void;
}

const longestBackoffMs = 122_000;

/** Resolves when all volumes of a Pod are there, tried again after longer and longer waits. */
export async function mountVolumes(pod: Pod, mounting: Mounting): Promise<Volumes> {
  for (let backoffMs = 500; ; backoffMs = Math.min(backoffMs * 2, longestBackoffMs)) {
    const volumes = await setUp(pod, mounting);
    if (typeof volumes !== "string") return volumes;
    mounting.failed(volumes);
    await mounting.sleep(backoffMs);
  }
}

async function setUp(pod: Pod, { disk, lookup }: Mounting): Promise<Volumes | string> {
  const volumes = new Map<string, Volume | null>();
  const { containers, initContainers = [] } = pod.spec;
  const mounts = [...initContainers, ...containers].flatMap((each) => each.volumeMounts ?? []);
  // What no container mounts is not waited for.
  const mounted = new Set(mounts.map(({ name }) => name));
  for (const one of pod.spec.volumes ?? []) {
    if (!mounted.has(one.name)) continue;
    const missing = await missingObject(one, lookup);
    const made = missing ?? (one.hostPath ? hostVolume(one.hostPath, disk) : null);
    if (typeof made === "string") {
      return `MountVolume.SetUp failed for volume "${one.name}" : ${made}`;
    }
    volumes.set(one.name, one.emptyDir ? emptyVolume(quantity(one.emptyDir.sizeLimit)) : made);
  }
  return volumes;
}

async function missingObject({ configMap, secret }: PodVolume, lookup: Lookup) {
  const plural = configMap ? "configmaps" : "secrets";
  const wanted = configMap?.name ?? secret?.secretName;
  if (wanted === undefined || configMap?.optional || secret?.optional) return null;
  return (await lookup(plural, wanted)) ? null : `${plural.slice(0, -1)} "${wanted}" not found`;
}

/** A part of the disk, or why it is not what it is said to be (kubelet, host_path.go). */
function hostVolume(
  { path, type = "" }: NonNullable<PodVolume["hostPath"]>,
  disk: Volume,
): Volume | string {
  const files = new FileSystem(disk);
  const wanted = type.startsWith("File") ? "file" : "directory";
  try {
    if (type.endsWith("OrCreate") || type === "") {
      if (wanted === "directory") files.makeDirectories(path);
      else files.write(path, true);
    }
    const root = files.entry(path);
    if (type === "" || root.kind === wanted) return { root, disk: disk.disk };
    const kind = root.kind === "file" ? "File" : "Directory";
    return `hostPath type check failed: ${path} is not a ${wanted}, it's a ${kind}`;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const why = `path "${path}" does not exist`;
    return `hostPath type check failed, ${path} is not a ${wanted}, unable to determine its type: ${why}`;
  }
}

/** What an image of busybox has beside empty folders, and nobody here knows. */
const ofImage = ["bin", "dev", "etc", "lib", "lib64", "proc", "sys", "usr", "var"];

/** The files of one instance of a container: an empty root of its own, and its mounts. */
export function filesOf(container: Container, volumes: Volumes): FileSystem {
  const root = emptyVolume();
  const files = new FileSystem(root);
  for (const name of ["home", "root", "tmp"]) files.makeDirectory(name);
  for (const name of ofImage) files.mount(name, { unknown: "does not have the files of an image" });
  const mounts = container.volumeMounts ?? [];
  for (const { name, mountPath, subPath = "", readOnly = false } of mounts.toSorted(outerFirst)) {
    const volume = volumes.get(name);
    files.mount(mountPath, volume ? { ...part(volume, subPath), readOnly } : notSimulated);
  }
  const folder = container.workingDir || "/";
  files.makeDirectories(folder);
  const { readOnlyRootFilesystem: readOnly } = container.securityContext ?? {};
  if (readOnly) files.mount("/", { ...root, readOnly });
  return files.in(folder);
}

const notSimulated: Mount = { unknown: "does not simulate the files of volumes of this type" };

const outerFirst = (a: { mountPath: string }, b: { mountPath: string }) =>
  posix.normalize(a.mountPath).length - posix.normalize(b.mountPath).length;

/** What of a volume is mounted; the kubelet makes the folder where it is not there. */
function part(volume: Volume, subPath: string): Volume {
  if (volume.root.kind === "file") return volume;
  const files = new FileSystem(volume);
  const path = subPath || "/";
  if (!files.has(path)) files.makeDirectories(path);
  return { ...volume, root: files.entry(path) };
}
