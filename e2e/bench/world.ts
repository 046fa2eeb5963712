import { setTimeout as delay } from "node:timers/promises";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import { answerCalls, at } from "./child.ts";
import { nameOf, namespaces, realJob } from "./real-job.ts";

/** The API server of the bench, in a process of its own: it holds Jobs and changes them as told. */
const api = await new ScriptedApiServer().listen();
for (const name of namespaces) api.apply("namespaces", { metadata: { name } });
let count = 0;

/** Changes what COMPLETIONS says of a Job; gives when. */
function change(i: number, wanted: number): number {
  const job = api.get("jobs", namespaces[i % namespaces.length] ?? "", nameOf(i));
  if (!job) throw new Error(`there is no Job ${i}`);
  const begun = at();
  api.apply("jobs", { ...job, spec: { ...job.spec, completions: wanted } });
  return begun;
}

answerCalls({
  kubeconfig: () => api.kubeconfig(namespaces[0]),
  populate(jobs: number): void {
    for (; count < jobs; count += 1) api.apply("jobs", realJob(count));
    api.compact();
  },
  change: ({ i, wanted }: { i: number; wanted: number }) => change(i, wanted),
  /** What a list of all Jobs weighs, and one event of a watch. */
  weigh() {
    const items = api.collection("jobs").sorted();
    const event = JSON.stringify({ type: "MODIFIED", object: items[0] }).length + 1;
    return { list: JSON.stringify({ kind: "JobList", items }).length, event };
  },
  requests: () => api.requests.map(({ method, path, query }) => `${method} ${path}?${query}`),
  /**
   * So many changes a second of Jobs in turn. Gives how many Jobs changed in each tenth of a second,
   * summed up: what a browser that is told ten times a second has to be told.
   */
  async storm({ perSecond, seconds }: { perSecond: number; seconds: number }) {
    const tickMs = 10;
    const begun = performance.now();
    let told = 0;
    let changed = new Set<number>();
    let until = 100;
    for (let done = 0; done < perSecond * seconds; ) {
      const passed = performance.now() - begun;
      for (; done < Math.min(perSecond * seconds, (passed / 1000) * perSecond); done += 1) {
        const i = Math.floor(Math.random() * count);
        changed.add(i);
        change(i, 2 + (done % 1000));
      }
      if (passed > until) {
        told += changed.size;
        changed = new Set();
        until += 100;
      }
      await delay(tickMs);
    }
    api.compact();
    return { told: told + changed.size, ms: performance.now() - begun };
  },
});
