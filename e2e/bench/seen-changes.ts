import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { request } from "undici";
import type { Api } from "../cluster/api.ts";
import type { RunningDashboard } from "../dashboard.ts";
import { jobNamed, jobsPath, namespace } from "./embedded/jobs.ts";

/** The dashboard gathers changes for 100 ms after the first: each of these is one on its own. */
const apartMs = 250;

/** How soon each change of a Job was on its way to the browser, and printed by kubectl, in ms. */
export interface SeenChanges {
  readonly browser: readonly number[];
  /** Empty without kubectl. */
  readonly terminal: readonly number[];
}

export interface SeenOptions {
  readonly api: Api;
  readonly kubeconfig: string;
  readonly kubectl: string | null;
  readonly dashboard: RunningDashboard;
  /** The session of the dashboard. */
  readonly cookie: string;
}

/** The Job `shown`, which changes; its COMPLETIONS are `0/1 of N`. */
export const shownJob = () => jobNamed("shown", { suspend: true, parallelism: 1 });

/** Changes the Job `shown` of the namespace of the bench so often; `from` are the values it had. */
export async function seenChanges(
  { api, kubeconfig, kubectl, dashboard, cookie }: SeenOptions,
  from: number,
  count: number,
): Promise<SeenChanges> {
  const stop = new AbortController();
  const sent = new Map<string, number>();
  const listener = () => {
    const waits = new Map<string, number>();
    const hear = (text: string, at: number) => {
      for (const [, which = ""] of text.matchAll(/0\/1 of (\d+)/g)) {
        const begun = sent.get(which);
        if (begun !== undefined && !waits.has(which)) waits.set(which, at - begun);
      }
    };
    return { waits, hear };
  };
  const browser = listener();
  const terminal = listener();
  await openStream(dashboard, cookie, browser.hear, stop.signal);
  const watching = kubectl && (await watchWith(kubectl, kubeconfig, terminal.hear));
  for (let i = from; i < from + count; i++) {
    sent.set(`${i}`, performance.now());
    await api.patch(`${jobsPath}/shown`, { spec: { parallelism: i } });
    await delay(apartMs);
  }
  await delay(2_000);
  stop.abort();
  if (watching) watching.kill();
  if (browser.waits.size < count * 0.9) throw new Error("the dashboard missed changes");
  return { browser: [...browser.waits.values()], terminal: [...terminal.waits.values()] };
}

async function openStream(
  { origin }: RunningDashboard,
  cookie: string,
  hear: (text: string, at: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(`/api/watch?view=jobs&ns=${namespace}`, origin);
  const stream = await request(url, { headers: { cookie }, signal, bodyTimeout: 0 });
  const live = mark('"live"');
  const read = async () => {
    for await (const chunk of stream.body.setEncoding("utf8")) {
      hear(chunk, performance.now());
      live.look(chunk);
    }
  };
  read().catch(() => {});
  await live.seen;
}

async function watchWith(
  kubectl: string,
  kubeconfig: string,
  hear: (text: string, at: number) => void,
) {
  const child = spawn(kubectl, ["get", "jobs", "-n", namespace, "-w"], {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // In the order of names it is the last.
  const listed = mark("\nshown ");
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    hear(text, performance.now());
    listed.look(text);
  });
  await listed.seen;
  await delay(1_000);
  return child;
}

/** Waits for a text in what comes in pieces, wherever they are cut. */
function mark(text: string) {
  const { promise: seen, resolve } = Promise.withResolvers<void>();
  let end = "";
  const look = (piece: string) => {
    const whole = end + piece;
    if (whole.includes(text)) resolve();
    end = whole.slice(1 - text.length);
  };
  return { seen, look };
}
