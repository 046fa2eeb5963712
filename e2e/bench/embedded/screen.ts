import { createNamespace } from "../../cluster/namespace.ts";
import { sessionOf, startDashboard } from "../../dashboard.ts";
import { percentile } from "../samples.ts";
import { seenChanges, shownJob } from "../seen-changes.ts";
import { startCluster } from "./cluster.ts";
import { createJobs, jobsPath, namespace } from "./jobs.ts";
import { type Line, ms } from "./report.ts";

const changes = 60;

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
  await api.create(jobsPath, shownJob());
  const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
  const cookie = await sessionOf(dashboard);
  const seen = await seenChanges(
    { api, kubeconfig: cluster.kubeconfig, kubectl, dashboard, cookie },
    2,
    changes,
  );
  await dashboard.stop();
  await cluster.stop();
  return [0.5, 0.99].map((share) => {
    const ours = percentile(seen.browser, share);
    const theirs = percentile(seen.terminal, share);
    return {
      what: `a change of one of ${count} Jobs is on its way to the browser, p${share * 100}`,
      ratio: kubectl ? ours / theirs : null,
      against: "`kubectl get jobs -w` prints it",
      aside: kubectl ? `${ms(ours)} : ${ms(theirs)}` : ms(ours),
    };
  });
}
