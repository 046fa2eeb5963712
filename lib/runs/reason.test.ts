import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Reason } from "#lib/api/runs";
import { events, jobs, pods } from "#lib/kubernetes/resources";
import { jobFailure } from "#lib/runs/job-failure";
import { jobWaiting } from "#lib/runs/job-waiting";
import { wordingOf } from "#lib/texts/language";
import { worded } from "#lib/texts/wording";

/**
 * What is said of Jobs that really failed or waited: a moment of a real Kubernetes 1.37, as
 * e2e/recordings/reasons/record.ts keeps them, beside the words for it.
 */
const folder = new URL("testdata/reasons/", import.meta.url);

/** recording | tone | word | sentence */
const said = `
beside-sidecar | failed | BackoffLimitExceeded | container import exited 2; backoffLimit 0 allows no retry
exit-code | failed | BackoffLimitExceeded | container dbt exited 3 in 3 of 3 Pods; 2 of 2 retries used
init-container | failed | BackoffLimitExceeded | init container migrate exited 1; backoffLimit 0 allows no retry
killed | failed | BackoffLimitExceeded | container main exited 137 (usually SIGKILL, often out of memory); backoffLimit 0 allows no retry
others-deleted | failed | BackoffLimitExceeded | container shard exited 3 in the one failed Pod left; backoffLimit 0 allows no retry
out-of-memory | failed | BackoffLimitExceeded | container train was OOMKilled (exit 137, memory limit 16Mi) in 2 of 2 Pods; 1 of 1 retry used
pod-deadline | failed | BackoffLimitExceeded | the Pod was stopped at its own activeDeadlineSeconds; backoffLimit 0 allows no retry
pods-deleted | failed | BackoffLimitExceeded | backoffLimit 0 allows no retry; its failed Pod and its log are gone
rejected-by-node | failed | BackoffLimitExceeded | the Pod was rejected by its node (OutOfcpu): Node didn't have enough resource: cpu, requested: 1000000, used: 0, capacity: 2000; backoffLimit 0 allows no retry
restarts | failed | BackoffLimitExceeded | container dbt failed again and again; 2 of 2 restarts used; its Pod and its log were deleted when it failed (restartPolicy OnFailure)
start-error | failed | BackoffLimitExceeded | container main could not be started (StartError): exec: "paint": executable file not found in $PATH; backoffLimit 0 allows no retry
termination-message | failed | BackoffLimitExceeded | container main exited 1, saying "no row for 2026-11-29"; backoffLimit 0 allows no retry
two-containers | failed | BackoffLimitExceeded | container load exited 127 (usually a command that is not found); backoffLimit 0 allows no retry
deadline | failed | DeadlineExceeded | active longer than activeDeadlineSeconds 15 while container import was still running
deadline-ending | failed | DeadlineExceeded | active longer than activeDeadlineSeconds 15 while container import was still running; the Job ends once its last Pod has stopped
deadline-without-image | failed | DeadlineExceeded | active longer than activeDeadlineSeconds 12 before a container had started; the Job ends once its last Pod has stopped
failed-indexes | failed | FailedIndexes | 3 of 5 indexes failed (1-3); container shard exited 7 in 3 of 3 failed Pods
index-ended-by-policy | failed | FailedIndexes | 1 of 2 indexes failed (1); container shard exited 42; backoffLimitPerIndex is 3
index-retries | failed | FailedIndexes | 1 of 2 indexes failed (1); container shard exited 1 in 2 of 2 failed Pods; backoffLimitPerIndex is 1
too-many-failed-indexes | failed | MaxFailedIndexesExceeded | 2 of 5 indexes failed (2,3); maxFailedIndexes is 1; container shard exited 7 in 2 of 2 failed Pods left
failure-policy-condition | failed | PodFailurePolicy | a Pod has the condition DisruptionTarget, which podFailurePolicy.rules[0] answers with FailJob
failure-policy-exit-code | failed | PodFailurePolicy | container train exited 42, which podFailurePolicy.rules[1] answers with FailJob

sidecar-crashing | stuck | CrashLoopBackOff | sidecar proxy exited 5; next start 10s after it ended
config-map-missing | stuck | CreateContainerConfigError | container main: configmap "settings" not found
image-never-pulled | stuck | ErrImageNeverPull | container main cannot pull etl:2026-11: not present with pull policy of Never
image-missing | stuck | ErrImagePull | container main cannot pull registry.example/team/etl:2026-11: not found
image-unknown | stuck | ErrImagePull | container main cannot pull etl:2026-11: not found
account-missing | stuck | FailedCreate | the API server refuses its Pods: serviceaccount "etl" not found
pod-security | stuck | FailedCreate | the API server refuses its Pods: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "main"…
quota | stuck | FailedCreate | the API server refuses its Pods: exceeded quota: compute, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1
volume-missing | stuck | FailedMount | volume "settings": secret "settings" not found
image-backing-off | stuck | ImagePullBackOff | container main cannot pull registry.example/team/etl:2026-11: not found
image-name | stuck | InvalidImageName | container main cannot pull Team/ETL: invalid reference format: repository name (ETL) must be lowercase
suspended | stuck | Suspended | starts no Pods until somebody resumes it
held | stuck | Terminating | deleted, but held by finalizer example.com/archive
held-running | stuck | Terminating | deleted, but held by finalizer example.com/archive
claim-missing | stuck | Unschedulable | 0/1 nodes are available: persistentvolumeclaim "data" not found. not found
no-such-node | stuck | Unschedulable | 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector
too-large | stuck | Unschedulable | 0/1 nodes are available: 1 Insufficient cpu

retrying | waiting | BackOff | container main exited 3 in 2 of 2 Pods; 2 of 6 retries used; next Pod 20s after the last failure
crash-loop | waiting | CrashLoopBackOff | container main exited 3; next start 10s after it ended; 1 of 6 restarts used
restarts-backing-off | waiting | CrashLoopBackOff | container dbt exited 3; next start 10s after it ended; 1 of 2 restarts used
scheduling-gate | waiting | SchedulingGated | not scheduled while it has scheduling gates: example.com/budget
queued | waiting | Suspended | waits in queue gpu-a100 for Kueue to admit it
managed-elsewhere | waiting | managedBy | left to controller example.com/fleet, which has not started it
`
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.split(" | ") as [string, Reason["tone"], string, string]);

test.each(said)("%s: %s, %s: %s", (recording, tone, word, sentence) => {
  const { failure, waiting } = reasonsOf(recording);
  const [reason, other] = tone === "failed" ? [failure, waiting] : [waiting, failure];
  expect(reason).toMatchObject({ tone, word, sentence });
  expect(other).toBeNull();
});

test.each([
  ["exit-code", "容器 dbt 以退出码 3 退出（3 个 Pod 中的 3 个）；重试已用 2/2 次"],
  ["init-container", "Init 容器 migrate 以退出码 1 退出；backoffLimit 为 0，不允许重试"],
  [
    "killed",
    "容器 main 以退出码 137 退出（通常为 SIGKILL，多因内存不足）；backoffLimit 为 0，不允许重试",
  ],
  ["image-unknown", "容器 main 无法拉取 etl:2026-11：not found"],
  ["held", "已请求删除，但被 finalizer example.com/archive 阻止"],
])("%s is told in Chinese, with what others said as they said it", async (recording, sentence) => {
  const { failure, waiting } = reasonsOf(recording);
  const chinese = await wordingOf("zh-CN");
  expect(worded((failure ?? waiting)?.sentence ?? "", chinese)).toBe(sentence);
});

test("a Job that runs has no reason, and every other recording stands above", () => {
  expect(reasonsOf("running")).toEqual({ failure: null, waiting: null });
  const recorded = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));
  expect(recorded.sort()).toEqual([...said.map(([name]) => name), "running"].sort());
});

test("a deleted Job is held only when it had time to go", () => {
  expect(reasonsOf("held", 0).waiting).toBeNull();
});

function reasonsOf(recording: string, laterMs = 60_000) {
  const raw = JSON.parse(readFileSync(new URL(`${recording}.json`, folder), "utf8"));
  const sight = [
    jobs.reduce(raw.job),
    raw.pods.map(pods.reduce),
    raw.events.map(events.reduce),
  ] as const;
  // Of a deleted Job the moment of its deletion is kept.
  const now = Date.parse(raw.now) + (raw.job.metadata.deletionTimestamp ? laterMs : 0);
  return { failure: jobFailure(...sight), waiting: jobWaiting(...sight, now) };
}
