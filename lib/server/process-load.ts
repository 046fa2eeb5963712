import { readdirSync, readFileSync, statSync } from "node:fs";
import { getHeapStatistics } from "node:v8";
import type { Capacity, Load } from "#lib/server/admission";

/** More streams than this would starve the rest of the process. */
const maxStreams = 1000;

/** What this process may take at most: files by its soft limit, heap by V8's. */
export function processCapacity(): Capacity {
  return {
    streams: maxStreams,
    files: fileLimit(),
    heapBytes: getHeapStatistics().heap_size_limit,
  };
}

export function processLoad(): Omit<Load, "streams"> {
  return { files: openFiles(), heapBytes: getHeapStatistics().used_heap_size };
}

function fileLimit(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function openFiles(): number {
  const folder = "/proc/self/fd";
  try {
    // Since Linux 6.2 its size is their number; to list them takes as long as there are many.
    // In a listing, one of them is the listing itself.
    return statSync(folder).size || readdirSync(folder).length - 1;
  } catch (error) {
    // Not even this could be opened; elsewhere than on Linux there is no such folder.
    const { code } = error as NodeJS.ErrnoException;
    return code === "EMFILE" || code === "ENFILE" ? Number.POSITIVE_INFINITY : 0;
  }
}
