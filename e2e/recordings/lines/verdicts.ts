import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAnswering } from "./answering-server.ts";

/** What kubectl made of a line. */
export interface Verdict {
  readonly line: string;
  /** What it said is wrong, without what it says of help; null where it carried the line out. */
  readonly refused: string | null;
  /** What it asked the API server, once each. */
  readonly asked: readonly string[];
}

export const recorded = join(import.meta.dirname, "../../../lib/line/testdata/verdicts.json");

/** The lines that are recorded: one in a line of `lines.txt`, but for those that are empty or begin with `#`. */
export async function linesToRecord(): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, "lines.txt"), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

const atOnce = 4;

/** Has a shell run each line with this kubectl, on a cluster that has whatever is asked for. */
export async function verdictsOf(lines: readonly string[], kubectl: string): Promise<Verdict[]> {
  const share = Math.ceil(lines.length / atOnce);
  const shares = Array.from({ length: atOnce }, (_, i) => lines.slice(i * share, (i + 1) * share));
  return (await Promise.all(shares.map((some) => oneByOne(some, kubectl)))).flat();
}

async function oneByOne(lines: readonly string[], kubectl: string): Promise<Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), "kubectl-lines-"));
  const server = await startAnswering();
  try {
    await symlink(kubectl, join(folder, "kubectl"));
    const verdicts: Verdict[] = [];
    for (const line of lines) {
      // A line may change the current context.
      await writeFile(join(folder, "config"), kubeconfig(server.url));
      const { code, errors } = await run(line, folder);
      const asked = [...new Set(server.asked())];
      verdicts.push({
        line,
        refused: code === 0 ? null : said(errors.replaceAll(folder, ".")),
        asked,
      });
    }
    return verdicts;
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

function kubeconfig(server: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    clusters: [{ name: "here", cluster: { server } }],
    users: [{ name: "me", user: {} }],
    contexts: ["here", "there"].map((name) => ({ name, context: { cluster: "here", user: "me" } })),
  });
}

async function run(line: string, folder: string): Promise<{ code: number | null; errors: string }> {
  const child = spawn("bash", ["-c", line], {
    env: {
      NODE_ENV: "test",
      PATH: `${folder}:/usr/bin:/bin`,
      HOME: folder,
      KUBE_EDITOR: "true",
      KUBECONFIG: join(folder, "config"),
    },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 30_000,
    cwd: folder,
  });
  const parts: Buffer[] = [];
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, errors: Buffer.concat(parts).toString() };
}

/** The error among what was said; without one, all of it. */
function said(errors: string): string {
  const [, error] = /^(?:error|Error): ([\s\S]*)/m.exec(errors) ?? [];
  return (error ?? errors)
    .replace(/\nSee 'kubectl[\s\S]*|\nUse "kubectl[\s\S]*|\n\nDid you mean[\s\S]*/, "")
    .trim();
}
