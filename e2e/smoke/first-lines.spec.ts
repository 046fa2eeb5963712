import { askedSince, expect, test } from "./fixtures.ts";
import { hostile } from "./objects.ts";

const pod = "nightly-29924640-x7k2p";
const addresses = [
  `/pods/shop/${pod}`,
  `/logs/shop?of=pod/${pod}`,
  "/logs/shop?of=job/nightly-29924640",
  "/logs/shop?of=cronjob/nightly",
];

for (const address of addresses) {
  test.describe(`the page of ${address}`, () => {
    test("comes with its newest lines, before any script", async ({
      browser,
      loggedIn,
      dashboard,
    }) => {
      const context = await browser.newContext({
        storageState: loggedIn,
        baseURL: dashboard.origin,
        javaScriptEnabled: false,
      });
      const page = await context.newPage();
      await page.goto(address);
      const lines = page.getByRole("log").locator("[data-text]");
      await expect(lines.first()).toHaveText("this a job");
      await expect(lines.nth(2)).toHaveText(hostile);
      await context.close();
    });

    test("goes on in them as it is read", async ({ page }) => {
      await page.goto(address);
      await expect(
        page.locator('[data-log-state]:not([data-log-state="connecting"])'),
      ).toBeVisible();
      await expect(page.getByRole("log").locator("[data-text]").first()).toHaveText("this a job");
      expect(await page.evaluate(() => "pwned" in window)).toBe(false);
    });
  });
}

test("S30: the lines of a log are nobody's without a session, and nobody keeps them", async ({
  dashboard,
  loggedIn,
  api,
}) => {
  const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
  for (const address of addresses) {
    const url = dashboard.origin + address;
    const told = await fetch(url, { headers: { cookie } });
    expect(told.headers.get("cache-control")).toMatch(/\bno-store\b/);
    const said = await told.text();
    expect(said).toContain("this a job");
    expect(said).not.toContain("<img src=x");
    const before = api.requests.length;
    const shut = await fetch(url, { redirect: "manual" });
    expect(shut.status).toBe(401);
    expect(await shut.text()).not.toContain("this a job");
    expect(askedSince(api, before)).toEqual([]);
  }
});

test("an address that asks for other lines comes without any", async ({ dashboard, loggedIn }) => {
  const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
  for (const more of ["find=job", "ts=local", "since=1h", "without=x"]) {
    const told = await fetch(`${dashboard.origin}/pods/shop/${pod}?${more}`, {
      headers: { cookie },
    });
    expect(await told.text()).not.toContain("this a job");
  }
});

test("a list reads none of the logs that its rows lead to", async ({ page, api }) => {
  const before = api.requests.length;
  await page.goto("/pods?ns=*");
  await page.locator("[data-key]").first().hover();
  await page.waitForLoadState("networkidle");
  expect(askedSince(api, before).filter((path) => path.endsWith("/log"))).toEqual([]);
});

test("what is read takes the place of the first lines, and nothing moves", async ({
  page,
  api,
}) => {
  const [namespace, name] = ["kube-system", "long"];
  const state = { running: { startedAt: "2026-03-10T12:00:00Z" } };
  api.apply("pods", {
    metadata: { name, namespace },
    spec: { containers: [{ name: "main", image: "busybox" }] },
    status: { phase: "Running", containerStatuses: [{ name: "main", state, restartCount: 0 }] },
  });
  const lines = Array.from(
    { length: 3_000 },
    (_, i) => `2026-03-10T12:00:00.${i + 1e8}Z line ${i}`,
  );
  api.writeLog(namespace, name, "main", lines);
  // What stands last in sight, and how far from the lower edge, in each frame that has drawn lines.
  await page.addInitScript(() => {
    const ends = new Set<string>();
    Object.assign(window, { ends });
    const look = () => {
      requestAnimationFrame(look);
      const log = document.querySelector("[role=log]");
      const edge = log?.getBoundingClientRect().bottom ?? 0;
      const rows = [...(log?.querySelectorAll("[data-time]") ?? [])];
      const last = rows.findLast((row) => row.getBoundingClientRect().top < edge - 1);
      if (ends.size === 0 && !last) return;
      const apart = edge - (last?.getBoundingClientRect().bottom ?? 0);
      const near = Math.abs(apart) <= 1 ? "at the edge" : `${apart} px apart`;
      ends.add(`${last?.querySelector("[data-text]")?.textContent} ${near}`);
    };
    requestAnimationFrame(look);
  });
  await page.goto(`/logs/${namespace}?of=pod/${name}`);
  await expect(page.getByText("3,000 lines")).toBeVisible();
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  expect(await page.evaluate(() => [...(window as unknown as { ends: Set<string> }).ends])).toEqual(
    ["line 2999 at the edge"],
  );
  api.remove("pods", namespace, name);
});
