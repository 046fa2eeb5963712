import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import playwrightConfig from "../../playwright.config.ts";
import { clusterUnderTest } from "../cluster/under-test.ts";
import { logIn, startDashboard } from "../dashboard.ts";

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
  /** Text that is on screen once the picture is worth taking. */
  readonly shows: RegExp;
  readonly arrange?: (page: Page) => Promise<void>;
}

const wide = { width: 1440, height: 760 };
const shots: readonly Shot[] = [
  {
    file: "cronjobs.png",
    path: (ns) => `/cronjobs?ns=${ns}`,
    theme: "light",
    ...wide,
    shows: /search-reindex/,
  },
  {
    file: "jobs.png",
    path: (ns) => `/jobs?ns=${ns}`,
    theme: "dark",
    ...wide,
    shows: /4\/6|5\/6|6\/6/,
  },
  {
    file: "job.png",
    path: (ns) => `/jobs/${ns}/ledger-import`,
    theme: "light",
    ...wide,
    shows: /cannot reach the ledger/,
  },
  {
    file: "log.png",
    path: (ns) => `/pods/${ns}/render-batch?wrap=1`,
    theme: "dark",
    ...wide,
    shows: /page 8/,
  },
  {
    file: "phone.png",
    path: (ns) => `/jobs?ns=${ns}`,
    theme: "light",
    width: 390,
    height: 844,
    shows: /thumbnails/,
  },
];

const cluster = await clusterUnderTest();
const namespace = await cluster.createNamespace();
const browser = await chromium.launch(playwrightConfig.use?.launchOptions ?? {});
const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
try {
  await cluster.kubectl(["apply", "-n", namespace, "-f", "-"], { input: manifest });
  const storageState = await logIn(browser, dashboard);
  await mkdir(target, { recursive: true });
  for (const shot of shots) {
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
    await page.goto(shot.path(namespace));
    await page.getByText(shot.shows).first().waitFor({ timeout: 150_000 });
    await page.screenshot({ path: join(target, shot.file) });
    process.stdout.write(`docs/${shot.file}\n`);
    await context.close();
  }
} finally {
  await dashboard.stop();
  await browser.close();
  await cluster.release();
}
