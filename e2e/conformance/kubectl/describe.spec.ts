import { nightlyCronJob } from "./article.ts";
import { expect, lines, test } from "./typing.ts";

test("describe job", async ({ look }) => {
  expect(await look("describe job echo")).toBe(`Name:  echo
Namespace:  NAMESPACE
Selector:  batch.kubernetes.io/controller-uid=UID
Labels:  batch.kubernetes.io/controller-uid=UID
                  batch.kubernetes.io/job-name=echo
                  controller-uid=UID
                  job-name=echo
Annotations:  <none>
Parallelism:  1
Completions:  1
Completion Mode:  NonIndexed
Suspend:  false
Backoff Limit:  6
Start Time:  TIME
Completed At:  TIME
Duration:  AGE
Pods Statuses:  0 Active (0 Ready) / 1 Succeeded / 0 Failed
Pod Template:
  Labels:  batch.kubernetes.io/controller-uid=UID
           batch.kubernetes.io/job-name=echo
           controller-uid=UID
           job-name=echo
  Containers:
   echo:
    Image:  busybox
    Port:  <none>
    Host Port:  <none>
    Command:
      sh
      -c
      echo this a job
    Environment:  <none>
    Mounts:  <none>
  Volumes:  <none>
  Node-Selectors:  <none>
  Tolerations:  <none>
Events:
  Type  Reason  Age  From  Message
  ----  ------  ----  ----  -------
  Normal  SuccessfulCreate  AGE  job-controller  Created pod: echo-RANDOM
  Normal  Completed  AGE  job-controller  Job completed`);
});

test("describe pod", async ({ look }) => {
  expect(await look("describe pods -l job-name=echo")).toBe(`Name:  echo-RANDOM
Namespace:  NAMESPACE
Priority:  0
Service Account:  default
Node:  NODE/IP
Start Time:  TIME
Labels:  batch.kubernetes.io/controller-uid=UID
                  batch.kubernetes.io/job-name=echo
                  controller-uid=UID
                  job-name=echo
Annotations:  <none>
Status:  Succeeded
IP:  IP
IPs:
  IP:  IP
Controlled By:  Job/echo
Containers:
  echo:
    Container ID:  containerd://ID
    Image:  busybox
    Image ID:  docker.io/library/busybox@sha256:DIGEST
    Port:  <none>
    Host Port:  <none>
    Command:
      sh
      -c
      echo this a job
    State:  Terminated
      Reason:  Completed
      Exit Code:  0
      Started:  TIME
      Finished:  TIME
    Ready:  False
    Restart Count:  0
    Environment:  <none>
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-RANDOM (ro)
Conditions:
  Type  Status
  PodReadyToStartContainers  False
  Initialized  True
  Ready  False
  ContainersReady  False
  PodScheduled  True
Volumes:
  kube-api-access-RANDOM:
    Type:  Projected (a volume that contains injected data from multiple sources)
    TokenExpirationSeconds:  3607
    ConfigMapName:  kube-root-ca.crt
    Optional:  false
    DownwardAPI:  true
QoS Class:  BestEffort
Node-Selectors:  <none>
Tolerations:  node.kubernetes.io/not-ready:NoExecute op=Exists for AGE
                             node.kubernetes.io/unreachable:NoExecute op=Exists for AGE
Events:
  Type  Reason  Age  From  Message
  ----  ------  ----  ----  -------
  Normal  Scheduled  AGE  default-scheduler  Successfully assigned NAMESPACE/echo-RANDOM to NODE
  Normal  Pulling  AGE  kubelet  spec.containers{echo}: Pulling image "busybox"
  Normal  Pulled  AGE  kubelet  spec.containers{echo}: Successfully pulled image "busybox" in AGE (AGE including waiting). Image size: BYTES bytes.
  Normal  Created  AGE  kubelet  spec.containers{echo}: Container created
  Normal  Started  AGE  kubelet  spec.containers{echo}: Container started`);
});

test("describe cronjob", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  expect(await type("describe cronjob nightly")).toBe(`Name:  nightly
Namespace:  NAMESPACE
Labels:  <none>
Annotations:  <none>
Schedule:  0 3 * * *
Concurrency Policy:  Allow
Suspend:  False
Time Zone:  <unset>
Successful Job History Limit:  3
Failed Job History Limit:  1
Starting Deadline Seconds:  <unset>
Selector:  <unset>
Parallelism:  <unset>
Completions:  <unset>
Pod Template:
  Labels:  <none>
  Containers:
   echo:
    Image:  busybox
    Port:  <none>
    Host Port:  <none>
    Command:
      sh
      -c
      echo this a cronjob
    Environment:  <none>
    Mounts:  <none>
  Volumes:  <none>
  Node-Selectors:  <none>
  Tolerations:  <none>
Last Schedule Time:  <unset>
Active Jobs:  <none>
Events:  <none>`);
});

test("describe pod tells of each container what it did, in the order they were started", async ({
  type,
}) => {
  await type("create -f -", threeContainers);
  await type("wait --for=jsonpath={.status.phase}=Failed pod/three --timeout=60s");
  const told = (await type("describe pod three")).split("\n");
  const states = told.filter((line) =>
    /^\S.*ontainers:$|^ {2}\w+:$|State:|Reason: |Exit/.test(line),
  );
  expect(states).toEqual([
    "Init Containers:",
    "  setup:",
    "    State:  Terminated",
    "      Reason:  Completed",
    "      Exit Code:  0",
    "Containers:",
    "  one:",
    "    State:  Terminated",
    "      Reason:  Completed",
    "      Exit Code:  0",
    "  two:",
    "    State:  Terminated",
    "      Reason:  Error",
    "      Exit Code:  3",
  ]);
  const started = (path: string) =>
    ["Pulling image", "Successfully pulled", "Container created", "Container started"].map((what) =>
      expect.stringMatching(`^  Normal  \\w+  AGE  kubelet  spec\\.${path}: ${what}`),
    );
  // A busy kubelet may tell of a volume it had to try again: that is not a container's doing.
  const done = told.slice(told.indexOf("Events:") + 3).filter((line) => line.includes("spec."));
  expect(done).toEqual([
    ...started("initContainers{setup}"),
    ...started("containers{one}"),
    ...started("containers{two}"),
  ]);
});

const threeContainers = `apiVersion: v1
kind: Pod
metadata: { name: three }
spec:
  restartPolicy: Never
  initContainers:
    - { name: setup, image: busybox, command: [sh, -c, "echo preparing"] }
  containers:
    - { name: one, image: busybox, command: [sh, -c, "echo first"] }
    - { name: two, image: busybox, command: [sh, -c, "exit 3"] }
`;

test("describe namespace", async ({ look, finished }) => {
  expect(await look(`describe namespace ${finished}`)).toBe(`Name:  NAMESPACE
Labels:  kubernetes.io/metadata.name=NAMESPACE
Annotations:  <none>
Status:  Active

No resource quota.

No LimitRange resource.`);
});

test("describe node shows its conditions", async ({ look, nodes }) => {
  const told = (await look(`describe node ${nodes[0]}`)).split("\n");
  const from = told.indexOf("Conditions:");
  expect(told.slice(from + 1, told.indexOf("Capacity:"))).toEqual([
    "  Type  Status  LastHeartbeatTime  LastTransitionTime  Reason  Message",
    "  ----  ------  -----------------  ------------------  ------  -------",
    "  MemoryPressure  False  TIME  TIME  KubeletHasSufficientMemory  kubelet has sufficient memory available",
    "  DiskPressure  False  TIME  TIME  KubeletHasNoDiskPressure  kubelet has no disk pressure",
    "  PIDPressure  False  TIME  TIME  KubeletHasSufficientPID  kubelet has sufficient PID available",
    "  Ready  True  TIME  TIME  KubeletReady  kubelet is posting ready status",
    "Addresses:",
    "  InternalIP:  IP",
    "  Hostname:  NODE",
  ]);
});

test("describe says what is not there", async ({ look }) => {
  for (const [typed, refusal] of [
    ["describe job nope", 'Error from server (NotFound): jobs.batch "nope" not found'],
    ["describe pod nope", 'Error from server (NotFound): pods "nope" not found'],
    ["describe foo", `error: the server doesn't have a resource type "foo"`],
  ] as const) {
    expect(await look(typed)).toBe(lines(refusal, "[exit 1]"));
  }
});
