import { posix } from "node:path";
import { Refusal } from "./syntax.ts";

/** Why the kernel would not, in its words. */
export class FileError extends Error {}

/** Why what was opened does not take any more. */
export class WriteError extends Error {}

interface File {
  readonly kind: "file";
  content: string;
  /** Bytes. */
  size: number;
  /** `/dev/null`: what is written is gone. */
  readonly sink: boolean;
}

interface Directory {
  readonly kind: "directory";
  readonly entries: Map<string, Entry>;
}

export type Entry = File | Directory;

/** A tree on a disk; what is free of it, in bytes, is counted for all who share it. */
export interface Volume {
  readonly root: Entry;
  readonly disk: { free: number };
}

/** A volume as it stands at a path, or why nothing is known of what a real container has there. */
export type Mount = (Volume & { readonly readOnly: boolean }) | { readonly unknown: string };

const largestDisk = 16 * 2 ** 20;
const largestFile = 2 ** 20;
/** What an entry takes of a disk beside what is in it. */
const entryBytes = 1024;
const longestName = 255;
const longestPath = 4095;
const diskFull = "No space left on device";

const bytes = (text: string) => Buffer.byteLength(text);
const file = (sink: boolean): File => ({ kind: "file", content: "", size: 0, sink });
const directory = (): Directory => ({ kind: "directory", entries: new Map() });
const notFound = () => new FileError("No such file or directory");
const isDirectory = () => new FileError("Is a directory");
const tooLong = () => new FileError("File name too long");
const readOnlyDisk = () => new FileError("Read-only file system");
const notDirectory = () => new FileError("Not a directory");

/** An empty disk of so many bytes, or of as many as there may be. */
export const emptyVolume = (size: number | null = null): Volume => ({
  root: directory(),
  disk: { free: Math.min(size ?? largestDisk, largestDisk) },
});

interface Place extends Volume {
  readonly readOnly: boolean;
  readonly parent: Directory | null;
  readonly name: string;
  readonly entry: Entry | undefined;
}

const nowhere = { root: file(true), disk: { free: 0 }, readOnly: false };

/**
 * The files of one container, in memory alone, as they are seen from a folder of it. Throws FileError
 * for what a kernel refuses, Refusal for a path of which nothing is known. There are no links.
 */
export class FileSystem {
  readonly #mounts: Map<string, Mount>;
  readonly folder: string;

  constructor(volume: Volume | Map<string, Mount> = emptyVolume(), folder = "/") {
    this.folder = folder;
    if (volume instanceof Map) this.#mounts = volume;
    else {
      this.#mounts = new Map<string, Mount>([
        ["/", { ...volume, readOnly: false }],
        ["/dev/null", nowhere],
      ]);
    }
  }

  /** The same files, seen from another folder. */
  in(path: string): FileSystem {
    if (this.entry(path).kind === "file") throw notDirectory();
    return new FileSystem(this.#mounts, posix.resolve(this.folder, path));
  }

  /** Puts a volume at a path, and an empty folder under it where that can be. */
  mount(path: string, mount: Mount): void {
    try {
      this.makeDirectories(path);
    } catch (error) {
      if (!(error instanceof FileError || error instanceof Refusal)) throw error;
    }
    this.#mounts.set(posix.resolve(this.folder, path), mount);
  }

  has(path: string): boolean {
    try {
      return this.#place(path).entry !== undefined;
    } catch (error) {
      if (error instanceof FileError) return false;
      throw error;
    }
  }

  entry(path: string): Entry {
    const { entry } = this.#place(path);
    if (!entry) throw notFound();
    return entry;
  }

  /** The names in a folder, in the order of their characters. */
  names(path: string): string[] {
    const entry = this.entry(path);
    if (entry.kind === "file") throw notDirectory();
    return [...entry.entries.keys()].sort();
  }

  read(path: string): string {
    const entry = this.entry(path);
    if (entry.kind === "directory") throw isDirectory();
    return entry.content;
  }

  /** Makes a file, or empties it where it is not appended to; gives what adds to it. */
  write(path: string, append: boolean): (text: string) => void {
    const place = this.#place(path);
    if (place.entry?.kind === "directory") throw isDirectory();
    if (place.entry && place.readOnly) throw readOnlyDisk();
    const opened = place.entry ?? this.#add(place, file(false));
    if (opened.sink) return () => {};
    if (!append) {
      place.disk.free += opened.size;
      opened.content = "";
      opened.size = 0;
    }
    return (text) => {
      const size = bytes(text);
      const left = Math.min(place.disk.free, largestFile - opened.size);
      if (size > left) throw new WriteError(diskFull);
      place.disk.free -= size;
      opened.content += text;
      opened.size += size;
    };
  }

  makeDirectory(path: string): void {
    const place = this.#place(path);
    if (place.entry) throw new FileError("File exists");
    this.#add(place, directory());
  }

  /** A folder and those that lead to it; what is there is left as it is. */
  makeDirectories(path: string): void {
    const { mount, names } = this.#resolved(path);
    let entry = mount.root;
    for (const name of names) {
      if (entry.kind === "file") throw notDirectory();
      const made = { ...mount, parent: entry, name };
      entry = entry.entries.get(name) ?? this.#add(made, directory());
    }
    if (entry.kind === "file") throw new FileError("File exists");
  }

  /** Removes a file, or a folder that is empty. */
  remove(path: string, kind: Entry["kind"]): void {
    const { entry, parent, name, disk, readOnly } = this.#place(path);
    if (!entry) throw notFound();
    if (entry.kind !== kind) throw kind === "file" ? isDirectory() : notDirectory();
    if (readOnly) throw readOnlyDisk();
    if (!parent) throw new FileError("Device or resource busy");
    if (entry.kind === "directory" && entry.entries.size > 0) {
      throw new FileError("Directory not empty");
    }
    parent.entries.delete(name);
    disk.free += entryBytes + (entry.kind === "file" ? entry.size : 0);
  }

  /** The mount that a path is on, and the names that lead from where that begins. */
  #resolved(path: string) {
    if (path === "") throw notFound();
    const whole = posix.resolve(this.folder, path);
    if (whole.length > longestPath) throw tooLong();
    let at = "/";
    for (const one of this.#mounts.keys()) {
      const isOn = whole === one || whole.startsWith(`${one}/`);
      if (isOn && one.length > at.length) at = one;
    }
    const mount = this.#mounts.get(at) ?? nowhere;
    if ("unknown" in mount) throw new Refusal(`${whole}: the embedded cluster ${mount.unknown}`);
    return { mount, names: whole.slice(at.length).split("/").filter(Boolean) };
  }

  /** Where a path leads: `parent` is null where a mount begins. */
  #place(path: string): Place {
    const { mount, names } = this.#resolved(path);
    let parent: Directory | null = null;
    let entry: Entry | undefined = mount.root;
    for (const name of names) {
      if (!entry) throw notFound();
      if (entry.kind === "file") throw notDirectory();
      parent = entry;
      entry = parent.entries.get(name);
    }
    return { ...mount, parent, entry, name: names.at(-1) ?? "" };
  }

  #add<Made extends Entry>(place: Omit<Place, "entry">, made: Made): Made {
    if (bytes(place.name) > longestName) throw tooLong();
    if (place.readOnly) throw readOnlyDisk();
    if (place.disk.free < entryBytes) throw new FileError(diskFull);
    place.disk.free -= entryBytes;
    place.parent?.entries.set(place.name, made);
    return made;
  }
}
