import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import { createDashboard } from "#lib/server/dashboard";
import { systemClock } from "#lib/time/clock";

test("S8: of 200 requests of two credentials in turn each goes with its own", async () => {
  const api = await new ScriptedApiServer().listen();
  const folder = mkdtempSync(join(tmpdir(), "batchboard-credentials-"));
  const dashboards = ["anna", "bert"].map((who) => {
    const kubeconfig = join(folder, who);
    writeFileSync(kubeconfig, api.kubeconfig("default", `token-of-${who}`));
    const dashboard = createDashboard({
      kubeconfig,
      clock: systemClock,
      refuse: () => null,
      onError: () => {},
      onCluster: () => {},
    });
    return { who, dashboard };
  });
  try {
    const answers = Array.from({ length: 100 }, (_, i) =>
      dashboards.map(({ who, dashboard }) => {
        api.apply("jobs", { metadata: { name: `${who}-${i}` }, spec: {} });
        const query = `kind=job&namespace=default&name=${who}-${i}`;
        return dashboard.answer("manifest", new Request(`http://localhost/api/manifest?${query}`));
      }),
    );
    const statuses = (await Promise.all(answers.flat())).map(({ status }) => status);
    expect(statuses).toEqual(Array(200).fill(200));
    const asked = api.requests.filter(({ path }) => path.includes("/jobs/"));
    const senders = asked.map(({ path, headers }) => [
      /jobs\/([a-z]+)-/.exec(path)?.[1],
      headers.authorization,
    ]);
    expect(senders).toHaveLength(200);
    for (const [who, authorization] of senders)
      expect(authorization).toBe(`Bearer token-of-${who}`);
  } finally {
    for (const { dashboard } of dashboards) await dashboard.close();
    await api.close();
    rmSync(folder, { recursive: true });
  }
});
