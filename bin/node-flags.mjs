import { pathToFileURL } from "node:url";
import { path } from "./stamp.mjs";

/**
 * How Node runs what stays: the dashboard and the embedded cluster. Both are at rest most of the time,
 * and what they hold then is mostly what nothing has asked them to give back. Node 22.19 and newer.
 */
const staying = [
  // Else this signal opens a debugger, and with it everything, to whoever is on this machine.
  "--disable-sigusr1",
  // Code as it was compiled the last time: ready in two thirds of the time. Its types are stripped
  // already, so that the stripper, up to a fifth of a process, is not even loaded.
  `--import=${pathToFileURL(path("bin", "compile-cache.mjs"))}`,
];

/**
 * Those of the dashboard. MB for what is young, else 16: with 2, the frames of a busy log outlive it, and
 * a million lines take a third more processor time; with 16, little is left of the memory that the
 * dashboard and the embedded cluster may take together.
 */
export const nodeFlags = [
  ...staying,
  "--max-semi-space-size=8",
  // What was read of logs is given back before it is taken for a heap that grows (lib/server/logs/young-buffers).
  "--expose-gc",
];

/**
 * Those of the embedded cluster. MB for what is young, else 16: five sixths of the memory, and 10,000
 * Jobs are created in the same processor time. What grows old may take what it needs, as ever.
 */
export const clusterFlags = [...staying, "--max-semi-space-size=2"];
