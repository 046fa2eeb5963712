import type { Page } from "@playwright/test";
import { hasChineseFont } from "../../bin/install.mjs";
import { test as base, expect } from "../app.ts";
import { Api } from "../cluster/api.ts";
import { type EmbeddedProcess, embeddedProcess } from "../cluster/embedded.ts";
import { startDashboard } from "../dashboard.ts";
import { englishLeft } from "./english-left.ts";
import { shownTexts } from "./shown-texts.ts";

interface KubernetesObject {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly ownerReferences?: readonly unknown[];
  };
  readonly spec: { readonly suspend?: boolean; readonly completionMode?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
    readonly containerStatuses?: readonly { readonly state: object }[];
  };
}

/** What the cluster holds. */
interface World {
  readonly cronJobs: readonly KubernetesObject[];
  readonly jobs: readonly KubernetesObject[];
  readonly pods: readonly KubernetesObject[];
  /** All that it says of its objects, at first and now. */
  words(): Promise<string>;
}

/** The built app with the workloads of the cluster it brings along, which it takes for any other. */
const test = base.extend<object, { embedded: EmbeddedProcess; world: World }>({
  embedded: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const embedded = await embeddedProcess();
      await use(embedded);
      await embedded.stop();
    },
    { scope: "worker" },
  ],
  world: [
    async ({ embedded }, use) => {
      const api = new Api(embedded.kubeconfig);
      const paths = [
        "apis/batch/v1/cronjobs",
        "apis/batch/v1/jobs",
        "api/v1/pods",
        "api/v1/events",
      ];
      const read = () =>
        Promise.all(
          paths.map(
            async (path) => (await api.get(`/${path}`)).body as { items: KubernetesObject[] },
          ),
        );
      const first = await read();
      const [cronJobs, jobs, pods] = first;
      await use({
        cronJobs: cronJobs?.items ?? [],
        jobs: jobs?.items ?? [],
        pods: pods?.items ?? [],
        words: async () => JSON.stringify([first, await read()]),
      });
      await api.close();
    },
    { scope: "worker" },
  ],
  dashboard: [
    async ({ embedded }, use) => {
      const dashboard = await startDashboard(["--kubeconfig", embedded.kubeconfig]);
      await use(dashboard);
      expect(await dashboard.stop()).toBe(0);
    },
    { scope: "worker" },
  ],
});

const widths = [1440, 390];

/** One of each kind of trouble, as their fields tell it. */
function oneOfEach(
  objects: readonly KubernetesObject[],
  like: (object: KubernetesObject) => unknown,
): string[] {
  const kinds = new Map(objects.map((object) => [JSON.stringify(like(object)), object]));
  return [...kinds.values()].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

function pagesOf({ cronJobs, jobs, pods }: World): string[] {
  const jobLike = ({ spec, status }: KubernetesObject) => [
    spec.suspend ?? false,
    spec.completionMode,
    status?.conditions?.map(({ type, reason }) => [type, reason]),
  ];
  const podLike = ({ status }: KubernetesObject) => [
    status?.phase,
    status?.containerStatuses?.map(({ state }) =>
      Object.entries(state).map(([name, { reason }]) => [name, reason]),
    ),
  ];
  const ofJobs = oneOfEach(jobs, jobLike);
  const [failed = ""] = oneOfEach(
    jobs.filter(({ status }) => status?.conditions?.some(({ type }) => type === "Failed")),
    () => "one",
  );
  const [failedNamespace = "", failedName = ""] = failed.split("/");
  return [
    "/?ns=*",
    "/cronjobs?ns=*",
    "/jobs?ns=*&wide=1",
    "/pods?ns=*&wide=1",
    "/pods?ns=kube-system",
    "/jobs?ns=*&q=nothing-like-it",
    "/nowhere",
    "/jobs/default/never-was",
    ...cronJobs.map(({ metadata }) => `/cronjobs/${metadata.namespace}/${metadata.name}`),
    ...ofJobs.map((name) => `/jobs/${name}`),
    ...oneOfEach(pods, podLike).map((name) => `/pods/${name}`),
    `/logs/${failedNamespace}?of=job/${failedName}&instances=all`,
    "/logs/default?of=cronjob/echo&runs=3",
  ];
}

/** The keys that open something where they do. */
const openingKeys = ["?", "y", "t", "S", "R", "Control+d", "C", "n", ":"];

/** Opens what a page keeps closed, one after the other, and looks at each; gives how many there were. */
async function eachOpened(page: Page, look: () => Promise<void>): Promise<number> {
  let count = 0;
  const opened = page.locator("[data-open], [role='dialog'], [role='alertdialog']").first();
  const lookAndClose = async () => {
    count += 1;
    await look();
    await expect
      .poll(async () => {
        if (!(await opened.isVisible())) return "closed";
        await page.keyboard.press("Escape");
        return "open";
      })
      .toBe("closed");
  };
  const buttons = page.locator("button[aria-haspopup]:visible");
  for (let i = 0; i < (await buttons.count()); i++) {
    await buttons.nth(i).click();
    await expect(opened).toBeVisible();
    await lookAndClose();
  }
  for (const key of openingKeys) {
    await page.keyboard.press(key);
    await nextFrames(page);
    if (await opened.isVisible()) await lookAndClose();
  }
  await page.keyboard.press(":");
  await page.keyboard.type("kubectl get deployments");
  await look();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").first()).toBeVisible();
  await look();
  return count;
}

// They take the longest of all, and each has a dashboard of its own.
test.describe.configure({ mode: "parallel" });

for (const locale of ["zh-CN", "en"]) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test.skip(!hasChineseFont(), "There is no font with Chinese letters");

    test("every page is told in it, and nothing is cut off, wide and narrow", async ({
      page,
      world,
      faults,
    }) => {
      test.setTimeout(600_000);
      const wrong: string[] = [];
      for (const path of pagesOf(world)) {
        await page.goto(path);
        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        await settled(page);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          wrong.push(...(await look(page, locale, world)).map((it) => `${path} ${width}: ${it}`));
        }
      }
      faults().splice(0);
      expect(wrong).toEqual([]);
    });

    test("so is what opens: menus, dialogs, choices, help", async ({ page, world }) => {
      test.setTimeout(600_000);
      const wrong: string[] = [];
      // A Job of nobody's stays; one of a CronJob is cleared away while this goes on.
      const job = world.jobs.find(({ metadata }) => !metadata.ownerReferences?.length);
      if (!job) throw new Error("every Job of the embedded cluster is a CronJob's");
      for (const path of [
        "/cronjobs?ns=*",
        `/jobs/${job.metadata.namespace}/${job.metadata.name}`,
        "/logs/default?of=cronjob/echo&runs=3",
      ]) {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path);
          await settled(page);
          await page.keyboard.press("j");
          const opened = await eachOpened(page, async () => {
            const found = await look(page, locale, world);
            wrong.push(...found.map((it) => `${path} ${width}: ${it}`));
          });
          // The help, the line and the YAML, a dialog or the columns: each page has some.
          expect(opened).toBeGreaterThan(4);
        }
      }
      expect([...new Set(wrong)]).toEqual([]);
    });
  });
}

/** Waits until a page has what it will have. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator("[data-state='live'], h1").first()).toBeVisible();
  await expect(page.locator("[data-state='syncing']")).toHaveCount(0);
}

/** What was just opened, or made narrow, is drawn by the frame after the next. */
async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

async function look(page: Page, locale: string, world: World): Promise<string[]> {
  await nextFrames(page);
  const texts = await shownTexts(page);
  const cut = texts
    .filter(({ kind, clipped }) => clipped && kind === "ours")
    .map(({ text, where }) => `cut off: "${text}" (${where})`);
  return locale === "en" ? cut : [...englishLeft(texts, await world.words()), ...cut];
}
