import { nightlyCronJob } from "./article.ts";
import { expect, lines, test } from "./typing.ts";

const deleted = (what: string, suffix = "") => `${what} deleted from NAMESPACE namespace${suffix}`;

/** A Job that does not begin, so that nothing has to be waited for. */
const suspended = (name: string, labels = "{}") => `apiVersion: batch/v1
kind: Job
metadata: { name: ${name}, labels: ${labels} }
spec:
  suspend: true
  template:
    spec: { restartPolicy: Never, containers: [{ name: main, image: busybox }] }
`;

const both = `${suspended("one", "{ app: a }")}---\n${suspended("two")}`;

test("what was deleted is not found again", async ({ type }) => {
  await type("create -f -", both);
  expect(await type("delete job one")).toBe(deleted('job.batch "one"'));
  const gone = lines('Error from server (NotFound): jobs.batch "one" not found', "[exit 1]");
  expect(await type("delete job one")).toBe(gone);
  expect(await type("get job one")).toBe(gone);
  expect(await type("describe job one")).toBe(gone);
  expect(await type("delete job one --ignore-not-found")).toBe("");
  expect(await type("get jobs -o name")).toBe("job.batch/two");
});

test("a selector chooses what is deleted", async ({ type }) => {
  await type("create -f -", both);
  expect(await type("delete jobs,cronjobs -l app=a")).toBe(deleted('job.batch "one"'));
  expect(await type("delete jobs,cronjobs -l app=a")).toBe("No resources found");
  expect(await type("get jobs -o name")).toBe("job.batch/two");
});

test("--all deletes all of the namespace, and nothing is deleted without saying what", async ({
  type,
}) => {
  await type("create -f -", both);
  await type("create -f -", nightlyCronJob);
  expect(await type("delete job")).toBe(
    lines("error: resource(s) were provided, but no name was specified", "[exit 1]"),
  );
  expect(await type("delete jobs,cronjobs --all")).toBe(
    lines(
      deleted('job.batch "one"'),
      deleted('job.batch "two"'),
      deleted('cronjob.batch "nightly"'),
    ),
  );
  expect(await type("get jobs,cronjobs")).toBe("No resources found in NAMESPACE namespace.");
});

test("a dry run deletes nothing", async ({ type }) => {
  await type("create -f -", both);
  expect(await type("delete job one --dry-run=server")).toBe(
    deleted('job.batch "one"', " (server dry run)"),
  );
  expect(await type("delete job one --dry-run=client")).toBe(
    deleted('job.batch "one"', " (dry run)"),
  );
  expect(await type("delete job one -o name")).toBe("job.batch/one");
  expect(await type("get jobs -o name")).toBe("job.batch/two");
});

test("a Job's Pods go with it", async ({ type }) => {
  await type("create job echo --image=busybox -- echo hi");
  await type("wait --for=condition=complete job/echo --timeout=60s");
  expect(await type("get pods -l job-name=echo -o name")).toBe("pod/echo-RANDOM");
  expect(await type("delete job echo --cascade=foreground")).toBe(deleted('job.batch "echo"'));
  expect(await type("get pods")).toBe("No resources found in NAMESPACE namespace.");
});

test("--cascade=orphan leaves the Pods to themselves", async ({ type }) => {
  await type("create job echo --image=busybox -- echo hi");
  await type("wait --for=condition=complete job/echo --timeout=60s");
  expect(await type("delete job echo --cascade=orphan")).toBe(deleted('job.batch "echo"'));
  expect(
    await type("get pods -o custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences"),
  ).toBe(lines("NAME  OWNER", "echo-RANDOM  <none>"));
  expect(await type("delete pods --all")).toBe(deleted('pod "echo-RANDOM"'));
});

test("delete --wait=false does not wait for a Pod to end, and wait --for=delete does", async ({
  type,
}) => {
  await type("run slow --image=busybox --restart=Never -- sleep 60");
  await type("wait --for=condition=Ready pod/slow --timeout=60s");
  expect(await type("delete pod slow --wait=false --grace-period=1")).toBe(deleted('pod "slow"'));
  expect(await type("wait --for=delete pod/slow --timeout=60s")).toMatch(
    /^(pod\/slow condition met)?$/,
  );
  expect(await type("get pod slow")).toBe(
    lines('Error from server (NotFound): pods "slow" not found', "[exit 1]"),
  );
});

test("a Pod that is deleted at once is gone at once", async ({ type }) => {
  await type("run stubborn --image=busybox --restart=Never -- sleep 60");
  await type("wait --for=condition=Ready pod/stubborn --timeout=60s");
  expect(await type("delete pod stubborn --force --grace-period=0")).toBe(
    lines(
      'pod "stubborn" force deleted from NAMESPACE namespace',
      "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.",
    ),
  );
  expect(await type("get pods")).toBe("No resources found in NAMESPACE namespace.");
});
