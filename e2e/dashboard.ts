import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { request } from "undici";
import { nodeFlags } from "../bin/node-flags.mjs";

/** A Batchboard of its own for a test: the real command, as a person starts it. */
export interface RunningDashboard {
  readonly origin: string;
  /** The link it printed, with the one-time key. */
  readonly link: string;
  readonly pid: number;
  /** What it wrote to standard error so far. */
  stderr(): string;
  /** Ends it with SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Cookies and storage of a browser, as Playwright hands them on. */
export type LoggedIn = Awaited<
  ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>
>;

const root = join(import.meta.dirname, "..");

/** What is said to a person, and nothing of the log but failures. */
const quiet = ["--log-format=text", "--log-level=error"];

/** Starts `bin/batchboard.ts` on a free port and waits for the line that says it is ready. */
export async function startDashboard(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningDashboard> {
  const child = spawn(
    process.execPath,
    [...nodeFlags, join(root, "bin", "batchboard.ts"), "--port", "0", ...quiet, ...flags],
    { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const link = await readyLink(child, () => stderr);
  return {
    origin: new URL(link).origin,
    link,
    pid: child.pid ?? 0,
    stderr: () => stderr,
    stop: () => stop(child),
  };
}

/** Opens the link once, as a person does, and keeps the session for the browsers of a test. */
export async function logIn(browser: Browser, dashboard: RunningDashboard): Promise<LoggedIn> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(dashboard.link);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Opens the link once without a browser; gives the cookie of the session. */
export async function sessionOf({ link }: Pick<RunningDashboard, "link">): Promise<string> {
  const { headers, body } = await request(link);
  await body.dump();
  return String(headers["set-cookie"]).split(";")[0] ?? "";
}

function readyLink(child: ChildProcess, stderr: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const link = /Batchboard is ready: (\S+)\n/.exec(stdout)?.[1];
      if (link) resolve(link);
    });
    child.once("exit", (code) => reject(new Error(`Batchboard ended with ${code}:\n${stderr()}`)));
  });
}

function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill("SIGTERM");
  });
}
