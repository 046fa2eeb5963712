import type { Page } from "@playwright/test";
import { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";
import type { RunningDashboard } from "../dashboard.ts";
import { expect, live, test } from "./fixtures.ts";
import { withDashboard } from "./own-dashboard.ts";

/** What each role may do beside reading. */
const roles = {
  "list-only": [],
  "patch-only": ["patch"],
  "create-only": ["create"],
  "delete-only": ["delete"],
  all: ["patch", "create", "delete"],
} as const;
type Role = keyof typeof roles;

/** The buttons of a row, each with the verb and the resource it really uses. */
const buttons = {
  "/cronjobs": {
    nightly: {
      Suspend: "patch cronjobs",
      "Note…": "patch cronjobs",
      Trigger: "create jobs",
      "Delete…": "delete cronjobs",
    },
  },
  "/jobs": {
    over: { "Run again": "create jobs", "Delete…": "delete jobs" },
    running: { Suspend: "patch jobs", "Note…": "patch jobs", "Delete…": "delete jobs" },
  },
  "/pods": { pod: { "Delete…": "delete pods" } },
} satisfies Record<string, Record<string, Record<string, string>>>;

const keys = ["s", "r", "Shift+S", "t", "Shift+R", "Control+d", "Shift+C"];

function populate(api: ScriptedApiServer, namespace: string): void {
  api.apply("cronjobs", {
    metadata: { name: "nightly", namespace },
    spec: { schedule: "@yearly", suspend: false },
  });
  api.apply("jobs", { metadata: { name: "running", namespace }, spec: {}, status: { active: 1 } });
  api.apply("jobs", {
    metadata: { name: "over", namespace },
    spec: {},
    status: { conditions: [{ type: "Failed", status: "True" }] },
  });
  api.apply("pods", { metadata: { name: "pod", namespace }, status: { phase: "Running" } });
}

const reading = new Set(["list", "watch", "get"]);
const mayRole = (role: Role, verb: string) =>
  reading.has(verb) || (roles[role] as readonly string[]).includes(verb);

/** Whether each button is as the role has it, and that no key makes a request that would be refused. */
async function check(
  page: Page,
  api: ScriptedApiServer,
  role: Role,
  namespace: string,
): Promise<void> {
  for (const [path, rows] of Object.entries(buttons)) {
    await page.goto(`${path}?ns=${namespace}`);
    await live(page);
    const create = page.getByRole("button", { name: "Create", exact: true });
    if (mayRole(role, "create")) await expect(create).not.toHaveAttribute("aria-disabled", "true");
    else await expect(create).toHaveAttribute("aria-disabled", "true");
    for (const [name, ofRow] of Object.entries(rows)) {
      await page
        .locator(`[data-key="${namespace}/${name}"] [data-column="age"]`)
        .click({ position: { x: 4, y: 4 } });
      const dock = page.getByRole("region", { name: `Keys of ${namespace}/${name}` });
      for (const [label, right] of Object.entries(ofRow)) {
        const button = dock.getByRole("button", { name: label, exact: true });
        const allowed = mayRole(role, right.split(" ")[0] ?? "");
        await expect(button).toHaveAttribute("aria-disabled", allowed ? "false" : "true");
        if (allowed) continue;
        await expect(button).toHaveAttribute("title", `You may not ${right} in ${namespace}`);
        await button.focus();
        await expect(dock).toContainText(`kubectl auth can-i ${right} -n ${namespace}`);
        await expect(dock.getByRole("button", { name: "Copy missing Role" })).toBeVisible();
      }
      if (role !== "list-only") continue;
      for (const key of keys) await page.keyboard.press(key);
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
  }
  expect(refusable(api, role)).toEqual([]);
}

/** Writes and dry runs that the API server got though the role has no right to them. */
function refusable(api: ScriptedApiServer, role: Role): string[] {
  const verbs: Readonly<Record<string, string>> = {
    POST: "create",
    PATCH: "patch",
    DELETE: "delete",
  };
  return api.requests
    .filter(
      ({ path }) =>
        !path.includes("/authorization.k8s.io/") && !path.includes("/authentication.k8s.io/"),
    )
    .filter(({ method }) => verbs[method] !== undefined && !mayRole(role, verbs[method] ?? ""))
    .map(({ method, path }) => `${method} ${path}`);
}

async function logIn(page: Page, dashboard: RunningDashboard): Promise<void> {
  await page.goto(dashboard.link);
  await expect(page.locator("[data-state]").first()).toBeVisible();
}

test.describe("S31: each button is as the role has it, and no request is made that would be refused", () => {
  test.use({ baseURL: undefined, storageState: undefined });

  for (const role of Object.keys(roles) as Role[]) {
    for (const scope of ["in one namespace", "everywhere"] as const) {
      test(`${role} ${scope}`, async ({ browser }) => {
        test.slow();
        const api = await new ScriptedApiServer().listen();
        populate(api, "mine");
        api.allows = ({ verb, namespace }) =>
          (scope === "everywhere" || namespace === "mine") && mayRole(role, verb);
        try {
          await withDashboard(api.kubeconfig(), ["-n", "mine"], async (dashboard) => {
            const context = await browser.newContext({ baseURL: dashboard.origin });
            const page = await context.newPage();
            await logIn(page, dashboard);
            await check(page, api, role, "mine");
            await context.close();
          });
        } finally {
          await api.close();
        }
      });
    }
  }

  test("none: the page says what is missing, and offers nothing to do", async ({ browser }) => {
    const api = await new ScriptedApiServer().listen();
    populate(api, "mine");
    api.allows = () => false;
    const message = 'jobs.batch is forbidden: User "tester" cannot list resource "jobs"';
    api.fault(({ path }) => /\/(cronjobs|jobs|pods|namespaces)$/.test(path), {
      status: 403,
      reason: "Forbidden",
      message,
    });
    try {
      await withDashboard(api.kubeconfig(), ["-n", "mine"], async (dashboard) => {
        const context = await browser.newContext({ baseURL: dashboard.origin });
        const page = await context.newPage();
        await logIn(page, dashboard);
        await page.goto("/jobs?ns=mine");
        await expect(page.locator("[data-state]").first()).toHaveAttribute(
          "data-state",
          "forbidden",
        );
        await expect(page.getByText(message).first()).toBeVisible();
        await expect(page.getByRole("button", { name: "Create", exact: true })).toHaveAttribute(
          "aria-disabled",
          "true",
        );
        for (const key of keys) await page.keyboard.press(key);
        await expect(page.getByRole("dialog")).toHaveCount(0);
        expect(refusable(api, "list-only")).toEqual([]);
        await context.close();
      });
    } finally {
      await api.close();
    }
  });
});
