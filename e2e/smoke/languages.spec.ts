import type { Page } from "@playwright/test";
import { test as base, expect } from "../app.ts";
import { Api } from "../cluster/api.ts";
import { type EmbeddedProcess, embeddedProcess } from "../cluster/embedded.ts";
import { startDashboard } from "../dashboard.ts";
import { englishLeft } from "./english-left.ts";
import { shownTexts } from "./shown-texts.ts";

interface KubernetesObject {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: { readonly suspend?: boolean; readonly completionMode?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
    readonly containerStatuses?: readonly { readonly state: object }[];
  };
}

/** What the cluster holds: its objects, and all that it says of them. */
interface World {
  readonly cronJobs: readonly KubernetesObject[];
  readonly jobs: readonly KubernetesObject[];
  readonly pods: readonly KubernetesObject[];
  readonly words: string;
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
      const [cronJobs, jobs, pods, events] = await Promise.all(
        paths.map(
          async (path) => (await api.get(`/${path}`)).body as { items: KubernetesObject[] },
        ),
      );
      const words = JSON.stringify([cronJobs, jobs, pods, events]);
      await api.close();
      await use({
        cronJobs: cronJobs?.items ?? [],
        jobs: jobs?.items ?? [],
        pods: pods?.items ?? [],
        words,
      });
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

/** Opens what a page keeps closed, one after the other, by whatever opens it. */
async function openings(page: Page): Promise<((step: () => Promise<void>) => Promise<void>)[]> {
  const buttons = page.locator("button[aria-haspopup]:visible");
  const byButton = Array.from(
    { length: await buttons.count() },
    (_, i) => async (step: () => Promise<void>) => {
      await buttons.nth(i).click();
      await expect(page.locator("[data-open]").first()).toBeVisible();
      await step();
      await page.keyboard.press("Escape");
    },
  );
  const byKey = ["?", "y", "t", "u", "Control+d", ":", "c", "n"].map(
    (key) => async (step: () => Promise<void>) => {
      await page.keyboard.press(key);
      await step();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
    },
  );
  return [...byButton, ...byKey];
}

for (const locale of ["zh-CN", "en"]) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

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
          wrong.push(
            ...(await look(page, locale, world.words)).map((it) => `${path} ${width}: ${it}`),
          );
        }
      }
      faults().splice(0);
      expect(wrong).toEqual([]);
    });

    test("so is what opens: menus, dialogs, choices, help", async ({ page, world }) => {
      test.setTimeout(600_000);
      const wrong: string[] = [];
      const [cronJob = "", job = "", pod = ""] = [world.cronJobs, world.jobs, world.pods].map(
        (objects) => oneOfEach(objects, () => "one")[0],
      );
      for (const path of [
        "/cronjobs?ns=*",
        "/jobs?ns=*",
        `/cronjobs/${cronJob}`,
        `/jobs/${job}`,
        `/pods/${pod}`,
        "/logs/default?of=cronjob/echo&runs=3",
      ]) {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path);
          await settled(page);
          await page.keyboard.press("j");
          for (const open of await openings(page)) {
            await open(async () => {
              wrong.push(
                ...(await look(page, locale, world.words)).map((it) => `${path} ${width}: ${it}`),
              );
            });
          }
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

async function look(page: Page, locale: string, words: string): Promise<string[]> {
  const texts = await shownTexts(page);
  const cut = texts
    .filter(({ kind, clipped }) => clipped && kind === "ours")
    .map(({ text, where }) => `cut off: "${text}" (${where})`);
  return locale === "en" ? cut : [...englishLeft(texts, words), ...cut];
}
