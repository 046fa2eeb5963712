import { delimiter, join } from "node:path";
import type { Binaries } from "./build.ts";
import { ClusterFailure, lastLines } from "./failure.ts";
import type { ClusterFolders } from "./folders.ts";
import { onNode } from "./node.ts";
import type { Pki } from "./pki.ts";
import { isRunning, killAll, markerVariable, spawnDetached } from "./process.ts";
import {
  type ClusterRecord,
  type ComponentName,
  type ComponentSpec,
  isComponentRunning,
  writeRecord,
} from "./record.ts";

/** Everything from which the command line of a component follows. */
export interface Plan {
  record: ClusterRecord;
  folders: ClusterFolders;
  pki: Pki;
  binaries: Binaries;
}

/** The specification of a component: its command line, the common environment and its log. */
export function componentSpec(
  folders: ClusterFolders,
  name: ComponentName,
  command: string,
  args: string[],
): ComponentSpec {
  return {
    command,
    args,
    log: join(folders.logs, `${name}.log`),
    onNode: name === "containerd" || name === "kubelet",
    env: {
      PATH: [process.env.PATH, "/usr/local/sbin:/usr/sbin:/sbin:/bin"].join(delimiter),
      HOME: folders.root,
      [markerVariable]: folders.root,
    },
  };
}

/** Starts a component that does not run and records its process. */
export async function startComponent(
  record: ClusterRecord,
  folders: ClusterFolders,
  name: ComponentName,
  spec: ComponentSpec,
): Promise<void> {
  if (isComponentRunning(record, name)) return;
  const process = await spawnDetached(spec.onNode ? onNode(record, folders, spec) : spec);
  record.components[name] = { spec, process };
  writeRecord(record);
}

/** Kills a component with SIGKILL and waits until it is gone; what it stored remains. */
export async function stopComponent(record: ClusterRecord, name: ComponentName): Promise<void> {
  const component = record.components[name];
  if (component && isComponentRunning(record, name)) await killAll([component.process]);
}

/** Fails when a component has ended, with the last lines of its log. */
export function assertRunning(record: ClusterRecord, names: readonly ComponentName[]): void {
  for (const name of names) {
    const component = record.components[name];
    if (component && !isRunning(component.process)) {
      throw componentFailure(record, name, `${name} ended by itself`);
    }
  }
}

/** A failure that shows the last lines of the log of the component at fault. */
export function componentFailure(
  record: ClusterRecord,
  name: ComponentName,
  message: string,
): ClusterFailure {
  const log = record.components[name]?.spec.log ?? "";
  const lines = lastLines(log)
    .split("\n")
    .map((line) => `    ${line.slice(0, 400)}`);
  return new ClusterFailure(name, [`${message}. The last lines of its log:`, ...lines].join("\n"));
}
