import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { findKubectl } from "../../cluster/kubectl.ts";
import type { LogStage } from "./log-stage.ts";

/** What a person has at the terminal, on the same API server. */
export interface Terminal {
  /** `kubectl logs POD > /dev/null`; ms until it ended. */
  read(pod: string): Promise<number>;
  /** `kubectl logs POD | grep -cE PATTERN`. */
  count(pod: string, pattern: string): Promise<{ ms: number; lines: number }>;
}

export function openTerminal({ kubeconfig, folder }: LogStage): Terminal {
  const kubectl = findKubectl();
  if (kubectl === undefined) throw new Error("there is no kubectl to compare with");
  // What it finds out about the API server it need not ask again, as on a person's machine.
  const cache = join(folder, "kubectl");
  const timed = async (line: string, env: Readonly<Record<string, string>>) => {
    const begun = performance.now();
    const shell = spawn("sh", ["-c", line], {
      env: { ...process.env, KUBECONFIG: kubeconfig, KUBECTL: kubectl, CACHE: cache, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [printed, [code]] = await Promise.all([text(shell.stdout), once(shell, "exit")]);
    if (code !== 0) throw new Error(`${line} ended with ${code}`);
    return { ms: performance.now() - begun, printed };
  };
  const logs = '"$KUBECTL" --cache-dir "$CACHE" logs "$POD"';
  return {
    read: async (pod) => (await timed(`${logs} > /dev/null`, { POD: pod })).ms,
    async count(pod, pattern) {
      const { ms, printed } = await timed(`${logs} | grep -cE "$PATTERN"`, {
        POD: pod,
        PATTERN: pattern,
      });
      return { ms, lines: Number(printed) };
    },
  };
}
