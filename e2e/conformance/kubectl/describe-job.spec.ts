import { expect, test } from "./typing.ts";

const suspended = `apiVersion: batch/v1
kind: Job
metadata: { name: render, labels: { app: video }, annotations: { note: tonight } }
spec:
  suspend: true
  completions: 5
  parallelism: 2
  completionMode: Indexed
  backoffLimitPerIndex: 1
  activeDeadlineSeconds: 600
  ttlSecondsAfterFinished: 60
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox
          args: [render]
          env: [{ name: QUALITY, value: high }]
          ports: [{ containerPort: 80 }]
          resources: { limits: { memory: 64Mi }, requests: { cpu: 100m } }
`;

test("describe job of a suspended one with all that a Job can be told", async ({ type }) => {
  await type("create -f -", suspended);
  await type("wait --for=condition=suspended job/render --timeout=60s");
  await expect
    .poll(() => type("events --for job/render"), { timeout: 30_000 })
    .toContain("Suspended");
  expect(await type("describe job render")).toBe(`Name:  render
Namespace:  NAMESPACE
Selector:  batch.kubernetes.io/controller-uid=UID
Labels:  app=video
Annotations:  note: tonight
Parallelism:  2
Completions:  5
Completion Mode:  Indexed
Suspend:  true
Backoff Limit:  2147483647
TTL Seconds After Finished:  60
Active Deadline Seconds:  AGE
Pods Statuses:  0 Active (0 Ready) / 0 Succeeded / 0 Failed
Completed Indexes:  <none>
Pod Template:
  Labels:  batch.kubernetes.io/controller-uid=UID
           batch.kubernetes.io/job-name=render
           controller-uid=UID
           job-name=render
  Containers:
   main:
    Image:  busybox
    Port:  80/TCP
    Host Port:  0/TCP
    Args:
      render
    Limits:
      memory:  64Mi
    Requests:
      cpu:  AGE
    Environment:
      QUALITY:  high
    Mounts:  <none>
  Volumes:  <none>
  Node-Selectors:  <none>
  Tolerations:  <none>
Events:
  Type  Reason  Age  From  Message
  ----  ------  ----  ----  -------
  Normal  Suspended  AGE  job-controller  Job suspended`);
});

const failing = `apiVersion: batch/v1
kind: Job
metadata: { name: render }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox
          command: [sh, -c, "echo no table; exit 2"]
          resources: { requests: { cpu: 100m } }
`;

test("describe job of a failed one says why", async ({ type }) => {
  await type("create -f -", failing);
  await type("wait --for=condition=failed job/render --timeout=60s");
  await expect
    .poll(() => type("events --for job/render"), { timeout: 30_000 })
    .toContain("BackoffLimitExceeded");
  const told = (await type("describe job render")).split("\n");
  expect(
    told.filter((line) => /^(Pods Statuses|Completed At|Duration|Backoff)/.test(line)),
  ).toEqual(["Backoff Limit:  0", "Pods Statuses:  0 Active (0 Ready) / 0 Succeeded / 1 Failed"]);
  expect(told.slice(told.indexOf("Events:") + 3)).toEqual([
    "  Normal  SuccessfulCreate  AGE  job-controller  Created pod: render-RANDOM",
    "  Warning  BackoffLimitExceeded  AGE  job-controller  Job has reached the specified backoff limit",
  ]);
  const pod = (await type("describe pods -l job-name=render")).split("\n");
  expect(pod.filter((line) => /State:|Reason: |Exit Code:|QoS/.test(line))).toEqual([
    "    State:  Terminated",
    "      Reason:  Error",
    "      Exit Code:  2",
    "QoS Class:  Burstable",
  ]);
});
