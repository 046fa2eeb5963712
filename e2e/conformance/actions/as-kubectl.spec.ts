import { cronJob, job, podSpec, shell } from "../objects.ts";
import type { Terminal } from "../terminal.ts";
import type { Thing } from "../workloads.ts";
import { comparable, expect, fieldsSet, targetOf, test } from "./fixtures.ts";

/** Types a command that has to succeed. */
async function type(terminal: Terminal, line: string): Promise<void> {
  const { code, stderr } = await terminal.kubectl(line);
  expect(stderr, line).toBe("");
  expect(code, line).toBe(0);
}

/** A schedule that nobody waits for. */
const yearly = "0 0 1 1 *";
const metadata = { labels: { app: "etl" }, annotations: { team: "data" } };

test("a triggered Job is the one that kubectl create job --from makes, field by field", async ({
  workloads,
  terminal,
  batchboard,
}) => {
  const twin = async (name: string) => {
    const made = cronJob(name, yearly, { suspend: true, job: { suspend: true, backoffLimit: 2 } });
    const { spec } = made as { spec: { jobTemplate: object } };
    const jobTemplate = { ...spec.jobTemplate, metadata };
    return workloads.create("cronJobs", { ...made, spec: { ...spec, jobTemplate } });
  };
  const [ours, theirs] = [await twin("ours"), await twin("theirs")];
  const answer = await batchboard.act({
    action: "trigger",
    resource: "cronjobs",
    target: targetOf(ours),
    key: "abcdefgh",
  });
  expect(answer).toMatchObject({ status: 200, body: { already: false } });
  await type(terminal, "create job theirs-manual --from=cronjob/theirs");
  const suspended = ({ status }: Thing) => status?.conditions?.[0]?.type === "Suspended";
  const made = [
    await workloads.until("jobs", "ours-manual-abcdefgh", suspended),
    await workloads.until("jobs", "theirs-manual", suspended),
  ] as const;
  expect(comparable(made[0], { ours: "CRONJOB", [ours.metadata.uid]: "OWNER" })).toEqual(
    comparable(made[1], { theirs: "CRONJOB", [theirs.metadata.uid]: "OWNER" }),
  );
  const set = (job: Thing, { metadata: { uid } }: Thing) =>
    fieldsSet(job).map((it) => it.replaceAll(uid, "OWNER"));
  expect(set(made[0], ours)).toEqual(set(made[1], theirs));
});

for (const [collection, resource, word] of [
  ["cronJobs", "cronjobs", "cronjob"],
  ["jobs", "jobs", "job"],
] as const) {
  test(`a ${word} that is suspended and resumed is as kubectl patch leaves it`, async ({
    workloads,
    terminal,
    batchboard,
  }) => {
    const template = { spec: podSpec([shell("true")], { schedulerName: "nobody" }) };
    const twin = (name: string) =>
      workloads.create(
        collection,
        collection === "jobs" ? job(name, "true", { template }) : cronJob(name, yearly),
      );
    const [ours] = [await twin("ours"), await twin("theirs")];
    for (const action of ["suspend", "resume"] as const) {
      const answer = await batchboard.act({
        action,
        resource,
        target: targetOf(ours),
        ...(action === "suspend" ? { reason: "a freeze" } : {}),
      } as Parameters<typeof batchboard.act>[0]);
      expect(answer).toMatchObject({ status: 200, body: { already: false } });
      const patch = `{"spec":{"suspend":${action === "suspend"}}}`;
      await type(terminal, `patch ${word} theirs --type merge -p '${patch}'`);
      const settled = ({ status }: Thing) =>
        collection === "cronJobs" ||
        status?.conditions?.[0]?.status === (action === "suspend" ? "True" : "False");
      const now = [
        await workloads.until(collection, "ours", settled),
        await workloads.until(collection, "theirs", settled),
      ] as const;
      expect(now[0].spec.suspend).toBe(action === "suspend");
      const own = Object.keys((now[0].metadata.annotations as object | undefined) ?? {});
      expect(own.filter((key) => key.startsWith("batchboard/")).sort()).toEqual(
        action === "suspend"
          ? ["batchboard/suspended-at", "batchboard/suspended-by", "batchboard/suspended-reason"]
          : [],
      );
      expect(specOf(now[0])).toEqual(specOf(now[1]));
    }
  });
}

/** What a Job's status counts may be a moment behind; what was asked for is in the rest. */
function specOf(object: Thing): unknown {
  const { status: _, ...rest } = object;
  return comparable(rest as Thing, {});
}

for (const cascade of ["background", "foreground", "orphan"] as const) {
  test(`a Job deleted with cascade ${cascade} leaves what kubectl delete leaves`, async ({
    api,
    workloads,
    namespace,
    terminal,
    batchboard,
  }) => {
    const hold = "example.com/hold";
    // The Pods wait for a scheduler that does not come, and for somebody who takes the finalizer away.
    const twin = async (name: string) => {
      const template = { spec: podSpec([shell("true")], { schedulerName: "nobody" }) };
      const made = await workloads.create("jobs", job(name, "true", { template }));
      await expect.poll(async () => (await workloads.podsOf(name)).length).toBe(1);
      const [pod] = await workloads.podsOf(name);
      const finalizers = [...(pod?.metadata.finalizers ?? []), hold];
      await workloads.patch("pods", pod?.metadata.name ?? "", { metadata: { finalizers } });
      return { made, pod: pod?.metadata.name ?? "" };
    };
    const [ours, theirs] = [await twin("ours"), await twin("theirs")];
    const answer = await batchboard.act({
      action: "delete",
      resource: "jobs",
      target: targetOf(ours.made),
      cascade,
    });
    expect(answer).toMatchObject({ status: 200, body: { already: false } });
    await type(terminal, `delete job theirs --cascade=${cascade} --wait=false`);
    const left = async (twin: typeof ours) => {
      const { name } = twin.made.metadata;
      const reply = await api.call("GET", workloads.path("jobs", name));
      const found = reply.status === 200 ? specOf(reply.body as Thing) : reply.status;
      const { metadata: of } = await workloads.get("pods", twin.pod);
      return {
        job: found,
        pod: {
          isDeleted: of.deletionTimestamp !== undefined,
          finalizers: of.finalizers,
          owners: (of.ownerReferences as object[] | undefined)?.length ?? 0,
        },
      };
    };
    const expected = {
      background: { job: 404, pod: { isDeleted: true, owners: 1 } },
      foreground: { pod: { isDeleted: true, owners: 1 } },
      orphan: { job: 404, pod: { isDeleted: false, owners: 0 } },
    }[cascade];
    for (const twin of [ours, theirs]) await expect.poll(() => left(twin)).toMatchObject(expected);
    await expect
      .poll(async () => JSON.stringify(await left(ours)))
      .toBe(JSON.stringify(await left(theirs)));
    const query = `kind=job&namespace=${namespace}&name=ours&uid=${ours.made.metadata.uid}`;
    if (cascade !== "orphan") {
      expect(await batchboard.remains(query)).toMatchObject({
        object: cascade === "foreground" ? "terminating" : "gone",
        pods: 1,
        held: expect.arrayContaining([{ finalizer: hold, count: 1 }]),
      });
    }
    for (const { pod } of [ours, theirs]) {
      await workloads.patch("pods", pod, { metadata: { finalizers: [] } });
    }
    if (cascade === "orphan") return;
    await expect.poll(() => batchboard.remains(query)).toMatchObject({ object: "gone", pods: 0 });
  });
}
