import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ClusterFailure } from "./failure.ts";
import { binaryCache } from "./folders.ts";
import { withLock } from "./lock.ts";
import { prepareModule } from "./module.ts";
import { run } from "./process.ts";
import { elapsed, type Progress, whileTicking } from "./progress.ts";
import {
  type KubernetesVersion,
  newestKubernetes,
  type Recipe,
  recipeHash,
  recipes,
} from "./recipe.ts";

/** Absolute paths of the commands a cluster is made of. */
export interface Binaries {
  etcd: string;
  kubectl: string;
  apiServer: string;
  controllerManager: string;
  scheduler: string;
  kubelet: string;
  kwok: string;
}

interface Wanted {
  recipe: Recipe;
  command: string;
  path: string;
}

/** Where the binaries of a release are or will be; etcd and kubectl are the newest release's. */
export function binariesOf(kubernetes: KubernetesVersion): Binaries {
  const own = recipes[kubernetes];
  return {
    etcd: binaryPath(recipes[newestKubernetes], "etcd"),
    kubectl: binaryPath(recipes[newestKubernetes], "kubectl"),
    apiServer: binaryPath(own, "kube-apiserver"),
    controllerManager: binaryPath(own, "kube-controller-manager"),
    scheduler: binaryPath(own, "kube-scheduler"),
    kubelet: binaryPath(own, "kubelet"),
    kwok: binaryPath(recipes.kwok, "kwok"),
  };
}

/** What has to be built before a cluster of this release can start. */
export function missingBinaries(kubernetes: KubernetesVersion, withKwok: boolean): Wanted[] {
  const newest = recipes[newestKubernetes];
  const own = recipes[kubernetes];
  const commands: [Recipe, string][] = [
    [newest, "etcd"],
    [newest, "kubectl"],
    [own, "kube-apiserver"],
    [own, "kube-controller-manager"],
    [own, "kube-scheduler"],
    [own, "kubelet"],
  ];
  if (withKwok) commands.push([recipes.kwok, "kwok"]);
  return missing(commands);
}

/** Builds what is missing; a cold build of everything takes about nine minutes on two cores. */
export async function ensureBinaries(
  kubernetes: KubernetesVersion,
  withKwok: boolean,
  progress: Progress,
): Promise<Binaries> {
  await buildAll(() => missingBinaries(kubernetes, withKwok), progress);
  return binariesOf(kubernetes);
}

/** The path of the newest kubectl, if it is built already. */
export function builtKubectl(): string | undefined {
  const path = binaryPath(recipes[newestKubernetes], "kubectl");
  return existsSync(path) ? path : undefined;
}

/** Builds the newest kubectl alone, unless it is there. */
export async function ensureKubectl(progress: Progress): Promise<void> {
  await buildAll(() => missing([[recipes[newestKubernetes], "kubectl"]]), progress);
}

async function buildAll(missingNow: () => Wanted[], progress: Progress): Promise<void> {
  if (missingNow().length === 0) return;
  await withLock(
    `build ${binaryCache()}`,
    async () => {
      const all = missingNow();
      for (const [index, wanted] of all.entries()) {
        await build(wanted, `(${index + 1} of ${all.length})`, progress);
      }
    },
    { onWait: () => progress("Another process is building; waiting for it", "step") },
  );
}

function missing(commands: readonly [Recipe, string][]): Wanted[] {
  return commands
    .map(([recipe, command]) => ({ recipe, command, path: binaryPath(recipe, command) }))
    .filter(({ path }) => !existsSync(path));
}

async function build(wanted: Wanted, position: string, progress: Progress): Promise<void> {
  const { recipe, command, path } = wanted;
  const what = `${command} of ${recipe.name} ${position}`;
  const start = performance.now();
  const folder = join(recipeFolder(recipe), "module");
  try {
    await mkdir(dirname(path), { recursive: true });
    await removeDrafts(dirname(path));
    await whileTicking(progress, `Fetching modules for ${what}`, prepareModule(recipe, folder));
    await whileTicking(progress, `Building ${what}`, compile(wanted, folder));
  } catch (error) {
    throw new ClusterFailure(
      "build",
      `${command} of ${recipe.name} could not be built.\n${(error as Error).message}\n` +
        "Is the Go module proxy reachable (go env GOPROXY)? Run the same command again to go on.",
      { cause: error },
    );
  }
  progress(`Built ${what} in ${elapsed(performance.now() - start)}: ${path}`, "step");
}

async function compile({ recipe, command, path }: Wanted, folder: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  const args = ["build", "-mod=mod", "-ldflags", recipe.ldflags, "-o", draft];
  await run("go", [...args, recipe.commands[command] as string], {
    cwd: folder,
    env: { CGO_ENABLED: "0" },
  });
  await rename(draft, path);
}

/** The cache folder of a recipe: its binaries in `bin`, its Go module in `module`. */
export function recipeFolder(recipe: Recipe): string {
  return join(binaryCache(), `${recipe.name}-${recipeHash(recipe)}`);
}

// Left by a build that was killed; only one process builds at a time.
async function removeDrafts(folder: string): Promise<void> {
  const drafts = (await readdir(folder)).filter((file) => file.endsWith(".draft"));
  for (const draft of drafts) await rm(join(folder, draft));
}

function binaryPath(recipe: Recipe, command: string): string {
  return join(recipeFolder(recipe), "bin", command);
}
