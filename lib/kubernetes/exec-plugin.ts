import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Fetched } from "#lib/kubernetes/expiring";
import { ConnectionError } from "#lib/kubernetes/status-error";
import { type Message, text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

/** The `exec` part of a kubeconfig user (client.authentication.k8s.io, v1 and v1beta1). */
export interface ExecConfig {
  readonly apiVersion?: string | undefined;
  /** A path, or a name to be found on the PATH; empty where it is missing. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint?: string | undefined;
  readonly provideClusterInfo: boolean;
}

export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
}

const timeoutMs = 60_000;
/** A credential is a few kilobytes. */
const outputLimitBytes = 1024 * 1024;

/**
 * Runs a credential plugin once. `cluster` is what it is told when it asks for cluster information.
 * Like under kubectl it sees our environment, for that is where plugins find their own login; it has
 * no terminal, so one that asks a question ends instead of waiting for ever.
 *
 * @throws ConnectionError whose message says which plugin, why, and what to do.
 */
export async function runExecPlugin(
  config: ExecConfig,
  cluster: object,
  clock: Clock,
): Promise<Fetched<ExecCredential>> {
  const { apiVersion, command, args, env, provideClusterInfo } = config;
  const plugin = JSON.stringify(command);
  const info = {
    apiVersion: apiVersion ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(provideClusterInfo ? { cluster } : {}) },
  };
  const running = promisify(execFile)(command, [...args], {
    env: {
      ...process.env,
      ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
      KUBERNETES_EXEC_INFO: JSON.stringify(info),
    },
    maxBuffer: outputLimitBytes,
    // A plugin need not heed another.
    killSignal: "SIGKILL",
  });
  const { child } = running;
  child.stdin?.end();
  const cancel = clock.after(timeoutMs, () => {
    child.kill("SIGKILL");
    // What it started may hold its output open.
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
  const { stdout } = await running
    .catch((error: unknown) => {
      const what = reasonOf(error, plugin);
      if (!config.installHint) throw failure(what);
      throw failure(text("{what} {hint}", { what, hint: oneLine(config.installHint) }));
    })
    .finally(cancel);
  const status = statusOf(stdout);
  if (!status) {
    throw failure(
      text(
        "the kubeconfig's credential plugin {plugin} printed something that is not an ExecCredential",
        { plugin },
      ),
    );
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = status;
  const certificate =
    typeof clientCertificateData === "string" && typeof clientKeyData === "string";
  if (typeof token !== "string" && !certificate) {
    throw failure(
      text(
        "the kubeconfig's credential plugin {plugin} gave neither a token nor a client certificate with its key",
        { plugin },
      ),
    );
  }
  const end =
    typeof expirationTimestamp === "string" ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    value: {
      ...(typeof token === "string" ? { token } : {}),
      ...(certificate ? { clientCertificateData, clientKeyData } : {}),
    },
    expiresAt: Number.isNaN(end) ? Number.POSITIVE_INFINITY : end,
  };
}

function failure(message: Message): ConnectionError {
  return new ConnectionError(message, "CREDENTIAL");
}

function statusOf(output: string): Record<string, unknown> | null {
  try {
    const answer: unknown = JSON.parse(output);
    const status = (answer as { status?: unknown } | null)?.status;
    return typeof status === "object" ? (status as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown, plugin: string): Message {
  const { code, signal, killed, stderr } = error as {
    code?: unknown;
    signal?: unknown;
    killed?: boolean;
    stderr?: string;
  };
  if (code === "ENOENT") {
    return text(
      "the kubeconfig's credential plugin {plugin} was not found. Install it or put it on the PATH.",
      { plugin },
    );
  }
  if (code === "EACCES") {
    return text("the kubeconfig's credential plugin {plugin} may not be executed.", { plugin });
  }
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return text(
      "the kubeconfig's credential plugin {plugin} printed far too much for a credential.",
      { plugin },
    );
  }
  const what = endOf({ code, signal, killed }, plugin);
  return stderr?.trim() ? text("{what}: {why}", { what, why: oneLine(stderr) }) : what;
}

function endOf(
  { code, signal, killed }: { code?: unknown; signal?: unknown; killed: boolean | undefined },
  plugin: string,
): Message {
  if (killed) {
    return text(
      "the kubeconfig's credential plugin {plugin} gave no credential within {seconds} s",
      {
        plugin,
        seconds: timeoutMs / 1000,
      },
    );
  }
  if (typeof code === "number") {
    return text("the kubeconfig's credential plugin {plugin} ended with exit code {code}", {
      plugin,
      code,
    });
  }
  return signal
    ? text("the kubeconfig's credential plugin {plugin} was ended by {signal}", {
        plugin,
        signal: String(signal),
      })
    : text("the kubeconfig's credential plugin {plugin} could not be run ({code})", {
        plugin,
        code: String(code),
      });
}

function oneLine(said: string): string {
  return said
    .trim()
    .replace(/\s*\n\s*/g, " · ")
    .slice(0, 500);
}
