import { spawn } from "node:child_process";
import type { Clock } from "#lib/time/clock";

/** The `exec` part of a kubeconfig user, as client.authentication.k8s.io describes it. */
export interface ExecConfig {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
}

export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  /** RFC 3339; absent for one that holds until it is refused. */
  readonly expirationTimestamp?: string;
}

/** A plugin that gave no credential; the message says which, why, and what to do. */
export class ExecFailure extends Error {}

const timeoutMs = 60_000;
/** Renewed this long before it ends, so that no request leaves with a dying credential. */
const earlyMs = 60_000;

/**
 * Asks an exec plugin for a credential and keeps it until shortly before it expires. Many callers at
 * once share one run. The vendor client's own runs the plugin once per caller, leaves its standard
 * input open (a plugin that prompts would hang for ever) and never sends KUBERNETES_EXEC_INFO.
 */
export class ExecPlugin {
  readonly #config: ExecConfig;
  readonly #cluster: object;
  readonly #clock: Clock;
  #credential: ExecCredential | null = null;
  #running: Promise<ExecCredential> | null = null;

  /** `cluster` is what the plugin is told when it asks for cluster information. */
  constructor(config: ExecConfig, cluster: object, clock: Clock) {
    this.#config = config;
    this.#cluster = cluster;
    this.#clock = clock;
  }

  /** @throws ExecFailure */
  credential(): Promise<ExecCredential> {
    if (this.#credential && !this.#isEnding(this.#credential)) {
      return Promise.resolve(this.#credential);
    }
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** The API server refused the credential: the next call runs the plugin again. */
  forget(): void {
    this.#credential = null;
  }

  #isEnding({ expirationTimestamp }: ExecCredential): boolean {
    if (expirationTimestamp === undefined) return false;
    const end = Date.parse(expirationTimestamp);
    return Number.isNaN(end) || end - earlyMs <= this.#clock.now();
  }

  async #run(): Promise<ExecCredential> {
    const { command, installHint } = this.#config;
    const output = await runPlugin(this.#config, this.#cluster).catch((error: unknown) => {
      const hint = installHint ? ` ${oneLine(installHint)}` : "";
      throw new ExecFailure(
        `the kubeconfig's credential plugin ${JSON.stringify(command)} ${reasonOf(error)}${hint}`,
      );
    });
    this.#credential = credentialOf(output, command);
    return this.#credential;
  }
}

function runPlugin(config: ExecConfig, cluster: object): Promise<string> {
  const { apiVersion, command, args, env, provideClusterInfo } = config;
  const info = {
    apiVersion: apiVersion ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(provideClusterInfo ? { cluster } : {}) },
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args ?? [], {
      env: {
        ...process.env,
        ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])),
        KUBERNETES_EXEC_INFO: JSON.stringify(info),
      },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(stdout);
      const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
      reject(new Error(stderr.trim() === "" ? how : `${how}: ${oneLine(stderr)}`));
    });
  });
}

function credentialOf(output: string, command: string): ExecCredential {
  const plugin = `the kubeconfig's credential plugin ${JSON.stringify(command)}`;
  let answer: { kind?: unknown; status?: unknown };
  try {
    answer = JSON.parse(output);
  } catch {
    throw new ExecFailure(`${plugin} printed something that is not an ExecCredential`);
  }
  const status = answer?.status as Record<string, unknown> | undefined;
  const text = (key: string) => (typeof status?.[key] === "string" ? { [key]: status[key] } : {});
  const credential: ExecCredential = {
    ...text("token"),
    ...text("clientCertificateData"),
    ...text("clientKeyData"),
    ...text("expirationTimestamp"),
  };
  if (!credential.token && !credential.clientCertificateData) {
    throw new ExecFailure(`${plugin} gave neither a token nor a client certificate`);
  }
  return credential;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === "ENOENT") return "was not found. Install it or put it on the PATH.";
  if (code === "EACCES") return "may not be executed.";
  return `gave no credential: ${message ?? String(error)}`;
}

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, " · ")
    .slice(0, 500);
}
