import { nightlyCronJob } from "./article.ts";
import { expect, lines, test } from "./typing.ts";

/** What somebody does in the editor that kubectl opens. */
const editing = (script: string) => ({ KUBE_EDITOR: `sed -i -e '${script}'` });

test("replace puts a manifest in the place of another", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const changed = nightlyCronJob.replace("0 3", "0 4");
  expect(await type("replace -f -", changed)).toBe("cronjob.batch/nightly replaced");
  expect(await type("get cronjob nightly -o jsonpath={.spec.schedule}")).toBe("0 4 * * *");
  expect(await type("replace -f -", changed.replaceAll("nightly", "daily"))).toBe(
    lines(
      'Error from server (NotFound): error when replacing "STDIN": cronjobs.batch "daily" not found',
      "[exit 1]",
    ),
  );
});

test("replace --force deletes and creates, under another uid", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const uid = "get cronjob nightly -o go-template={{.metadata.generation}}";
  await type('patch cronjob nightly -p \'{"spec":{"suspend":true}}\'');
  expect(await type(uid)).toBe("2");
  expect(await type("replace --force -f -", nightlyCronJob)).toBe(
    lines(
      'cronjob.batch "nightly" deleted from NAMESPACE namespace',
      "cronjob.batch/nightly replaced",
    ),
  );
  expect(await type(uid)).toBe("1");
});

test("edit sends what the editor made of it", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  expect(await type("edit cronjob nightly", "", editing("s/0 3/0 5/"))).toBe(
    "cronjob.batch/nightly edited",
  );
  expect(await type("get cronjob nightly -o jsonpath={.spec.schedule}")).toBe("0 5 * * *");
  expect(await type("edit cronjob nightly", "", { KUBE_EDITOR: "true" })).toBe(
    "Edit cancelled, no changes made.",
  );
});

test("edit gives back what the API server does not take", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const shown = await type("edit cronjob nightly", "", editing("s/OnFailure/Always/"));
  expect(shown.replace(/kubectl-edit-\w+/, "kubectl-edit")).toBe(
    lines(
      'error: cronjobs.batch "nightly" is invalid',
      'A copy of your changes has been stored to "/tmp/kubectl-edit.yaml"',
      "error: Edit cancelled, no valid changes were saved.",
      "[exit 1]",
    ),
  );
});

test("a CronJob is suspended and resumed by each kind of patch", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const suspended = "get cronjob nightly -o jsonpath={.spec.suspend}";
  const patch = "patch cronjob nightly";
  for (const [typed, then] of [
    [`${patch} -p '{"spec":{"suspend":true}}'`, "true"],
    [`${patch} --type=merge -p '{"spec":{"suspend":false}}'`, "false"],
    [`${patch} --type=json -p '[{"op":"replace","path":"/spec/suspend","value":true}]'`, "true"],
  ] as const) {
    expect(await type(typed)).toBe("cronjob.batch/nightly patched");
    expect(await type(suspended)).toBe(then);
    const again = await type(typed);
    expect(again).toBe("cronjob.batch/nightly patched (no change)");
  }
  expect(await type("get cronjob nightly")).toBe(
    lines(
      "NAME  SCHEDULE  TIMEZONE  SUSPEND  ACTIVE  LAST SCHEDULE  AGE",
      "nightly  0 3 * * *  <none>  True  0  <none>  AGE",
    ),
  );
});

for (const [patch, refusal] of [
  [
    '{"spec":{"schedule":"nope"}}',
    'The CronJob "nightly" is invalid: spec.schedule: Invalid value: "nope": expected exactly 5 fields, found 1: [nope]',
  ],
  [
    '{"spec":{"schedule":5}}',
    'The request is invalid: patch: Invalid value: "map[spec:map[schedule:5]]": cannot convert int64 to string',
  ],
  ['{"spec":', "Error from server (BadRequest): invalid JSON patch"],
  [
    '{"spec":{"concurrencyPolicy":"Never"}}',
    'The CronJob "nightly" is invalid: spec.concurrencyPolicy: Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"',
  ],
] as const) {
  test(`the patch ${patch} is refused, and why`, async ({ type }) => {
    await type("create -f -", nightlyCronJob);
    expect(await type(`patch cronjob nightly -p '${patch}'`)).toBe(lines(refusal, "[exit 1]"));
    expect(await type("get cronjob nightly -o jsonpath={.metadata.generation}")).toBe("1");
  });
}

test("a JSON patch of what is not there is refused", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const patch = '[{"op":"replace","path":"/spec/none/deeper","value":true}]';
  expect(await type(`patch cronjob nightly --type=json -p '${patch}'`)).toBe(
    lines(
      "The request is invalid: the server rejected our request due to an error in our request",
      "[exit 1]",
    ),
  );
});

test("a patch warns of a field that there is not", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  expect(await type('patch cronjob nightly -p \'{"spec":{"nope":5}}\'')).toBe(
    lines("cronjob.batch/nightly patched (no change)", 'Warning: unknown field "spec.nope"'),
  );
});

test("what a Job was created to do cannot be patched", async ({ type }) => {
  await type("create job echo --image=busybox -- sleep 60");
  expect(await type('patch job echo -p \'{"spec":{"completions":7}}\'')).toBe(
    lines(
      'The Job "echo" is invalid: spec.completions: Invalid value: 7: field is immutable',
      "[exit 1]",
    ),
  );
  expect(await type('patch job echo -p \'{"spec":{"parallelism":2}}\'')).toBe(
    "job.batch/echo patched",
  );
});

/** The template as the API server holds it: in Go's words, with every field it could have. */
const template =
  '{"labels":{"batch.kubernetes.io/controller-uid":"UID","batch.kubernetes.io/job-name":"fixed","controller-uid":"UID","job-name":"fixed"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":[{"Name":"fixed","Image":"busybox:1.36","Command":["sleep","60"],"Args":null,"WorkingDir":"","Ports":null,"EnvFrom":null,"Env":null,"Resources":{"Limits":null,"Requests":null,"Claims":null},"ResizePolicy":null,"RestartPolicy":null,"RestartPolicyRules":null,"VolumeMounts":null,"VolumeDevices":null,"LivenessProbe":null,"ReadinessProbe":null,"StartupProbe":null,"Lifecycle":null,"TerminationMessagePath":"/dev/termination-log","TerminationMessagePolicy":"File","ImagePullPolicy":"Always","SecurityContext":null,"Stdin":false,"StdinOnce":false,"TTY":false}],"EphemeralContainers":null,"RestartPolicy":"Never","TerminationGracePeriodSeconds":30,"ActiveDeadlineSeconds":null,"DNSPolicy":"ClusterFirst","NodeSelector":null,"ServiceAccountName":"","DeprecatedServiceAccount":"","AutomountServiceAccountToken":null,"NodeName":"","HostNetwork":false,"HostPID":false,"HostIPC":false,"ShareProcessNamespace":null,"SecurityContext":{"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"SupplementalGroups":null,"SupplementalGroupsPolicy":null,"FSGroup":null,"Sysctls":null,"FSGroupChangePolicy":null,"SeccompProfile":null,"AppArmorProfile":null,"SELinuxChangePolicy":null},"ImagePullSecrets":null,"Hostname":"","Subdomain":"","Affinity":null,"SchedulerName":"default-scheduler","Tolerations":null,"HostAliases":null,"PriorityClassName":"","Priority":null,"DNSConfig":null,"ReadinessGates":null,"RuntimeClassName":null,"EnableServiceLinks":null,"PreemptionPolicy":null,"Overhead":null,"TopologySpreadConstraints":null,"SetHostnameAsFQDN":null,"OS":null,"HostUsers":null,"SchedulingGates":null,"ResourceClaims":null,"Resources":null,"HostnameOverride":null,"SchedulingGroup":null,"EvictionResponders":null}}';

test("set image changes what a CronJob runs, and a Job's stays", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  expect(await type("set image cronjob/nightly echo=busybox:1.36")).toBe(
    "cronjob.batch/nightly image updated",
  );
  expect(await type("get cronjobs -o wide")).toBe(
    lines(
      "NAME  SCHEDULE  TIMEZONE  SUSPEND  ACTIVE  LAST SCHEDULE  AGE  CONTAINERS  IMAGES  SELECTOR",
      "nightly  0 3 * * *  <none>  False  0  <none>  AGE  echo  busybox:1.36  <none>",
    ),
  );
  expect(await type("set image cronjob/nightly nope=busybox")).toBe(
    lines('error: unable to find container named "nope"', "[exit 1]"),
  );
  await type("create job fixed --image=busybox -- sleep 60");
  expect(await type("set image job/fixed fixed=busybox:1.36")).toBe(
    lines(
      `error: failed to patch image update to pod template: Job.batch "fixed" is invalid: spec.template: Invalid value: ${template}: field is immutable`,
      "[exit 1]",
    ),
  );
});

test("labels are set, kept, overwritten and taken off", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  expect(await type("label cronjob nightly a=b")).toBe("cronjob.batch/nightly labeled");
  expect(await type("label cronjob nightly a=c")).toBe(
    lines("error: 'a' already has a value (b), and --overwrite is false", "[exit 1]"),
  );
  expect(await type("label cronjob nightly a=c --overwrite")).toBe("cronjob.batch/nightly labeled");
  expect(await type("get cronjobs -L a -l a=c --no-headers")).toBe(
    "nightly  0 3 * * *  <none>  False  0  <none>  AGE  c",
  );
  expect(await type("label cronjob nightly a-")).toBe("cronjob.batch/nightly unlabeled");
  expect(await type("label cronjob nightly a-")).toBe(
    lines('label "a" not found.', "cronjob.batch/nightly not labeled"),
  );
});

test("annotations are set and taken off", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const note = "get cronjob nightly -o jsonpath={.metadata.annotations}";
  expect(await type("annotate cronjob nightly note='to be looked at'")).toBe(
    "cronjob.batch/nightly annotated",
  );
  expect(await type(note)).toBe('{"note":"to be looked at"}');
  expect(await type("annotate cronjob nightly note-")).toBe("cronjob.batch/nightly annotated");
  expect(await type(note)).toBe("");
});

test("Jobs and CronJobs have no scale", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  await type("create job echo --image=busybox -- sleep 60");
  const refused = lines(
    "Error from server (NotFound): the server could not find the requested resource",
    "[exit 1]",
  );
  expect(await type("scale job echo --replicas=2")).toBe(refused);
  expect(await type("scale cronjob nightly --replicas=2")).toBe(refused);
  expect(await type("autoscale job echo --max=2")).toBe(
    lines(
      "error: cannot autoscale a Job: could not find scale subresource for batch/v1, Resource=jobs in discovery information",
      "[exit 1]",
    ),
  );
  expect(await type("rollout status job/echo")).toBe(
    lines("error: no status viewer has been implemented for Job.batch", "[exit 1]"),
  );
});
