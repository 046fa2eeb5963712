import type { ServerResponse } from "node:http";
import { sendJson } from "../../../lib/kubernetes/testing/answer.ts";
import type { RecordedRequest } from "../../../lib/kubernetes/testing/recorded-request.ts";
import { ScriptedApiServer } from "../../../lib/kubernetes/testing/scripted-api-server.ts";
import { answerCalls, at } from "../child.ts";
import { nameOf, namespaces, realJob } from "../real-job.ts";
import { LiveLog } from "./live-log.ts";
import { WholeLog } from "./whole-log.ts";

/** The API server of the bench of logs, in a process of its own: some Pods, what they print, and a few Jobs. */
const api = await new ScriptedApiServer().listen();
const logs = new Map<string, WholeLog | LiveLog>();

api.answered = (request, response) => answerLog(request, response) || discover(request, response);

function answerLog({ path, query }: RecordedRequest, response: ServerResponse): boolean {
  const log = logs.get(
    /^\/api\/v1\/namespaces\/default\/pods\/([^/]+)\/log$/.exec(path)?.[1] ?? "",
  );
  void log?.send(query, response);
  return log !== undefined;
}

/** What kubectl asks before it knows what a Pod is. */
function discover({ path }: RecordedRequest, response: ServerResponse): boolean {
  const resources = [{ name: "pods", namespaced: true, kind: "Pod", verbs: ["get", "list"] }];
  const answers: Readonly<Record<string, object>> = {
    "/api": { kind: "APIVersions", versions: ["v1"] },
    "/apis": { kind: "APIGroupList", apiVersion: "v1", groups: [] },
    "/api/v1": { kind: "APIResourceList", groupVersion: "v1", resources },
  };
  const answer = answers[path];
  if (answer) sendJson(response, answer);
  return answer !== undefined;
}

function addPod(name: string, state: object, phase: string): void {
  const container = { name: "main", image: "registry.example.org/batch/settle:1.14.2" };
  const id = `containerd://${name}`;
  const status = {
    ...container,
    containerID: id,
    imageID: "",
    restartCount: 0,
    ready: true,
    state,
  };
  api.apply("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: "bench" } },
    spec: { nodeName: "node-1", containers: [container] },
    status: { phase, startTime: began, containerStatuses: [status] },
  });
}

const began = "2026-03-10T12:00:00Z";
const ended = {
  exitCode: 0,
  reason: "Completed",
  startedAt: began,
  finishedAt: "2026-03-10T13:00:00Z",
};

for (const name of ["default", ...namespaces]) api.apply("namespaces", { metadata: { name } });
for (let i = 0; i < 20; i++) api.apply("jobs", realJob(i));

answerCalls({
  kubeconfig: () => api.kubeconfig("default"),
  /** A Pod that ended after so many lines. */
  addWhole({ name, lines }: { name: string; lines: number }): void {
    logs.set(name, new WholeLog(lines));
    addPod(name, { terminated: ended }, "Succeeded");
  },
  /** Pods that print so many lines a second, while they are followed. */
  addLive({ names, linesPerSecond }: { names: readonly string[]; linesPerSecond: number }): void {
    const log = new LiveLog(linesPerSecond);
    for (const name of names) {
      logs.set(name, log);
      addPod(name, { running: { startedAt: began } }, "Running");
    }
  },
  /** How many lines such a Pod has printed. */
  written(name: string): number {
    const log = logs.get(name);
    return log instanceof LiveLog ? log.lines : Number.NaN;
  },
  /** Changes what COMPLETIONS says of a Job; gives when. */
  change({ i, wanted }: { i: number; wanted: number }): number {
    const job = api.get("jobs", namespaces[i % namespaces.length] ?? "", nameOf(i));
    if (!job) throw new Error(`there is no Job ${i}`);
    const begun = at();
    api.apply("jobs", { ...job, spec: { ...job.spec, completions: wanted } });
    return begun;
  },
});
