import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Action } from "#lib/api/actions";
import { rights } from "#lib/api/rights";
import { inEnglish } from "#lib/texts/wording";
import { enter } from "../../batchboard.ts";
import type { Api } from "../../cluster/api.ts";
import { startDashboard } from "../../dashboard.ts";
import { idleCronJob, idleJob, paths } from "../objects.ts";
import { letView, viewer } from "../viewer.ts";
import type { Thing } from "../workloads.ts";
import { expect, targetOf, test } from "./fixtures.ts";

/** The kubeconfig of one whom the administrator speaks for. */
function asViewer(kubeconfig: string): string {
  const config = parse(readFileSync(kubeconfig, "utf8"));
  for (const entry of config.users) entry.user.as = viewer;
  return JSON.stringify(config);
}

/** What each button asks for, of a CronJob and a Job that nothing happens to. */
async function actionsOn(api: Api, namespace: string): Promise<Action[]> {
  const made = [
    await api.create(paths.cronJobs(namespace), idleCronJob({ generateName: "rights-" })),
    await api.create(paths.jobs(namespace), idleJob({ generateName: "rights-" })),
  ].map(({ body }) => targetOf(body as Thing));
  const [cron = { namespace, name: "", uid: "" }, job = cron] = made;
  const key = "abcdefgh";
  return [
    { action: "resume", resource: "cronjobs", target: cron },
    { action: "trigger", resource: "cronjobs", target: cron, key },
    { action: "delete", resource: "cronjobs", target: cron, cascade: "background" },
    { action: "rerun", resource: "jobs", target: job, key, owner: "drop" },
    { action: "delete", resource: "jobs", target: job, cascade: "background" },
  ];
}

test("S31: who may only look is told so beforehand, and in the API server's own words when trying", async ({
  api,
  cluster,
}) => {
  await letView(api);
  const actions = await actionsOn(api, "default");
  const folder = mkdtempSync(join(tmpdir(), "batchboard-rights-"));
  const kubeconfig = join(folder, "config");
  writeFileSync(kubeconfig, asViewer(cluster.kubeconfig), { mode: 0o600 });
  const dashboard = await startDashboard(["--kubeconfig", kubeconfig, "-n", "default"]);
  try {
    const batchboard = await enter(dashboard);
    const { namespaces } = await batchboard.rights("ns=default&ns=*");
    const log = "get pods/log" as const;
    expect(namespaces).toEqual([
      { namespace: "default", allowed: [log], denied: rights.filter((it) => it !== log) },
      { namespace: "*", allowed: [], denied: rights },
    ]);
    for (const action of actions) {
      const { status, body } = await batchboard.act(action);
      expect({ status, code: body.code }, action.action).toEqual({
        status: 403,
        code: "forbidden",
      });
      expect(inEnglish(body.message)).toContain(`User "${viewer}" cannot `);
    }
    // A dry run asks for the right to create, too.
    const [, trigger] = actions as [Action, Action];
    const plan = await batchboard.plan(trigger);
    expect(inEnglish(plan.body.refused?.message ?? "")).toContain('cannot create resource "jobs"');
    const lines = dashboard
      .stderr()
      .split("\n")
      .filter((line) => line.includes('"audit"'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject(
      actions.map(({ action, target: { uid } }) => ({
        action,
        uid,
        who: viewer,
        result: "forbidden",
      })),
    );
  } finally {
    await dashboard.stop();
    rmSync(folder, { recursive: true });
    for (const { action, resource, target } of actions) {
      if (action !== "delete") continue;
      const path = resource === "jobs" ? paths.jobs : paths.cronJobs;
      await api.delete(path(target.namespace, target.name), { propagationPolicy: "Background" });
    }
  }
});
