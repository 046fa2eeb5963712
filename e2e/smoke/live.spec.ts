import { expect, live, test } from "./fixtures.ts";

const row = (name: string) => `[data-key="default/${name}"]`;
const cell = (name: string, column: string) => `${row(name)} [data-column="${column}"]`;

test("a Job appears, changes and goes without a reload", async ({ page, api }) => {
  await page.goto("/jobs");
  await live(page);
  const job = { metadata: { name: "fresh" }, spec: { completions: 2 } };
  api.apply("jobs", job);
  await expect(page.locator(cell("fresh", "completions"))).toHaveText("0/2");
  api.apply("jobs", { ...job, status: { succeeded: 1 } });
  await expect(page.locator(cell("fresh", "completions"))).toHaveText("1/2");
  api.remove("jobs", "default", "fresh");
  await expect(page.locator(row("fresh"))).toHaveCount(0);
});

test("Suspend says at once what it will be, and takes it back with the API server's words when refused", async ({
  page,
  api,
  faults,
}) => {
  api.apply("cronjobs", {
    metadata: { name: "guarded" },
    spec: { schedule: "@daily", suspend: false },
  });
  await page.goto("/cronjobs");
  const guarded = page.locator(row("guarded"));
  const message =
    'admission webhook "freeze.example.org" denied the request: change freeze until Monday';
  const allow = api.fault(({ method, path }) => method === "PATCH" && path.endsWith("/guarded"), {
    status: 403,
    reason: "Forbidden",
    message,
  });
  // The answer is kept back, so that what is said before it can be seen.
  const answered = Promise.withResolvers<void>();
  await page.route(
    "**/api/actions",
    async (route) => {
      await answered.promise;
      await route.continue();
    },
    { times: 1 },
  );
  await guarded.hover();
  await guarded.getByRole("button", { name: /suspend/i }).click();
  await expect(page.locator(cell("guarded", "suspend"))).toHaveText("True");
  answered.resolve();
  await expect(page.getByText(message).first()).toBeVisible();
  await expect(page.locator(cell("guarded", "suspend"))).toHaveText("False");
  allow();
  await guarded.hover();
  await guarded.getByRole("button", { name: /suspend/i }).click();
  await expect(page.locator(cell("guarded", "suspend"))).toHaveText("True");
  expect(api.get("cronjobs", "default", "guarded")?.spec?.suspend).toBe(true);
  api.remove("cronjobs", "default", "guarded");
  const own = faults().splice(0);
  expect(own.filter((fault) => !/403/.test(fault))).toEqual([]);
});

test("by the keyboard alone: from the CronJob to its Job to its Pod's log, and back up", async ({
  page,
}) => {
  await page.goto("/cronjobs?ns=shop");
  await live(page);
  await expect(page.locator('[data-key="shop/nightly"]')).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/cronjobs\/shop\/nightly/);
  await expect(page.locator('[data-key="shop/nightly-29924640"]')).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/jobs\/shop\/nightly-29924640/);
  await expect(page.getByRole("log").getByText("this a job")).toBeVisible();
  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/cronjobs\/shop\/nightly/);
  await page.keyboard.press("3");
  await expect(page).toHaveURL(/\/pods/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("/");
  await page.keyboard.type("jjj");
  await expect(page).toHaveURL(/q=jjj/);
});

test("filters, sort and wide columns are in the address and survive a reload", async ({ page }) => {
  await page.goto("/jobs");
  await live(page);
  await page.getByRole("columnheader", { name: "COMPLETIONS" }).click();
  await expect(page).toHaveURL(/sort=/);
  await page.goto("/jobs?ns=default&status=Failed&wide=1&sort=-age");
  await live(page);
  await expect(page.locator("[data-key]")).toHaveCount(1);
  await expect(page.locator(cell("broken", "images"))).toHaveText("busybox");
  await page.goto("/cronjobs?l=app%3Dshop");
  await live(page);
  await expect(page.locator("[data-key]")).toHaveCount(1);
  await expect(page.locator('[data-key="shop/nightly"]')).toBeVisible();
});

test("R3: the API server gone: rows stay and are marked; back: they are right without a click", async ({
  page,
  api,
}) => {
  await page.goto("/jobs");
  await live(page);
  const { port } = api;
  await api.crash();
  await expect(page.locator('[data-state="stale"]').first()).toBeVisible({ timeout: 5_000 });
  await expect(page.locator(row("busy"))).toBeVisible();
  await expect(page.getByText(/stale since/i).first()).toBeVisible();
  api.apply("jobs", { metadata: { name: "meanwhile" }, spec: {} });
  await api.listen(port);
  await expect(page.locator(row("meanwhile"))).toBeVisible({ timeout: 30_000 });
  await live(page);
  api.remove("jobs", "default", "meanwhile");
});

test("10,000 Jobs: listed, found and scrolled through with few of them in the page", async ({
  page,
  api,
}) => {
  test.slow();
  for (let i = 0; i < 10_000; i++) {
    api.apply("jobs", {
      metadata: { name: `load-${String(i).padStart(5, "0")}`, namespace: "kube-system" },
      spec: { completions: 1 },
    });
  }
  await page.goto("/jobs?ns=kube-system");
  await live(page);
  await expect(page.getByText(/10,?000 of 10,?000/)).toBeVisible();
  expect(await page.locator("[data-key]").count()).toBeLessThan(120);
  await page.keyboard.press("Shift+G");
  await expect(page.locator('[data-key="kube-system/load-09999"]')).toBeVisible();
  // Wherever one scrolls to, the rows in sight are there two frames later, and few others.
  const steps = await page.evaluate(async () => {
    const grid = document.querySelector("table")?.parentElement;
    if (!grid) return [];
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const { left, top, height } = grid.getBoundingClientRect();
    const seen: { top: number; inSight: boolean; rows: number }[] = [];
    for (let step = 0; step < 60; step++) {
      grid.scrollTop = step * 5_000;
      await frame();
      await frame();
      const inSight = [0.2, 0.5, 0.8].every((share) =>
        document.elementFromPoint(left + 40, top + height * share)?.closest("[data-key]"),
      );
      seen.push({ top: grid.scrollTop, inSight, rows: grid.querySelectorAll("[data-key]").length });
    }
    return seen;
  });
  expect(steps.at(-1)?.top).toBe(59 * 5_000);
  expect(steps.filter(({ inSight }) => !inSight)).toEqual([]);
  expect(Math.max(...steps.map(({ rows }) => rows))).toBeLessThan(120);
  await page.goto("/jobs?ns=kube-system&q=load-07777");
  await expect(page.locator("[data-key]")).toHaveCount(1);
  for (let i = 0; i < 10_000; i++)
    api.remove("jobs", "kube-system", `load-${String(i).padStart(5, "0")}`);
});
