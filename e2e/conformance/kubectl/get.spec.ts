import { nightlyCronJob } from "./article.ts";
import { expect, lines, test } from "./typing.ts";

const labels =
  "batch.kubernetes.io/controller-uid=UID,batch.kubernetes.io/job-name=echo,controller-uid=UID,job-name=echo";
const jobLine = "echo  Complete  1/1  AGE  AGE";
const podLine = "echo-RANDOM  0/1  Completed  0  AGE";

test("get jobs shows a line for each, and more with -o wide", async ({ look }) => {
  expect(await look("get jobs")).toBe(lines("NAME  STATUS  COMPLETIONS  DURATION  AGE", jobLine));
  expect(await look("get jobs -o wide")).toBe(
    lines(
      "NAME  STATUS  COMPLETIONS  DURATION  AGE  CONTAINERS  IMAGES  SELECTOR",
      `${jobLine}  echo  busybox  batch.kubernetes.io/controller-uid=UID`,
    ),
  );
  expect(await look("get job echo --no-headers")).toBe(jobLine);
});

test("get pods shows a line for each, and more with -o wide", async ({ look }) => {
  expect(await look("get po")).toBe(lines("NAME  READY  STATUS  RESTARTS  AGE", podLine));
  expect(await look("get pods -o wide")).toBe(
    lines(
      "NAME  READY  STATUS  RESTARTS  AGE  IP  NODE  NOMINATED NODE  READINESS GATES",
      `${podLine}  IP  NODE  <none>  <none>`,
    ),
  );
});

test("get cronjobs shows a line for each, and more with -o wide", async ({ type }) => {
  await type("create -f -", nightlyCronJob);
  const head = "NAME  SCHEDULE  TIMEZONE  SUSPEND  ACTIVE  LAST SCHEDULE  AGE";
  const line = "nightly  0 3 * * *  <none>  False  0  <none>  AGE";
  expect(await type("get cj")).toBe(lines(head, line));
  expect(await type("get cronjobs -o wide")).toBe(
    lines(`${head}  CONTAINERS  IMAGES  SELECTOR`, `${line}  echo  busybox  <none>`),
  );
  expect(await type("get all")).toBe(lines(head, `cronjob.batch/${line}`));
});

test("get namespaces and nodes shows a line for each", async ({ look, finished, nodes }) => {
  expect(await look(`get ns ${finished}`)).toBe(
    lines("NAME  STATUS  AGE", "NAMESPACE  Active  AGE"),
  );
  const [head, ...shown] = (await look("get no")).split("\n");
  expect(head).toBe("NAME  STATUS  ROLES  AGE  VERSION");
  expect(shown).toEqual(nodes.map(() => "NODE  Ready  <none>  AGE  v1.37.2"));
});

test("several kinds are told apart", async ({ look }) => {
  const pods = lines("NAME  READY  STATUS  RESTARTS  AGE", `pod/${podLine}`);
  const jobs = lines("NAME  STATUS  COMPLETIONS  DURATION  AGE", `job.batch/${jobLine}`);
  expect(await look("get all")).toBe(lines(pods, "", jobs));
  expect(await look("get job,pod")).toBe(lines(jobs, "", pods));
  expect(await look("get jobs,cj,po -o name")).toBe(lines("job.batch/echo", "pod/echo-RANDOM"));
});

test("-A shows the namespace of each", async ({ look }) => {
  const all = (await look("get jobs -A")).split("\n");
  expect(all[0]).toBe("NAMESPACE  NAME  STATUS  COMPLETIONS  DURATION  AGE");
  expect(all.filter((line) => line.startsWith("NAMESPACE  echo "))).toEqual([
    `NAMESPACE  ${jobLine}`,
  ]);
});

test("labels are shown, and chosen by", async ({ look }) => {
  expect(await look("get jobs --show-labels")).toBe(
    lines("NAME  STATUS  COMPLETIONS  DURATION  AGE  LABELS", `${jobLine}  ${labels}`),
  );
  expect(await look("get pods -L job-name,other")).toBe(
    lines("NAME  READY  STATUS  RESTARTS  AGE  JOB-NAME  OTHER", `${podLine}  echo`),
  );
  const nothing = "No resources found in NAMESPACE namespace.";
  expect(await look("get pods -l job-name=echo --no-headers")).toBe(podLine);
  expect(await look("get pods -l 'job-name in (echo,other),!other' --no-headers")).toBe(podLine);
  expect(await look("get pods -l job-name!=echo")).toBe(nothing);
  expect(await look("get all -l other=x")).toBe(nothing);
  expect(await look("get jobs -l 'a in (b'")).toBe(
    lines(
      "Error from server (BadRequest): Unable to find \"batch/v1, Resource=jobs\" that match label selector \"a in (b\", field selector \"\": unable to parse requirement: found '', expected: ',' or ')'",
      "[exit 1]",
    ),
  );
});

test("fields are chosen by where the API server knows them", async ({ look }) => {
  const nothing = "No resources found in NAMESPACE namespace.";
  const selected = (fields: string) => look(`get pods --no-headers --field-selector=${fields}`);
  expect(await selected("status.phase=Succeeded")).toBe(podLine);
  expect(await selected("status.phase!=Succeeded")).toBe(nothing);
  expect(await selected("spec.restartPolicy=Never,spec.nodeName!=")).toBe(podLine);
  expect(await look("get jobs --no-headers --field-selector=status.successful=1")).toBe(jobLine);
  expect(await look("get jobs --field-selector=spec.suspend=true")).toBe(
    lines(
      'Error from server (BadRequest): Unable to find "batch/v1, Resource=jobs" that match label selector "", field selector "spec.suspend=true": field label "spec.suspend" not supported for Job',
      "[exit 1]",
    ),
  );
});

test("get takes what is asked for out of the objects", async ({ look }) => {
  expect(await look("get job echo -o name")).toBe("job.batch/echo");
  expect(await look("get job echo -o jsonpath={.status.succeeded}")).toBe("1");
  expect(await look("get jobs -o jsonpath={.items[*].metadata.name}")).toBe("echo");
  expect(await look("get job echo -o jsonpath={.nothing}")).toBe("");
  expect(
    await look("get pods -o custom-columns=NAME:.metadata.name,PHASE:.status.phase,X:.x"),
  ).toBe(lines("NAME  PHASE  X", "echo-RANDOM  Succeeded  <none>"));
  const template = "{{range .items}}{{.kind}} {{.status.phase}}{{end}}";
  expect(await look(`get pods -o 'go-template=${template}'`)).toBe("Pod Succeeded");
});

test("the conditions of a Job say how and why it ended", async ({ look }) => {
  const each = '{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\\n"}{end}';
  const because = "True CompletionsReached: Reached expected number of succeeded pods";
  expect(await look(`get job echo -o 'jsonpath=${each}'`)).toBe(
    lines(`SuccessCriteriaMet=${because}`, `Complete=${because}`),
  );
});

test("lists are sorted by a field, and come whole in small chunks", async ({ type }) => {
  for (const [name, schedule] of [
    ["c", "1 3 * * *"],
    ["a", "3 3 * * *"],
    ["b", "2 3 * * *"],
  ]) {
    await type(`create cronjob ${name} --image=busybox --schedule='${schedule}' -- date`);
  }
  const names = lines("cronjob.batch/a", "cronjob.batch/b", "cronjob.batch/c");
  expect(await type("get cronjobs -o name --chunk-size=2")).toBe(names);
  expect(await type("get cronjobs -o name --chunk-size=1")).toBe(names);
  expect(await type("get cronjobs --sort-by=.spec.schedule --no-headers")).toBe(
    lines(
      "c  1 3 * * *  <none>  False  0  <none>  AGE",
      "b  2 3 * * *  <none>  False  0  <none>  AGE",
      "a  3 3 * * *  <none>  False  0  <none>  AGE",
    ),
  );
  expect(await type("get cronjobs --sort-by=.metadata.name -o name")).toBe(names);
});

test("what is not found is said of each, beside what is", async ({ look }) => {
  expect(await look("get job nope echo also")).toBe(
    lines(
      "NAME  STATUS  COMPLETIONS  DURATION  AGE",
      jobLine,
      'Error from server (NotFound): jobs.batch "nope" not found',
      'Error from server (NotFound): jobs.batch "also" not found',
      "[exit 1]",
    ),
  );
  expect(await look("get pod nope --ignore-not-found")).toBe("");
  expect(await look("get cronjobs")).toBe("No resources found in NAMESPACE namespace.");
  expect(await look("get jobs -n e2e-nowhere")).toBe(
    "No resources found in e2e-nowhere namespace.",
  );
});

test("a resource that there is not is named", async ({ look }) => {
  for (const [typed, refusal] of [
    ["get foos", `the server doesn't have a resource type "foos"`],
    ["get foos.batch", `the server doesn't have a resource type "foos" in group "batch"`],
    ["get jobs.v2.batch", `the server doesn't have a resource type "jobs" in group "v2.batch"`],
  ] as const) {
    expect(await look(typed)).toBe(lines(`error: ${refusal}`, "[exit 1]"));
  }
  expect(await look("get jobs.v1.batch --no-headers")).toBe(jobLine);
});

test("get --raw gives what the API server says", async ({ look, finished }) => {
  const path = `/apis/batch/v1/namespaces/${finished}/jobs`;
  const job = JSON.parse(await look(`get --raw ${path}/echo`));
  expect(job).toMatchObject({ apiVersion: "batch/v1", kind: "Job", status: { succeeded: 1 } });
  expect(await look(`get --raw ${path}/nope`)).toBe(
    lines('Error from server (NotFound): jobs.batch "nope" not found', "[exit 1]"),
  );
  expect(await look("get --raw /readyz")).toBe("ok");
  expect(await look("get --raw /nope")).toBe(
    lines(
      "Error from server (NotFound): the server could not find the requested resource",
      "[exit 1]",
    ),
  );
});

test("the events of a Job tell its story, and those of its Pod theirs", async ({ look }) => {
  expect(await look("events --for job/echo")).toBe(
    lines(
      "LAST SEEN  TYPE  REASON  OBJECT  MESSAGE",
      "AGE  Normal  SuccessfulCreate  Job/echo  Created pod: echo-RANDOM",
      "AGE  Normal  Completed  Job/echo  Job completed",
    ),
  );
  const told = (await look("get events")).split("\n");
  expect(told[0]).toBe("LAST SEEN  TYPE  REASON  OBJECT  MESSAGE");
  expect(told.slice(1).toSorted()).toEqual([
    "AGE  Normal  Completed  job/echo  Job completed",
    "AGE  Normal  Created  pod/echo-RANDOM  Container created",
    'AGE  Normal  Pulled  pod/echo-RANDOM  Successfully pulled image "busybox" in AGE (AGE including waiting). Image size: BYTES bytes.',
    'AGE  Normal  Pulling  pod/echo-RANDOM  Pulling image "busybox"',
    "AGE  Normal  Scheduled  pod/echo-RANDOM  Successfully assigned NAMESPACE/echo-RANDOM to NODE",
    "AGE  Normal  Started  pod/echo-RANDOM  Container started",
    "AGE  Normal  SuccessfulCreate  job/echo  Created pod: echo-RANDOM",
  ]);
});

test("events are chosen by what they are about", async ({ look }) => {
  const columns =
    "custom-columns=TYPE:.type,REASON:.reason,KIND:.involvedObject.kind,FROM:.source.component,COUNT:.count,NAME:.metadata.name";
  expect(
    await look(`get ev --field-selector=involvedObject.kind=Job,reason=Completed -o ${columns}`),
  ).toBe(
    lines(
      "TYPE  REASON  KIND  FROM  COUNT  NAME",
      "Normal  Completed  Job  job-controller  1  echo.TICK",
      'Warning: short name "ev" could also match lower priority resource events.events.k8s.io',
    ),
  );
  expect(await look(`get events --field-selector=type!=Normal`)).toBe(
    "No resources found in NAMESPACE namespace.",
  );
});
