import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** The flags of each command as its help lists them, `-A --all-namespaces`, and what each says alone. */
export type KnownFlags = Readonly<Record<string, readonly string[]>>;

export const recordedFlags = join(
  import.meta.dirname,
  "../../../lib/line/testdata/known-flags.json",
);

/** The commands of lib/line/flag-tables.ts; `options` has those of all commands. */
const commands = [
  "get",
  "describe",
  "logs",
  "create job",
  "patch",
  "delete",
  "events",
  "auth can-i",
  "config use-context",
  "config current-context",
  "config get-contexts",
];

export async function knownFlags(kubectl: string): Promise<KnownFlags> {
  const ask = async (args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(kubectl, [...args]);
    return [...stdout.matchAll(/^ +(?:-(\w), )?--([\w-]+)=.*:$/gm)].map(([, short, name]) =>
      short === undefined ? `--${name}` : `-${short} --${name}`,
    );
  };
  const known: Record<string, readonly string[]> = { options: await ask(["options"]) };
  for (const command of commands) known[command] = await ask([...command.split(" "), "--help"]);
  return known;
}
