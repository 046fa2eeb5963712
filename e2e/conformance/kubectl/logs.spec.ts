import { expect, lines, test } from "./typing.ts";

/** A Pod of two containers and one before them, that all have something to say. */
const talkers = `apiVersion: v1
kind: Pod
metadata: { name: talk, labels: { app: talk } }
spec:
  restartPolicy: Never
  initContainers:
    - { name: setup, image: busybox, command: [sh, -c, "echo preparing"] }
  containers:
    - { name: one, image: busybox, command: [sh, -c, "echo first; echo second; echo third"] }
    - { name: two, image: busybox, command: [sh, -c, "echo other >&2; exit 3"] }
`;

test("logs finds a Job's Pod, by the Job and by its label", async ({ look }) => {
  expect(await look("logs job/echo")).toBe("this a job");
  expect(await look("logs -l job-name=echo")).toBe("this a job");
  const pod = await look("get pods -o name");
  expect(pod).toBe("pod/echo-RANDOM");
  expect(await look("logs job/echo --all-pods")).toBe("[pod/echo-RANDOM/echo] this a job");
  expect(await look("logs job/echo --prefix")).toBe("[pod/echo-RANDOM/echo] this a job");
});

test("logs shows as much as is asked for", async ({ look }) => {
  expect(await look("logs job/echo --timestamps")).toBe("TIME this a job");
  expect(await look("logs job/echo --tail=0")).toBe("");
  expect(await look("logs job/echo --tail=1 --since=24h")).toBe("this a job");
  expect(await look("logs job/echo --since-time=2020-01-01T00:00:00Z")).toBe("this a job");
  expect(await look("logs job/echo --since-time=2100-01-01T00:00:00Z")).toBe("");
  expect(await look("logs job/echo --limit-bytes=4")).toBe("this");
});

test("logs says what it cannot show", async ({ look }) => {
  for (const [typed, refusal] of [
    [
      "logs job/nope",
      'error: error from server (NotFound): jobs.batch "nope" not found in namespace "NAMESPACE"',
    ],
    [
      "logs nope",
      'error: error from server (NotFound): pods "nope" not found in namespace "NAMESPACE"',
    ],
    [
      "logs job/echo -c nope",
      "error: container nope is not valid for pod echo-RANDOM out of: echo",
    ],
    [
      "logs job/echo -p",
      'Error from server (BadRequest): previous terminated container "echo" in pod "echo-RANDOM" not found',
    ],
    ["logs job/echo --tail=-5", "error: --tail must be greater than or equal to -1"],
  ] as const) {
    expect(await look(typed)).toBe(lines(refusal, "[exit 1]"));
  }
  expect(await look("logs -l other=x")).toBe("No resources found in NAMESPACE namespace.");
});

test("of several containers each has a log", async ({ type }) => {
  await type("create -f -", talkers);
  await type("wait --for=jsonpath={.status.phase}=Failed pod/talk --timeout=60s");
  expect(await type("logs talk")).toBe(
    lines("first", "second", "third", 'Defaulted container "one" out of: one, two, setup (init)'),
  );
  expect(await type("logs talk -c two")).toBe("other");
  expect(await type("logs talk setup")).toBe("preparing");
  expect(await type("logs talk -c one --tail=1")).toBe("third");
  expect(await type("logs talk -c nope")).toBe(
    lines(
      "error: container nope is not valid for pod talk out of: one, two, setup (init)",
      "[exit 1]",
    ),
  );
  // kubectl reads them in an order of chance.
  const all = (await type("logs talk --all-containers --prefix")).split("\n");
  expect(all.toSorted()).toEqual([
    "[pod/talk/one] first",
    "[pod/talk/one] second",
    "[pod/talk/one] third",
    "[pod/talk/setup] preparing",
    "[pod/talk/two] other",
  ]);
  const last = (await type("logs -l app=talk --all-containers --tail=1")).split("\n");
  expect(last.toSorted()).toEqual(["other", "preparing", "third"]);
});

test("logs -f shows the lines as they come, and ends with the container", async ({
  type,
  terminal,
}) => {
  const script = "echo one; sleep 2; echo two; sleep 1; echo three";
  await type(`create job count --image=busybox -- sh -c '${script}'`);
  await expect.poll(() => type("logs job/count"), { timeout: 30_000 }).toMatch(/^one/);
  const follow = terminal.start("logs -f job/count");
  await follow.until(/^one\n/);
  expect(await follow.ended).toEqual({ stdout: "one\ntwo\nthree\n", stderr: "", code: 0 });
});

test("logs -f is left with Ctrl-C, and the container goes on", async ({ type, terminal }) => {
  await type("run count --image=busybox --restart=Never -- sh -c 'echo one; sleep 60'");
  await type("wait --for=condition=Ready pod/count --timeout=60s");
  const follow = terminal.start("logs -f count --tail=1");
  await follow.until(/one\n/);
  expect((await follow.interrupt()).stdout).toBe("one\n");
  expect(await type("get pod count --no-headers")).toBe("count  1/1  Running  0  AGE");
});

test("logs waits for nobody: a container that has not begun has no log", async ({ type }) => {
  await type("create -f -", talkers.replace("image: busybox", "image: example.invalid/none"));
  await type("wait --for=condition=PodScheduled pod/talk --timeout=60s");
  await expect
    .poll(() => type("get pod talk --no-headers"), { timeout: 30_000 })
    .toMatch(/ErrImagePull|ImagePullBackOff/);
  expect(await type("logs talk -c one")).toBe(
    lines(
      'Error from server (BadRequest): container "one" in pod "talk" is waiting to start: PodInitializing',
      "[exit 1]",
    ),
  );
  expect(await type("logs talk -c setup")).toMatch(
    /^Error from server \(BadRequest\): container "setup" in pod "talk" is waiting to start: (trying and failing to pull image|image can't be pulled)\n\[exit 1\]$/,
  );
});

/** Fails once, and then stays: a third instance would take the first one's log away. */
const again = `
apiVersion: v1
kind: Pod
metadata: {name: again}
spec:
  restartPolicy: OnFailure
  terminationGracePeriodSeconds: 0
  volumes: [{name: kept, emptyDir: {}}]
  containers:
  - name: again
    image: busybox
    volumeMounts: [{name: kept, mountPath: /kept}]
    command: [sh, -c, "echo attempt; if [ -e /kept/once ]; then sleep 600; fi; touch /kept/once; exit 1"]
`;

test("logs -p shows what the instance before has said", async ({ type }) => {
  await type("create -f -", again);
  const restarts = "{.status.containerStatuses[0].restartCount}";
  await type(`wait --for=jsonpath=${restarts}=1 pod/again --timeout=60s`);
  expect(await type("logs again -p")).toBe("attempt");
  expect(await type("logs again")).toBe("attempt");
});

test("logs of a Pod that waits for its node are not to be had", async ({ type }) => {
  await type(
    'run nowhere --image=busybox --restart=Never --overrides={"spec":{"nodeSelector":{"no":"where"}}} -- date',
  );
  expect(await type("logs nowhere")).toBe("");
  expect(await type("get pod nowhere --no-headers")).toBe("nowhere  0/1  Pending  0  AGE");
});
