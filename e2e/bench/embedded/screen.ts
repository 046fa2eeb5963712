import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { request } from "undici";
import { createNamespace } from "../../cluster/namespace.ts";
import { startDashboard } from "../../dashboard.ts";
import { percentile } from "../samples.ts";
import { startCluster } from "./cluster.ts";
import { createJobs, jobNamed, jobsPath, namespace } from "./jobs.ts";
import { type Line, ms } from "./report.ts";

const changes = 60;
/** The dashboard gathers changes for 100 ms after the first: each of these is one on its own. */
const apartMs = 250;

/** How soon a change is on its way to the browser, beside `kubectl get -w` in the same moments. */
export async function benchScreen(
  count: number,
  kubectl: string | null,
  say: (line: string) => void,
): Promise<Line[]> {
  const cluster = await startCluster();
  const { api } = cluster;
  await createNamespace(api, namespace);
  say(`the dashboard over ${count} Jobs`);
  await createJobs(api, "idle", count, { suspend: true });
  // Its COMPLETIONS are `0/1 of N`: a change of parallelism is one of a cell.
  await api.create(jobsPath, jobNamed("shown", { suspend: true, parallelism: 1 }));
  const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
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
  await openStream(dashboard.link, browser.hear, stop.signal);
  const watching = kubectl && (await watchWith(kubectl, cluster.kubeconfig, terminal.hear));
  for (let i = 2; i < changes + 2; i++) {
    sent.set(`${i}`, performance.now());
    await api.patch(`${jobsPath}/shown`, { spec: { parallelism: i } });
    await delay(apartMs);
  }
  await delay(2_000);
  stop.abort();
  if (watching) watching.kill();
  await dashboard.stop();
  await cluster.stop();
  if (browser.waits.size < changes * 0.9) throw new Error("the dashboard missed changes");
  return [0.5, 0.99].map((share) => {
    const ours = percentile([...browser.waits.values()], share);
    const theirs = percentile([...terminal.waits.values()], share);
    return {
      what: `a change of one of ${count} Jobs is on its way to the browser, p${share * 100}`,
      ratio: watching ? ours / theirs : null,
      against: "`kubectl get jobs -w` prints it",
      aside: watching ? `${ms(ours)} : ${ms(theirs)}` : ms(ours),
    };
  });
}

async function openStream(
  link: string,
  hear: (text: string, at: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { headers, body } = await request(link);
  await body.dump();
  const cookie = String(headers["set-cookie"]).split(";")[0] ?? "";
  const url = new URL(`/api/watch?view=jobs&ns=${namespace}`, link);
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
