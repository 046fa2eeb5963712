import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import next from "next";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { createDashboard, type Dashboard } from "#lib/server/dashboard";
import { refusalOf } from "#lib/server/gate";
import { Session } from "#lib/server/session";
import { installDashboard } from "#lib/server/slot";
import { systemClock } from "#lib/time/clock";
import { type Flags, parseFlags, UsageError, usage } from "./flags.ts";
import { createHttpServer } from "./http-server.ts";

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

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  if (flags === "help") return void process.stdout.write(usage);
  if (flags === "version") {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return void process.stdout.write(`batchboard ${version}\n`);
  }
  await serve(flags);
}

async function serve(flags: Flags): Promise<void> {
  let session: Session | null = null;
  const dashboard = createDashboard({
    ...flags,
    clock: systemClock,
    refuse: (request) => refusalOf(request, session),
    onError: (error) =>
      say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    onCluster: (message) => say(message),
  });
  installDashboard(dashboard);

  const started: { app: ReturnType<ReturnType<typeof next>["getRequestHandler"]> | null } = {
    app: null,
  };
  const server = createHttpServer({
    session: () => session ?? new Session(0),
    app: async (request, response) => {
      if (!started.app) throw new Error("the app is not ready");
      await started.app(request, response);
    },
    ready: () => dashboard.ready(),
    redeemed: () => say(`For another browser: ${link()}`),
  });
  const port = await listen(server, flags);
  session = new Session(port);
  const origin = `http://${flags.host === "::1" ? "[::1]" : flags.host}:${port}`;
  const link = () => `${origin}/?key=${session?.issueKey()}`;

  const app = next({ dev: false, dir: root, hostname: flags.host, port });
  await app.prepare();
  started.app = app.getRequestHandler();
  stopOnSignals(server, dashboard);
  const first = link();
  process.stdout.write(`Batchboard is ready: ${first}\n`);
  if (flags.open) openBrowser(first);
}

function listen(server: Server, { port, host }: Flags): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port with --port PORT (0 takes a free one).`;
      if (error.code === "EADDRINUSE") reject(new Failure(exit.portTaken, taken));
      else if (error.code === "EACCES") {
        reject(
          new Failure(
            exit.portTaken,
            `Port ${port} needs more rights than this user has. Choose one above 1023 with --port PORT.`,
          ),
        );
      } else
        reject(new Failure(exit.failed, `Cannot listen on ${host} port ${port}: ${error.message}`));
    });
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });
}

/** Stops within two seconds, streams open or not; a second signal stops at once. */
function stopOnSignals(server: Server, dashboard: Dashboard): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(0);
    stopping = true;
    server.close(() => process.exit(0));
    void dashboard.close();
    server.closeIdleConnections();
    // Streams have been ended; whoever has not read their end by now will not.
    systemClock.after(500, () => server.closeAllConnections());
    systemClock.after(1_500, () => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function openBrowser(url: string): void {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.once("error", () => say(`--open: ${command} was not found; open the link yourself.`));
  child.unref();
}

// Next chats on standard output, which is promised to hold the ready line alone.
const silent = () => {};
Object.assign(console, { log: silent, info: silent, debug: silent });

process.on("uncaughtException", (error) => {
  say(error.stack ?? error.message);
  process.exit(exit.failed);
});
process.on("unhandledRejection", (reason) => {
  say(
    `unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message) : reason}`,
  );
});

main().catch((error: unknown) => {
  if (error instanceof UsageError) {
    say(error.message);
    process.exit(exit.usage);
  }
  if (error instanceof KubeconfigError) {
    say(error.message);
    process.exit(exit.kubeconfig);
  }
  say(
    error instanceof Failure ? error.message : String(error instanceof Error ? error.stack : error),
  );
  process.exit(error instanceof Failure ? error.code : exit.failed);
});
