import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { NodeConnection } from "#lib/server/connection";
import type { Dashboard } from "#lib/server/dashboard";
import { refusalOf } from "#lib/server/gate";
import { OperationLog } from "#lib/server/operation-log";
import { redacted } from "#lib/server/redaction";
import { Session } from "#lib/server/session";
import { installDashboard } from "#lib/server/slot";
import { systemClock } from "#lib/time/clock";
import { appPages } from "./app-pages.ts";
import { appRoutes } from "./app-routes.ts";
import { build } from "./build.mjs";
import { builtFiles } from "./built-files.ts";
import { whenOrphaned } from "./child.mjs";
import { pagePreloads } from "./early-head.ts";
import { openDashboard } from "./embedded.ts";
import { type Flags, parseFlags, UsageError, usage } from "./flags.ts";
import { createHttpServer, type Site, serve } from "./http-server.ts";
import { Interrupted, Trouble } from "./install.mjs";
import { preparePage } from "./page-response.ts";
import { portHolder } from "./port-holder.ts";
import { warmUp } from "./warm-up.ts";

const root = join(import.meta.dirname, "..");

/** Exit codes; `--help` lists them for people. */
const exit = { failed: 1, usage: 2, kubeconfig: 3, portTaken: 4 } as const;

/** An end of the command that is told in one paragraph, without a stack. */
class Failure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** Where failures go that nobody waits for; a log takes them once there is one. */
let report = (error: unknown): void =>
  say(redacted(error instanceof Error ? (error.stack ?? error.message) : String(error)));

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  if (flags === "help") return void process.stdout.write(usage);
  if (flags === "version") {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return void process.stdout.write(`batchboard ${version}\n`);
  }
  await run(flags);
}

/** Whatever can be wrong with the flags is found before anything takes long. */
async function run(flags: Flags): Promise<void> {
  const server = createHttpServer();
  const port = await listen(server, flags);
  const session = new Session(port);
  const { log, tell, offer } = openVoice(flags);
  const dashboard = await openDashboard({
    ...flags,
    clock: systemClock,
    refuse: (request) => refusalOf(request, session),
    onError: (error) => report(error),
    onCluster: tell,
    say,
    log,
  });
  dashboard.metrics.readProcess();
  installDashboard(dashboard);
  stopOnSignals(server, dashboard);

  const app = await startApp(flags, port);
  const link = () => `http://${hostInUrl(flags.host)}:${port}/?key=${session.issueKey()}`;
  serve(server, {
    session,
    app: (request, response) =>
      dashboard.carry(new NodeConnection(response), () => app(request, response)),
    readiness: () => dashboard.readiness(),
    metrics: () => dashboard.metrics.text(),
    admit: () => dashboard.admit(),
    answered: (request) => {
      dashboard.metrics.request(request);
      log.request(request);
    },
    redeemed: () => offer(`For another browser: ${link()}`),
    failed: (error) => report(error),
  });
  const first = link();
  process.stdout.write(`Batchboard is ready: ${first}\n`);
  if (flags.open) openBrowser(first);
  warmUp(app).catch((error) => report(error));
}

/**
 * How it speaks once it runs. At a terminal it says to a person what a person should know, and logs
 * warnings. Elsewhere standard error is the log, one JSON object a line: a link, which lets a browser
 * in, is no part of a log and then goes where the first one went.
 */
function openVoice({ logFormat, logLevel }: Flags) {
  const format = logFormat ?? (process.stderr.isTTY ? "text" : "json");
  const level = logLevel ?? (format === "text" ? "warn" : "info");
  const write = (line: string) => void process.stderr.write(line);
  const log = new OperationLog({ format, level, write });
  const offer = (line: string) => void process.stdout.write(`${line}\n`);
  if (format === "text") return { log, tell: (line: string) => say(redacted(line)), offer: say };
  report = (error) => log.failed(error);
  return { log, tell: (line: string) => log.said(line), offer };
}

/** The app as it was built; it is built first where its sources have changed. */
async function startApp({ host }: Flags, port: number): Promise<Site["app"]> {
  await build();
  // Before React is loaded, which has a development half.
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  // Next chats on standard output, which is promised to hold the ready line alone.
  const silent = () => {};
  Object.assign(console, { log: silent, info: silent, debug: silent });
  // It takes long to load, and no failure before needs it.
  const { default: next } = await import("next");
  // Next listens for upgrades on a server by itself, past our gate: this one has no port.
  const app = next({ dev: false, dir: root, hostname: host, port, httpServer: createServer() });
  await app.prepare();
  const page = app.getRequestHandler();
  const files = builtFiles(root);
  const known = new Map([...appRoutes(root), ...files]);
  const isPage = appPages(root);
  const preloads = pagePreloads(files.keys());
  return async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    const answer = known.get(path);
    if (!answer && !path.startsWith("/api/")) {
      preparePage(request, response, isPage(request) ? preloads : null);
    }
    await (answer ?? page)(request, response);
  };
}

function listen(server: Server, { port, host }: Flags): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const [code, message] = whyNot(error, port, host);
      reject(new Failure(code, message));
    });
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });
}

function whyNot(
  { code, message }: NodeJS.ErrnoException,
  port: number,
  host: string,
): [code: number, message: string] {
  if (code === "EADDRINUSE") {
    const holder = portHolder(port) ?? "another program";
    return [
      exit.portTaken,
      `Port ${port} on ${host} is taken by ${holder}. Stop that one, or choose another port with --port PORT (0 takes a free one).`,
    ];
  }
  if (code === "EACCES") {
    return [
      exit.portTaken,
      `Port ${port} needs more rights than this user has. Choose one above 1023 with --port PORT.`,
    ];
  }
  return [exit.failed, `Cannot listen on ${host} port ${port}: ${message}.`];
}

function hostInUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** A Ctrl-C can reach us thrice: from the terminal, from npm and from the launcher. */
const sameKeyMs = 300;

/** Stops within two seconds, streams open or not; a second signal stops at once. */
function stopOnSignals(server: Server, dashboard: Dashboard): void {
  let stoppingSince: number | null = null;
  const stop = () => {
    const now = systemClock.now();
    if (stoppingSince !== null && now - stoppingSince > sameKeyMs) process.exit(0);
    if (stoppingSince !== null) return;
    stoppingSince = now;
    server.close(() => process.exit(0));
    dashboard.close().catch((error) => report(error));
    server.closeIdleConnections();
    // Streams have been ended; whoever has not read their end by now will not.
    systemClock.after(500, () => server.closeAllConnections());
    systemClock.after(1_500, () => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // A launcher that is killed would leave us behind, and the port taken.
  whenOrphaned(stop);
}

function openBrowser(url: string): void {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.once("error", () => say(`--open: ${command} was not found; open the link yourself.`));
  child.unref();
}

function codeOf(error: unknown): number {
  if (error instanceof UsageError) return exit.usage;
  if (error instanceof KubeconfigError) return exit.kubeconfig;
  if (error instanceof Failure || error instanceof Interrupted) return error.code;
  return exit.failed;
}

process.on("uncaughtException", (error) => {
  report(error);
  process.exit(exit.failed);
});
process.on("unhandledRejection", (error) => report(error));

main().catch((error: unknown) => {
  const ours = [UsageError, KubeconfigError, Failure, Trouble];
  if (ours.some((kind) => error instanceof kind)) say((error as Error).message);
  else if (!(error instanceof Interrupted)) report(error);
  process.exit(codeOf(error));
});
