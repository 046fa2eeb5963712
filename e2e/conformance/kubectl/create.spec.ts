import { articleJob, nightlyCronJob } from "./article.ts";
import { expect, lines, test } from "./typing.ts";

test("create takes what is not there yet, and nothing twice", async ({ type }) => {
  expect(await type("create -f -", articleJob)).toBe("job.batch/echo created");
  expect(await type("create -f -", articleJob)).toBe(
    lines(
      'Error from server (AlreadyExists): error when creating "STDIN": jobs.batch "echo" already exists',
      "[exit 1]",
    ),
  );
});

test("create makes up a name where only its beginning is given", async ({ type }) => {
  const manifest = articleJob.replace("  name: echo", "  generateName: echo-");
  expect(await type("create -f -", manifest)).toBe("job.batch/echo-RANDOM created");
  expect(await type("create -f -", manifest)).toBe("job.batch/echo-RANDOM created");
  expect(await type("get jobs -o name")).toBe(
    lines("job.batch/echo-RANDOM", "job.batch/echo-RANDOM"),
  );
});

test("create job runs a command in an image", async ({ type }) => {
  const typed = "create job hello --image=busybox -- echo hello there";
  expect(await type(typed)).toBe("job.batch/hello created");
  expect(await type(typed)).toBe(
    lines('error: failed to create job: jobs.batch "hello" already exists', "[exit 1]"),
  );
  const template =
    "{.spec.template.spec.restartPolicy} {.spec.template.spec.containers[*].command}";
  expect(await type(`get job hello -o 'jsonpath=${template}'`)).toBe(
    'Never ["echo","hello","there"]',
  );
});

test("create job is shown with its defaults by a dry run of the server", async ({ type }) => {
  const typed = "create job echo --image=busybox --dry-run=server -o yaml -- echo this a job";
  expect(await type(typed)).toBe(`apiVersion: batch/v1
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
        - echo
        - this
        - a
        - job
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
status: {}`);
});

test("create job --from=cronjob runs a CronJob now, as its child", async ({ type }) => {
  await type("apply -f -", nightlyCronJob);
  expect(await type("create job now --from=cronjob/nightly")).toBe("job.batch/now created");
  const columns = [
    "OWNER:.metadata.ownerReferences[*].kind",
    "NAME:.metadata.ownerReferences[*].name",
    "CONTROLLER:.metadata.ownerReferences[*].controller",
    "BLOCKS:.metadata.ownerReferences[*].blockOwnerDeletion",
    "BY:.metadata.annotations.cronjob\\.kubernetes\\.io/instantiate",
    "COMMAND:.spec.template.spec.containers[*].command",
    "RESTARTS:.spec.template.spec.restartPolicy",
  ];
  expect(await type(`get job now -o custom-columns=${columns.join(",")}`)).toBe(
    lines(
      "OWNER  NAME  CONTROLLER  BLOCKS  BY  COMMAND  RESTARTS",
      "CronJob  nightly  true  <none>  manual  [sh -c echo this a cronjob]  OnFailure",
    ),
  );
  const owner = "{.metadata.ownerReferences[0].uid}";
  const uid = await type("get cronjob nightly -o jsonpath={.metadata.uid}");
  expect(await type(`get job now -o jsonpath=${owner}`)).toBe(uid);
  expect(await type("wait --for=condition=complete job/now --timeout=60s")).toBe(
    "job.batch/now condition met",
  );
  expect(await type("logs job/now")).toBe("this a cronjob");
});

test("create job --from needs the CronJob, and a name that is free", async ({ type }) => {
  expect(await type("create job now --from=cronjob/nightly")).toBe(
    lines('Error from server (NotFound): cronjobs.batch "nightly" not found', "[exit 1]"),
  );
  await type("apply -f -", nightlyCronJob);
  await type("create job now --from=cronjob/nightly");
  expect(await type("create job now --from=cronjob/nightly")).toBe(
    lines('error: failed to create job: jobs.batch "now" already exists', "[exit 1]"),
  );
});

test("create cronjob takes a schedule, and says what is wrong with it", async ({ type }) => {
  expect(await type("create cronjob nightly --image=busybox --schedule='0 3 * * *' -- date")).toBe(
    "cronjob.batch/nightly created",
  );
  expect(await type("get cronjobs")).toBe(
    lines(
      "NAME  SCHEDULE  TIMEZONE  SUSPEND  ACTIVE  LAST SCHEDULE  AGE",
      "nightly  0 3 * * *  <none>  False  0  <none>  AGE",
    ),
  );
  expect(await type("create cronjob bad --image=busybox --schedule='* * * *' -- date")).toBe(
    lines(
      'error: failed to create cronjob: CronJob.batch "bad" is invalid: spec.schedule: Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]',
      "[exit 1]",
    ),
  );
});

test("run starts a Pod of its own, once", async ({ type }) => {
  const typed = "run once --image=busybox --restart=Never -- sleep 60";
  expect(await type(typed)).toBe("pod/once created");
  expect(await type(typed)).toBe(
    lines('Error from server (AlreadyExists): pods "once" already exists', "[exit 1]"),
  );
  expect(await type("wait --for=condition=Ready pod/once --timeout=60s")).toBe(
    "pod/once condition met",
  );
  expect(await type("get pod once --show-labels")).toBe(
    lines("NAME  READY  STATUS  RESTARTS  AGE  LABELS", "once  1/1  Running  0  AGE  run=once"),
  );
  expect(await type("delete pod once --now")).toBe('pod "once" deleted from NAMESPACE namespace');
  expect(await type("get pod once")).toBe(
    lines('Error from server (NotFound): pods "once" not found', "[exit 1]"),
  );
});

test("nothing is created in a namespace that is not there", async ({ type }) => {
  expect(await type("create job echo --image=busybox -n e2e-nowhere")).toBe(
    lines('error: failed to create job: namespaces "e2e-nowhere" not found', "[exit 1]"),
  );
});

test("a namespace is created once, with a name that is one", async ({ type }) => {
  expect(await type("create namespace kube-system")).toBe(
    lines('Error from server (AlreadyExists): namespaces "kube-system" already exists', "[exit 1]"),
  );
  expect(await type("create namespace UPPER")).toBe(
    lines(
      "The Namespace \"UPPER\" is invalid: metadata.name: Invalid value: \"UPPER\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      "[exit 1]",
    ),
  );
});
