import type { Browser } from "@playwright/test";
import { Api } from "../cluster/api.ts";
import { openCluster, stopCluster } from "../cluster/cluster.ts";
import { createNamespace } from "../cluster/namespace.ts";
import { run } from "../cluster/process.ts";
import { terminalProgress } from "../cluster/progress.ts";
import { startCluster } from "../cluster/start.ts";
import { type RunningDashboard, sessionOf, startDashboard } from "../dashboard.ts";
import { createJobs, jobNamed, jobsPath, namespace, podsPath, width } from "./embedded/jobs.ts";
import type { Figure } from "./figure.ts";
import { openBrowser, openPage } from "./page.ts";
import { atOnce, median, timed } from "./samples.ts";
import { seenChanges, shownJob } from "./seen-changes.ts";

const name = "bench";
const jobs = 10_000;
const cronJobs = 2_000;
const pods = 10_000;
const changes = 30;

/** P2, P3, P4 and P5 on a real API server, beside kubectl. */
export async function benchCluster(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  await startCluster({ name, fakeNodes: 3, onProgress: terminalProgress() });
  const { kubeconfig, kubectlPath } = openCluster(name);
  const api = new Api(kubeconfig);
  try {
    say(`writing ${jobs} Jobs, ${cronJobs} CronJobs and ${pods} Pods`);
    await populate(api);
    return await measure({ api, kubeconfig, kubectl: kubectlPath }, rounds, say);
  } finally {
    await api.close();
    await stopCluster(name);
  }
}

interface Real {
  readonly api: Api;
  readonly kubeconfig: string;
  readonly kubectl: string;
}

async function populate(api: Api): Promise<void> {
  await createNamespace(api, namespace);
  await createJobs(api, "idle", jobs - 1, ownedElsewhere);
  await api.create(jobsPath, shownJob());
  const cronJobsPath = jobsPath.replace("/jobs", "/cronjobs");
  await atOnce(width, cronJobs, (i) => api.create(cronJobsPath, cronJobNamed(`cron-${i}`)));
  await atOnce(width, pods, (i) => api.create(podsPath, podNamed(`pod-${i}`)));
}

/**
 * The Job controller leaves these alone. Else it would be busy with them for minutes, at the twenty
 * changes a second it allows itself, and no change would be one on its own.
 */
const ownedElsewhere = { suspend: true, managedBy: "batchboard.example/nobody" };

function cronJobNamed(name: string): object {
  const { spec } = jobNamed(name) as { spec: object };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, namespace },
    spec: { schedule: "0 3 * * *", suspend: true, jobTemplate: { spec } },
  };
}

/** One that no scheduler takes: it stays as it was written. */
function podNamed(name: string): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: { schedulerName: "none", containers: [{ name: "main", image: "busybox" }] },
  };
}

async function measure(
  { api, kubeconfig, kubectl }: Real,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const env = { KUBECONFIG: kubeconfig };
  const printed: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  const browser = await openBrowser();
  for (let round = 0; round <= rounds; round++) {
    say(`all Jobs, by kubectl and in a browser, round ${round}`);
    const theirs = await timed(() => run(kubectl, ["get", "jobs", "-A"], { env }));
    const dashboard = await startDashboard(["--kubeconfig", kubeconfig]);
    const cookie = await sessionOf(dashboard);
    const ours = await shown(browser, dashboard, cookie, allRows);
    const again = await shown(browser, dashboard, cookie, "[data-key]");
    await dashboard.stop();
    // The first warms what all have in common.
    if (round === 0) continue;
    printed.push(theirs);
    cold.push(ours);
    warm.push(again);
  }
  await browser.close();

  const dashboard = await startDashboard(["--kubeconfig", kubeconfig]);
  const cookie = await sessionOf(dashboard);
  const options = { api, kubeconfig, kubectl, dashboard, cookie };
  const seen = { browser: [] as number[], terminal: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    say(`${changes} changes, by kubectl and to a browser, round ${round}`);
    const from = 2 + round * changes;
    const waits = await seenChanges(options, from, changes);
    if (round === 0) continue;
    seen.browser.push(median(waits.browser));
    seen.terminal.push(median(waits.terminal));
  }
  await dashboard.stop();
  return [
    {
      name: "P2",
      what: `a change of one of ${jobs / 1000},000 Jobs reaches a browser's connection, p50`,
      against: "`kubectl get jobs -w` prints it",
      limit: { at: 1.5, text: "1.5 ×" },
      ours: seen.browser,
      theirs: seen.terminal,
      unit: "ms",
    },
    {
      name: "P3",
      what: `a cold server, and ${jobs / 1000},000 Jobs in the browser`,
      against: "`kubectl get jobs -A` of them",
      limit: { at: 0.5, text: "0.50 ×" },
      ours: cold,
      theirs: printed,
      unit: "ms",
    },
    {
      name: "P4",
      what: "a warm server, and the first row in the browser",
      against: "`kubectl get jobs -A`",
      limit: { at: 0.15, text: "0.15 ×" },
      ours: warm,
      theirs: printed,
      unit: "ms",
    },
  ];
}

const allRows = `text="${jobs} of ${jobs}"`;

/**
 * From the navigation of a page that nobody has opened before until it shows what the selector says,
 * in ms. That a browser has the page, and puts it away, is no part of it.
 */
async function shown(
  browser: Browser,
  { origin }: RunningDashboard,
  cookie: string,
  selector: string,
): Promise<number> {
  const page = await openPage(browser, origin, cookie);
  const ms = await timed(async () => {
    await page.goto(`${origin}/jobs?ns=*`, { waitUntil: "commit" });
    await page.locator(selector).first().waitFor({ timeout: 120_000 });
  });
  await page.context().close();
  return ms;
}
