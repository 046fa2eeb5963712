import { nightlyCronJob } from "./article.ts";
import { expect, test } from "./typing.ts";

test("get job -o yaml shows a Job as the API server has it", async ({ look }) => {
  const annotations = /^ {2}annotations:\n(.*\n){2}/m;
  expect((await look("get job echo -o yaml")).replace(annotations, "")).toBe(`apiVersion: batch/v1
kind: Job
metadata:
  creationTimestamp: "TIME"
  generation: 1
  labels:
    batch.kubernetes.io/controller-uid: UID
    batch.kubernetes.io/job-name: echo
    controller-uid: UID
    job-name: echo
  name: echo
  namespace: NAMESPACE
  resourceVersion: "VERSION"
  uid: UID
spec:
  backoffLimit: 6
  completionMode: NonIndexed
  completions: 1
  manualSelector: false
  parallelism: 1
  podReplacementPolicy: TerminatingOrFailed
  selector:
    matchLabels:
      batch.kubernetes.io/controller-uid: UID
  suspend: false
  template:
    metadata:
      labels:
        batch.kubernetes.io/controller-uid: UID
        batch.kubernetes.io/job-name: echo
        controller-uid: UID
        job-name: echo
    spec:
      containers:
      - command:
        - sh
        - -c
        - echo this a job
        image: busybox
        imagePullPolicy: Always
        name: echo
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      dnsPolicy: ClusterFirst
      restartPolicy: Never
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
status:
  completionTime: "TIME"
  conditions:
  - lastProbeTime: "TIME"
    lastTransitionTime: "TIME"
    message: Reached expected number of succeeded pods
    reason: CompletionsReached
    status: "True"
    type: SuccessCriteriaMet
  - lastProbeTime: "TIME"
    lastTransitionTime: "TIME"
    message: Reached expected number of succeeded pods
    reason: CompletionsReached
    status: "True"
    type: Complete
  ready: 0
  startTime: "TIME"
  succeeded: 1
  terminating: 0
  uncountedTerminatedPods: {}`);
});

test("get cronjob -o yaml shows a CronJob with its defaults", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  expect(await type("get cronjob nightly -o yaml")).toBe(`apiVersion: batch/v1
kind: CronJob
metadata:
  creationTimestamp: "TIME"
  generation: 1
  name: nightly
  namespace: NAMESPACE
  resourceVersion: "VERSION"
  uid: UID
spec:
  concurrencyPolicy: Allow
  failedJobsHistoryLimit: 1
  jobTemplate:
    metadata: {}
    spec:
      template:
        metadata: {}
        spec:
          containers:
          - command:
            - sh
            - -c
            - echo this a cronjob
            image: busybox
            imagePullPolicy: Always
            name: echo
            resources: {}
            terminationMessagePath: /dev/termination-log
            terminationMessagePolicy: File
          dnsPolicy: ClusterFirst
          restartPolicy: OnFailure
          schedulerName: default-scheduler
          securityContext: {}
          terminationGracePeriodSeconds: 30
  schedule: 0 3 * * *
  successfulJobsHistoryLimit: 3
  suspend: false
status: {}`);
});

test("get pod -o yaml shows what a Pod is given when it is created", async ({ type }) => {
  await type("run once --image=busybox --restart=Never --env=X=y -- echo hi");
  const yaml = await type("get pod once -o yaml");
  expect(
    yaml.slice(0, yaml.indexOf("\nstatus:")).replace(/^ {2}nodeName: .*\n/m, ""),
  ).toBe(`apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: "TIME"
  generation: 1
  labels:
    run: once
  name: once
  namespace: NAMESPACE
  resourceVersion: "VERSION"
  uid: UID
spec:
  containers:
  - args:
    - echo
    - hi
    env:
    - name: X
      value: "y"
    image: busybox
    imagePullPolicy: Always
    name: once
    resources: {}
    terminationMessagePath: /dev/termination-log
    terminationMessagePolicy: File
    volumeMounts:
    - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
      name: kube-api-access-RANDOM
      readOnly: true
  dnsPolicy: ClusterFirst
  enableServiceLinks: true
  preemptionPolicy: PreemptLowerPriority
  priority: 0
  restartPolicy: Never
  schedulerName: default-scheduler
  securityContext: {}
  serviceAccount: default
  serviceAccountName: default
  terminationGracePeriodSeconds: 30
  tolerations:
  - effect: NoExecute
    key: node.kubernetes.io/not-ready
    operator: Exists
    tolerationSeconds: 300
  - effect: NoExecute
    key: node.kubernetes.io/unreachable
    operator: Exists
    tolerationSeconds: 300
  volumes:
  - name: kube-api-access-RANDOM
    projected:
      defaultMode: 420
      sources:
      - serviceAccountToken:
          expirationSeconds: 3607
          path: token
      - configMap:
          items:
          - key: ca.crt
            path: ca.crt
          name: kube-root-ca.crt
      - downwardAPI:
          items:
          - fieldRef:
              apiVersion: v1
              fieldPath: metadata.namespace
            path: namespace`);
});
