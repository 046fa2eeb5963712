import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

export const path = (...parts) => join(root, ...parts);

/** A file's text; null when it is not there. */
export function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** One digest over files and folders of the clone, names included; tests are no part of what runs. */
export function digest(names) {
  const hash = createHash("sha256");
  const add = (name) => {
    const file = path(name);
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const entry of readdirSync(file).sort()) add(join(name, entry));
    } else if (!/\.test\.tsx?$/.test(name)) {
      hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
    }
  };
  for (const name of names) add(name);
  return hash.digest("hex");
}
