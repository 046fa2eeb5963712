import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "@playwright/test";
import playwrightConfig from "../../playwright.config.ts";
import { tellFailure } from "../cluster/failure.ts";
import { interruption } from "../cluster/interruption.ts";
import { createManifests } from "../cluster/manifests.ts";
import { testCluster } from "../cluster/test-cluster.ts";
import { logIn, type RunningDashboard, startDashboard } from "../dashboard.ts";

/**
 * Takes the README's screenshots of real workloads on a real cluster: `npm run screenshots`. The
 * cluster is the one of `npm run cluster:up`, started if need be, or that of TEST_KUBECONFIG.
 */
const target = join(import.meta.dirname, "..", "..", "docs");
const manifest = await readFile(join(import.meta.dirname, "workloads.yaml"), "utf8");

interface Shot {
  readonly file: string;
  readonly path: (namespace: string) => string;
  readonly theme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  /** What is on screen once the picture is worth taking. */
  readonly shows: (page: Page) => Locator;
}

const wide = { width: 1440, height: 620 };
/** In the order in which the workloads come to show what they should. */
const shots: readonly Shot[] = [
  {
    file: "log.png",
    path: (namespace) => `/pods/${namespace}/render-batch?wrap=1`,
    theme: "dark",
    ...wide,
    shows: (page) => page.getByText(/page 12:/),
  },
  {
    file: "jobs.png",
    path: (namespace) => `/jobs?ns=${namespace}`,
    theme: "dark",
    ...wide,
    shows: (page) => page.getByText(/^[2-6]\/6$/),
  },
  {
    file: "job.png",
    path: (namespace) => `/jobs/${namespace}/ledger-import`,
    theme: "light",
    ...wide,
    shows: (page) => page.getByText("BackoffLimitExceeded"),
  },
  {
    file: "overview.png",
    path: (namespace) => `/?ns=${namespace}`,
    theme: "light",
    width: 1440,
    height: 480,
    shows: (page) => page.locator("[data-attention]"),
  },
  {
    file: "phone.png",
    path: (namespace) => `/jobs?ns=${namespace}`,
    theme: "light",
    width: 390,
    height: 844,
    shows: (page) => page.getByText("thumbnails"),
  },
  {
    file: "cronjobs.png",
    path: (namespace) => `/cronjobs?ns=${namespace}`,
    theme: "light",
    width: 1440,
    height: 400,
    shows: (page) =>
      page.locator('[data-key$="/fx-rates-refresh"] [data-column="last schedule"]', {
        hasText: /\ds$/,
      }),
  },
];

const interrupt = interruption();

async function main(): Promise<void> {
  const cluster = await testCluster(interrupt);
  const namespace = await cluster.createNamespace("billing");
  let browser: Browser | undefined;
  let dashboard: RunningDashboard | undefined;
  try {
    browser = await chromium.launch({
      ...playwrightConfig.use?.launchOptions,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
    // Whatever a page is waited for ends with it.
    interrupt.addEventListener("abort", () => browser?.close());
    await createManifests(cluster.api, namespace, manifest);
    const storageState = await logIn(browser, dashboard);
    await mkdir(target, { recursive: true });
    for (const shot of shots) {
      interrupt.throwIfAborted();
      const { theme: colorScheme, width, height } = shot;
      const context = await browser.newContext({
        baseURL: dashboard.origin,
        storageState,
        colorScheme,
        reducedMotion: "reduce",
        viewport: { width, height },
        deviceScaleFactor: width < 500 ? 2 : 1,
      });
      const page = await context.newPage();
      // What is said to who is here for the first time is not what one looks at.
      await page.addInitScript(() => localStorage.setItem("batchboard-hints", "seen"));
      await page.goto(shot.path(namespace));
      await shot.shows(page).first().waitFor({ timeout: 180_000 });
      await page.screenshot({ path: join(target, shot.file) });
      process.stdout.write(`docs/${shot.file}\n`);
      await context.close();
    }
  } finally {
    await dashboard?.stop();
    await browser?.close();
    await cluster.release();
  }
}

main().then(
  () => process.exit(0),
  (error) => process.exit(tellFailure(interrupt.aborted ? interrupt.reason : error)),
);
