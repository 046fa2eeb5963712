import type { Action, ActionTarget } from "#lib/api/actions";
import type { FaultProxy } from "#lib/kubernetes/testing/fault-proxy";
import type { PassedRequest } from "#lib/kubernetes/testing/fault-proxy-passage";
import { inEnglish } from "#lib/texts/wording";
import { enter } from "../batchboard.ts";
import type { Api } from "../cluster/api.ts";
import { idleCronJob, idleJob, paths } from "../conformance/objects.ts";
import { expect, test } from "./fixtures.ts";

interface Stored {
  readonly metadata: ActionTarget;
  readonly spec: { readonly suspend?: boolean };
}

const targetOf = ({ metadata: { namespace, name, uid } }: Stored) => ({ namespace, name, uid });
const key = "abcdefgh";

/** A CronJob and a Job that nothing happens to. */
async function prepare(api: Api, namespace: string) {
  const template = { spec: (idleJob("x") as { spec: object }).spec };
  const cronJob = idleCronJob("etl", { jobTemplate: template });
  const made = [
    await api.create(paths.cronJobs(namespace), cronJob),
    await api.create(paths.jobs(namespace), idleJob("old")),
  ] as const;
  const [etl, old] = [made[0].body as Stored, made[1].body as Stored];
  const names = async () =>
    ((await api.get(paths.jobs(namespace))).body as { items: Stored[] }).items.map(
      ({ metadata }) => metadata.name,
    );
  return { etl, old, names };
}

const creation = ({ method, path, query }: PassedRequest) =>
  method === "POST" && path.endsWith("/jobs") && !query.has("dryRun");
const patch = ({ method }: PassedRequest) => method === "PATCH";
const deletion = ({ method }: PassedRequest) => method === "DELETE";

/** What happens to the first write: the API server never sees it, or has done it and cannot say so. */
const cuts = [
  ["before", (proxy: FaultProxy, when: (it: PassedRequest) => boolean) => proxy.reset(when, 1)],
  ["after", (proxy: FaultProxy, when: (it: PassedRequest) => boolean) => proxy.tear(when, 1)],
] as const;

for (const [moment, cut] of cuts) {
  test(`R25, S32: a connection that is cut ${moment} the API server acted: never two Jobs, and nothing told that did not happen`, async ({
    cluster: { api },
    namespace,
    faultProxy: proxy,
    serve,
  }) => {
    const { etl, old, names } = await prepare(api, namespace);
    const batchboard = await enter(await serve(proxy.kubeconfig()));
    const isDone = moment === "after";
    /** Asks once over the cut, and again as a person does who was told that it is not known. */
    const act = async (action: Action, when: (it: PassedRequest) => boolean) => {
      const sent = proxy.passed(when).length;
      cut(proxy, when);
      const first = await batchboard.act(action);
      expect(first.status, JSON.stringify(first.body)).toBe(isDone ? 200 : 502);
      if (!isDone) expect(inEnglish(first.body.message)).toMatch(/^It is not known whether /);
      expect(proxy.passed(when)).toHaveLength(sent + 1);
      return first;
    };
    const again = async (action: Action, already: boolean) =>
      expect((await batchboard.act(action)).body).toMatchObject({ accepted: true, already });

    const trigger: Action = { action: "trigger", resource: "cronjobs", target: targetOf(etl), key };
    await act(trigger, creation);
    await again(trigger, isDone);
    expect(await names()).toEqual([`etl-manual-${key}`, "old"]);

    const rerun: Action = {
      action: "rerun",
      resource: "jobs",
      target: targetOf(old),
      key,
      owner: "drop",
    };
    await act(rerun, creation);
    await again(rerun, isDone);
    expect(await names()).toEqual([`etl-manual-${key}`, "old", "old-rerun-1"]);

    const resume: Action = { action: "resume", resource: "cronjobs", target: targetOf(etl) };
    await act(resume, patch);
    const now = (await api.get(paths.cronJobs(namespace, "etl"))).body as Stored;
    expect(now.spec.suspend).toBe(!isDone);

    const remove: Action = {
      action: "delete",
      resource: "jobs",
      target: targetOf(old),
      cascade: "background",
    };
    await act(remove, deletion);
    expect((await names()).includes("old")).toBe(!isDone);
    await again(remove, isDone);
    expect(await names()).toEqual([`etl-manual-${key}`, "old-rerun-1"]);
  });
}

test("S32: an API server that is too busy says for how long, and the same request makes one Job then", async ({
  cluster: { api },
  namespace,
  faultProxy: proxy,
  serve,
}) => {
  const { etl, names } = await prepare(api, namespace);
  const batchboard = await enter(await serve(proxy.kubeconfig()));
  const busy = { code: 429, reason: "TooManyRequests", retryAfterSeconds: 7 };
  const lift = proxy.refuse(creation, busy);
  const trigger: Action = { action: "trigger", resource: "cronjobs", target: targetOf(etl), key };
  for (let i = 0; i < 5; i++) {
    const { status, retryAfter, body } = await batchboard.act(trigger);
    expect({ status, retryAfter, code: body.code }).toEqual({
      status: 503,
      retryAfter: "7",
      code: "too-many",
    });
  }
  expect(proxy.passed(creation)).toHaveLength(5);
  lift();
  expect((await batchboard.act(trigger)).body).toMatchObject({ already: false });
  expect(await names()).toEqual([`etl-manual-${key}`, "old"]);
});

test("S11, R9: what is created again under the name while one looks is left as it is", async ({
  cluster: { api },
  namespace,
  faultProxy: proxy,
  serve,
}) => {
  const { etl, old, names } = await prepare(api, namespace);
  const batchboard = await enter(await serve(proxy.kubeconfig()));
  for (const path of [paths.cronJobs(namespace, "etl"), paths.jobs(namespace, "old")]) {
    await api.delete(path, { propagationPolicy: "Background" });
    await expect.poll(async () => (await api.call("GET", path)).status).toBe(404);
  }
  await prepare(api, namespace);
  const [cron, job] = [targetOf(etl), targetOf(old)];
  const actions: Action[] = [
    { action: "trigger", resource: "cronjobs", target: cron, key },
    { action: "resume", resource: "cronjobs", target: cron },
    { action: "delete", resource: "cronjobs", target: cron, cascade: "foreground" },
    { action: "rerun", resource: "jobs", target: job, key, owner: "drop" },
    { action: "delete", resource: "jobs", target: job, cascade: "orphan" },
  ];
  for (const action of actions) {
    const { status, body } = await batchboard.act(action);
    expect({ status, code: body.code }, action.action).toEqual({ status: 409, code: "conflict" });
    expect(inEnglish(body.message)).toContain("was deleted and created again");
  }
  expect(await names()).toEqual(["old"]);
  const now = (await api.get(paths.cronJobs(namespace, "etl"))).body as Stored;
  expect(now.spec.suspend).toBe(true);
});
