import type { LogExport } from "#lib/api/log-export";
import type { LogQuery, LogTarget } from "#lib/api/log-query";
import { findKubectl, type Kubectl, kubectlFor } from "../cluster/kubectl.ts";
import { type RunningDashboard, sessionOf, startDashboard } from "../dashboard.ts";
import { test as base, expect } from "./fixtures.ts";
import { LogReader } from "./log-reader.ts";
import { download } from "./log-takeaway.ts";

interface TestFixtures {
  /** Reads the log of all containers of something in the namespace, as it is written or as it is. */
  read: (target: LogTarget, how?: ReadOptions) => LogReader;
  /** Downloads all of it. */
  takeAway: (target: LogTarget, form: LogExport) => Promise<Buffer>;
}

interface ReadOptions {
  /** How often the reader cuts its connection. */
  readonly cuts?: number;
  /** False for what is there, and no more. */
  readonly follow?: boolean;
}

interface WorkerFixtures {
  kubectl: Kubectl;
  /** A Batchboard on the cluster, and a session with it. */
  session: { readonly dashboard: RunningDashboard; readonly cookie: string };
}

/** A test of the logs that the built Batchboard gives of a real cluster. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  kubectl: [
    async ({ cluster }, use) => {
      const path = findKubectl();
      if (path === undefined) throw new Error("there is no kubectl to compare with");
      await use(kubectlFor(path, cluster.kubeconfig));
    },
    { scope: "worker" },
  ],
  session: [
    async ({ cluster }, use) => {
      const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
      await use({ dashboard, cookie: await sessionOf(dashboard) });
      await dashboard.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  read: async ({ session, namespace }, use) => {
    const readers: LogReader[] = [];
    await use((target, { cuts = 0, follow = true } = {}) => {
      const { dashboard, cookie } = session;
      const query = { ...whole(namespace, target), follow };
      const reader = new LogReader({ origin: dashboard.origin, cookie, query, cuts });
      readers.push(reader);
      return reader;
    });
    for (const reader of readers) await reader.close();
    expect(readers.flatMap(({ broken }) => broken)).toEqual([]);
  },
  takeAway: ({ session, namespace }, use) =>
    use((target, form) => {
      const { dashboard, cookie } = session;
      return download(dashboard.origin, cookie, whole(namespace, target), form);
    }),
});

export { expect };

/** All that can be read of all containers. */
function whole(namespace: string, target: LogTarget): LogQuery {
  return {
    namespace,
    target,
    uid: "",
    container: "*",
    instances: "all",
    follow: false,
    tail: null,
    since: "",
    sinceTime: "",
    until: "",
  };
}

/** Waits until all that a reader reads has ended. */
export async function untilEnd(reader: LogReader): Promise<void> {
  await expect.poll(() => reader.ended, { timeout: 120_000 }).toEqual({ type: "end" });
}
