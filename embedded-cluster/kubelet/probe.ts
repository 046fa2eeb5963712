import type { Clock } from "#lib/time/clock";
import type { Container, Probe } from "./pod-fields.ts";
import type { FileSystem } from "./shell/file-system.ts";
import { Process } from "./shell/process.ts";
import { Refusal } from "./shell/syntax.ts";

export interface Probed {
  readonly container: Container;
  readonly clock: Clock;
  readonly env: ReadonlyMap<string, string>;
  readonly files: FileSystem;
  readonly memory: number;
  readonly podIP: string;
  /** Of this instance of the container. */
  readonly signal: AbortSignal;
  readonly unhealthy: (message: string) => void;
  readonly started: () => void;
  readonly ready: (ready: boolean) => void;
  /** It failed too often: the instance is to be killed. */
  readonly failed: (probe: "startup" | "liveness") => void;
}

const longestOutput = 10 * 1024;

/** Asks a running container how it is, as its probes say; ends with the signal. */
export async function runProbes(probed: Probed): Promise<void> {
  const { startupProbe, livenessProbe, readinessProbe } = probed.container;
  try {
    if (startupProbe && !(await settles(startupProbe, "Startup", probed))) {
      return probed.failed("startup");
    }
    probed.started();
    await Promise.all([
      readinessProbe ? watchReadiness(readinessProbe, probed) : probed.ready(true),
      livenessProbe ? watchLiveness(livenessProbe, probed) : undefined,
    ]);
  } catch (error) {
    if (!probed.signal.aborted) throw error;
  }
}

/** Whether the probe succeeds before it has failed too often. */
async function settles(probe: Probe, title: string, probed: Probed): Promise<boolean> {
  for await (const healthy of verdicts(probe, title, probed)) return healthy;
  return false;
}

async function watchReadiness(probe: Probe, probed: Probed): Promise<void> {
  for await (const healthy of verdicts(probe, "Readiness", probed)) probed.ready(healthy);
}

async function watchLiveness(probe: Probe, probed: Probed): Promise<void> {
  for await (const healthy of verdicts(probe, "Liveness", probed)) {
    if (!healthy) return probed.failed("liveness");
  }
}

/** A verdict whenever as many results agree as the probe's thresholds ask for. */
async function* verdicts(probe: Probe, title: string, probed: Probed): AsyncGenerator<boolean> {
  const { clock, signal } = probed;
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  await clock.sleep((probe.initialDelaySeconds ?? 0) * 1000, signal);
  let agreeing = 0;
  let before: boolean | null = null;
  for (;;) {
    const failure = await ask(probe, probed);
    const healthy = failure === null;
    if (!healthy) probed.unhealthy(`${title} probe failed: ${failure}`);
    agreeing = healthy === before ? agreeing + 1 : 1;
    before = healthy;
    const threshold = healthy ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if (agreeing >= threshold) yield healthy;
    await clock.sleep(periodMs, signal);
  }
}

/** Null for a success, or what a failure says. Nothing here listens on a port. */
async function ask(probe: Probe, probed: Probed): Promise<string | null> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec) return await execute(probe.exec.command ?? [], timeoutMs, probed);
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port ?? "";
  const dial = `dial tcp ${probed.podIP}:${port}: connect: connection refused`;
  if (!probe.httpGet) return dial;
  return `Get "http://${probed.podIP}:${port}${probe.httpGet.path ?? "/"}": ${dial}`;
}

async function execute(
  argv: readonly string[],
  timeoutMs: number,
  probed: Probed,
): Promise<string | null> {
  let output = "";
  const write = (text: string) => {
    output = (output + text).slice(0, longestOutput);
  };
  try {
    const { env, files, memory, clock, signal } = probed;
    const process = new Process(
      { argv, env, files, memory, streams: { 1: write, 2: write } },
      clock,
    );
    const kill = () => process.kill();
    const cancel = clock.after(timeoutMs, kill);
    signal.addEventListener("abort", kill, { once: true });
    process.start();
    const { exitCode } = await process.ended;
    signal.removeEventListener("abort", kill);
    cancel();
    return exitCode === 0 ? null : output;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
