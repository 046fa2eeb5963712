import { execFile, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import { nodeFlags } from "./node-flags.mjs";

/** The real command, as a process; it builds the app first where that is needed. */
const program = join(import.meta.dirname, "batchboard.ts");

let folder: string;
let api: ScriptedApiServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "batchboard-bin-"));
  api = await new ScriptedApiServer().listen();
  writeFileSync(join(folder, "good"), api.kubeconfig());
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end, without the kubeconfig of whoever runs the tests. */
function run(
  args: readonly string[],
  env: Record<string, string> = {},
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const { PATH = "" } = process.env;
    const options = {
      env: { NODE_ENV: "production" as const, PATH, HOME: folder, ...env },
      timeout: 15_000,
      ...user,
    };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({
        code: error ? (typeof error.code === "number" ? error.code : null) : 0,
        stdout,
        stderr,
      });
    });
  });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function contexts(...names: string[]): string {
  return JSON.stringify({
    contexts: names.map((name) => ({ name, context: { cluster: "c", user: "u" } })),
    clusters: [{ name: "c", cluster: { server: api.url } }],
    users: [{ name: "u", user: {} }],
  });
}

const cases: [string, () => [string[], Record<string, string>?], number, RegExp][] = [
  [
    "a context without a kubeconfig",
    () => [["--context", "east"]],
    3,
    /no kubeconfig.*--kubeconfig FILE/s,
  ],
  [
    "one that does not exist",
    () => [["--kubeconfig", join(folder, "nowhere")]],
    3,
    /nowhere.*does not exist/,
  ],
  ["an empty one", () => [["--kubeconfig", file("empty", "")]], 3, /is empty/],
  [
    "a binary one",
    () => [["--kubeconfig", file("binary", new Uint8Array([0, 1, 2, 255, 254, 0]))]],
    3,
    /binary/,
  ],
  ["a picture of one", () => [["--kubeconfig", file("yaml", "a: [b")]], 3, /yaml/],
  ["a text", () => [["--kubeconfig", file("text", "dear diary")]], 3, /text/],
  [
    "a directory",
    () => {
      mkdirSync(join(folder, "directory"), { recursive: true });
      return [["--kubeconfig", join(folder, "directory")]];
    },
    3,
    /directory/,
  ],
  [
    "an unknown context",
    () => [["--kubeconfig", file("two", contexts("east", "west")), "--context", "north"]],
    3,
    /no context "north".*east, west/s,
  ],
  [
    "no current context",
    () => [["--kubeconfig", file("none", contexts("east"))]],
    3,
    /--context NAME.*east/s,
  ],
  [
    "a KUBECONFIG of missing files",
    () => [[], { KUBECONFIG: "/nowhere/a:/nowhere/b" }],
    3,
    /kubeconfig/i,
  ],
  [
    "an age of a cluster of somebody's",
    () => [["--kubernetes-api", "1.20"], { KUBECONFIG: join(folder, "good") }],
    2,
    /cluster of yours has its own version/,
  ],
  ["an unknown flag", () => [["--prot", "7070"]], 2, /--prot/],
  ["a host that is not loopback", () => [["--host", "0.0.0.0"]], 2, /this machine only/],
];

test.each(cases)(
  "%s: a sentence, the exit code, no stack trace",
  async (_, given, code, sentence) => {
    const [args, env] = given();
    const ended = await run(args, env);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(ended.stdout).toBe("");
  },
);

test("a kubeconfig this user may not read", async ({ skip }) => {
  const path = file("secret", "x");
  chmodSync(path, 0);
  // Root may read everything, so the command then runs as nobody.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  chmodSync(folder, 0o755);
  const { code } = await run(["--help"], {}, user);
  skip(code !== 0, "others may not read this folder");
  const ended = await run(["--kubeconfig", path], {}, user);
  expect(ended.code).toBe(3);
  expect(ended.stderr).toMatch(/may not be read/);
});

test("a port that is taken: exit 4 and another way", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  const ended = await run(["--kubeconfig", join(folder, "good"), "--port", String(port)]);
  holder.close();
  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(/taken by .*--port/);
  if (process.platform === "linux") expect(ended.stderr).toContain(`(process ${process.pid})`);
});

test("--help lists every flag and exit code", async () => {
  const { code, stdout } = await run(["--help"]);
  expect(code).toBe(0);
  for (const word of [
    "--kubeconfig",
    "--context",
    "--namespace",
    "--all-namespaces",
    "--port",
    "--host",
    "--embedded",
    "--kubernetes-api",
    "--read-only",
    "--open",
    "--log-format",
    "--log-level",
    "Exit codes",
  ]) {
    expect(stdout).toContain(word);
  }
});

interface Running {
  readonly link: URL;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Sends SIGTERM, or these signals at once; gives the exit code and how long it took, in ms. */
  stop(...signals: NodeJS.Signals[]): Promise<{ code: number | null; ms: number }>;
}

function start(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
  before = "",
): Promise<Running> {
  const command = [process.execPath, ...nodeFlags, program, "--port", "0", ...args];
  const child = spawn("sh", ["-c", `${before}exec "$@"`, "sh", ...command], {
    env: { ...process.env, HOME: folder, ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${stderr}`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const link = /^Batchboard is ready: (\S+)$/m.exec(stdout)?.[1];
      if (!link) return;
      resolve({
        link: new URL(link),
        pid: child.pid ?? 0,
        stdout: () => stdout,
        stderr: () => stderr,
        stop: (...signals) =>
          new Promise((stopped) => {
            const begun = performance.now();
            child.once("exit", (code) => stopped({ code, ms: performance.now() - begun }));
            for (const signal of signals.length > 0 ? signals : ["SIGTERM" as const]) {
              child.kill(signal);
            }
          }),
      });
    });
  });
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as it stands, without the manners of fetch. */
function ask(link: URL, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: link.hostname, port: link.port, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.once("error", reject);
    sent.end();
  });
}

test("S14, S15, S17, R27: the link lets one browser in; nothing else is let in; and it stops within two seconds, streams open", async () => {
  const running = await start(["--kubeconfig", join(folder, "good")]);
  const { link } = running;
  expect(link.hostname).toBe("127.0.0.1");
  expect(running.stdout().trim().split("\n")).toHaveLength(1);

  expect((await ask(link, "/healthz")).status).toBe(200);
  await expect.poll(async () => (await ask(link, "/readyz")).status).toBe(200);
  expect((await ask(link, "/jobs", { host: "evil.example" })).status).toBe(421);
  const shut = await ask(link, "/jobs", { accept: "text/html" });
  expect(shut.status).toBe(401);
  expect(shut.body).toMatch(/Open the link/);
  for (const path of ["/api/watch?view=jobs", "/api/logs", "/api/manifest"]) {
    const { status, body, headers } = await ask(link, path);
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ code: "unauthenticated" });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }

  const opened = await ask(link, `${link.pathname}${link.search}`);
  expect(opened.status).toBe(303);
  expect(opened.headers.location).toBe("/");
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  expect((await ask(link, `${link.pathname}${link.search}`)).status).toBe(401);
  const page = await ask(link, "/jobs", { cookie });
  expect(page.status).toBe(200);
  for (const [name, value] of [
    ["content-security-policy", /script-src 'nonce-/],
    ["x-content-type-options", /^nosniff$/],
    ["referrer-policy", /^no-referrer$/],
    ["cache-control", /no-store/],
    ["cross-origin-opener-policy", /^same-origin$/],
  ] as const) {
    expect(page.headers[name]).toMatch(value);
  }
  expect(page.headers["x-powered-by"]).toBeUndefined();

  // The key is nowhere but in the link: the fresh one is announced, the used one is gone.
  const key = link.searchParams.get("key") ?? "";
  expect(page.body).not.toContain(key);
  // No terminal here: the log is JSON, and a link is no part of it.
  expect(running.stdout()).toContain("For another browser: http://127.0.0.1:");
  expect(running.stderr()).not.toContain("?key=");
  expect(running.stderr()).not.toContain(key);
  expect(running.stderr()).not.toContain("canary-token");

  // Next has seen requests by now, and would take upgrades if it could.
  const upgrade = { connection: "upgrade", upgrade: "websocket" };
  expect((await ask(link, "/jobs", { host: "evil.example", ...upgrade })).status).toBe(421);
  expect((await ask(link, "/jobs", { cookie, ...upgrade })).status).toBe(400);

  // Nothing holds its events back: neither a cache nor a compressor, Next's own included.
  const stream = await openStream(link, cookie);
  expect(stream["content-encoding"]).toBeUndefined();
  expect(stream["cache-control"]).toBe("no-store, no-transform");
  const { code, ms } = await running.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(2_000);
});

test.runIf(process.platform === "linux")(
  "a launcher that is killed takes it along, and so frees its port",
  async () => {
    const launcher = `const { spawn } = require("node:child_process");
    const [node, ...args] = process.argv.slice(1);
    const child = spawn(node, args, { stdio: "inherit" });
    process.stderr.write("pid " + child.pid);`;
    const args = [program, "--port", "0", "--kubeconfig", join(folder, "good")];
    const killed = spawn(process.execPath, ["-e", launcher, process.execPath, ...args], {
      env: { ...process.env, HOME: folder, npm_lifecycle_event: "start" },
    });
    let stderr = "";
    killed.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    await new Promise((resolve) => killed.stdout.once("data", resolve));
    killed.kill("SIGKILL");
    const pid = Number(/pid (\d+)/.exec(stderr)?.[1]);
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5_000 }).toBe(false);
  },
);

test("a Ctrl-C, of which it hears more than once through npm, leaves no request without an answer", async () => {
  const running = await start(["--kubeconfig", join(folder, "good")]);
  const { link } = running;
  const opened = await ask(link, `${link.pathname}${link.search}`);
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const release = api.fault(({ path }) => path.endsWith("/jobs/slow"), "hold");
  const answer = ask(link, "/api/manifest?kind=job&namespace=shop&name=slow", { cookie });
  await expect.poll(() => api.requests.some(({ path }) => path.endsWith("/jobs/slow"))).toBe(true);
  expect((await running.stop("SIGINT", "SIGTERM")).code).toBe(0);
  expect((await answer).status).toBe(502);
  release();
});

test.runIf(process.platform === "linux")(
  "R28, S23: with few files to open it turns streams away in time; who is in gets each change, and one who leaves makes room",
  async () => {
    const running = await start(["--kubeconfig", join(folder, "good")], {}, "ulimit -n 64; ");
    const { link } = running;
    const opened = await ask(link, `${link.pathname}${link.search}`);
    const cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    const headers = { cookie };
    const first = await watch(link, cookie);
    expect(first.status).toBe(200);
    const streams: Watching[] = [];
    let refused: Watching;
    for (;;) {
      const next = await watch(link, cookie);
      if (next.status !== 200) {
        refused = next;
        break;
      }
      streams.push(next);
      expect(streams.length).toBeLessThan(64);
    }
    expect(streams.length).toBeGreaterThan(3);
    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("5");
    expect(JSON.parse(refused.text())).toMatchObject({ code: "too-many" });

    // More than there are descriptors: the system turns them away, and nothing ends by it.
    const flood = Array.from({ length: 100 }, () => connect(Number(link.port), link.hostname));
    await Promise.all(
      flood.map(
        (socket) =>
          new Promise((done) =>
            socket
              .on("error", () => {})
              .once("close", done)
              .once("connect", done),
          ),
      ),
    );
    api.apply("jobs", { metadata: { name: "after-the-flood" }, spec: {} });
    await expect.poll(() => first.text()).toContain("after-the-flood");
    for (const socket of flood) socket.destroy();

    await expect
      .poll(async () => (await ask(link, "/healthz").catch(() => null))?.status)
      .toBe(200);
    expect((await ask(link, "/metrics")).body).toMatch(
      /batchboard_admission_refusals_total\{reason="files"\} [1-9]/,
    );
    for (const stream of streams) stream.leave();
    await expect.poll(async () => (await ask(link, "/jobs", headers)).status).toBe(200);
    await expect.poll(async () => (await watch(link, cookie)).status).toBe(200);
    expect(running.stderr()).toContain('"msg":"admission refused"');
    expect((await running.stop()).code).toBe(0);
  },
  30_000,
);

test("S17, S35: neither log nor metrics hold what a browser sent, what the cluster is, or what lets anybody in", async () => {
  const running = await start(["--kubeconfig", join(folder, "good"), "--log-level=debug"]);
  const { link } = running;
  const opened = await ask(link, `${link.pathname}${link.search}`);
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const sent = { cookie, authorization: "Bearer canary-header" };
  await ask(link, "/jobs/canary-namespace/canary-job?q=canary-query", sent);
  await ask(link, "/canary-path?token=canary-query", sent);
  const release = api.fault(({ path }) => path.endsWith("/jobs/canary-job"), {
    status: 401,
    message: "Bearer canary-token is not known",
  });
  await ask(link, "/api/manifest?kind=job&namespace=canary-namespace&name=canary-job", sent);
  release();
  const stream = await watch(link, cookie);
  await expect.poll(() => stream.text()).toContain("snapshot");
  stream.leave();
  await expect.poll(() => running.stderr()).toContain('"route":"/api/watch"');
  const metrics = (await ask(link, "/metrics")).body;
  expect(metrics).toContain("nodejs_eventloop_lag_seconds");
  expect(metrics).toContain("process_open_fds");
  expect(metrics).toContain('batchboard_http_requests_total{route="/jobs/[namespace]/[name]"');

  // Whoever can signal the process could else have a debugger of it.
  process.kill(running.pid, "SIGUSR1");
  expect((await ask(link, "/healthz")).status).toBe(200);
  await running.stop();
  const lines = running.stderr().trim().split("\n");
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
  const key = link.searchParams.get("key") ?? "none";
  const session = cookie.split("=")[1] ?? "none";
  for (const secret of ["canary", key, session, "Debugger"]) {
    expect(running.stderr()).not.toContain(secret);
    expect(metrics).not.toContain(secret);
  }
  expect(metrics).not.toContain("scripted");
});

test("with the log as text it speaks to a person, and of requests only when it is asked to", async () => {
  const said = async (...flags: string[]) => {
    const running = await start(["--kubeconfig", join(folder, "good"), ...flags]);
    const { link } = running;
    expect((await ask(link, `${link.pathname}${link.search}`)).status).toBe(303);
    expect((await ask(link, "/healthz")).status).toBe(200);
    await running.stop();
    return running.stderr();
  };
  const plain = await said("--log-format=text");
  expect(plain).toMatch(/^For another browser: http:\S+\n$/);
  const chatty = await said("--log-format", "text", "--log-level", "info");
  expect(chatty).toMatch(/^\S+ INFO request id=\S+ route=\/healthz method=GET code=200 /m);
});

interface Watching {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  text(): string;
  leave(): void;
}

/** Opens a view as a browser does; resolves with the first bytes of the answer. */
async function watch(link: URL, cookie: string): Promise<Watching> {
  const { hostname: host, port } = link;
  const path = "/api/watch?view=jobs&ns=*";
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host, port, path, headers: { cookie } }, resolve).once("error", reject).end();
  });
  let text = "";
  response.on("error", () => {});
  response.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await new Promise((resolve) => response.once("data", resolve));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: () => text,
    leave: () => response.destroy(),
  };
}

/** Opens a stream that nobody ends, as a browser does; resolves with its headers and first bytes. */
async function openStream(link: URL, cookie: string): Promise<IncomingMessage["headers"]> {
  const { hostname: host, port } = link;
  const headers = { cookie, "accept-encoding": "gzip, br" };
  const options = { host, port, path: "/api/watch?view=jobs", headers };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options, resolve).once("error", reject).end();
  });
  response.on("error", () => {});
  await new Promise((resolve) => response.once("data", resolve));
  return response.headers;
}

test("the embedded cluster is of the age that was asked for", async () => {
  const running = await start(["--embedded", "--kubernetes-api", "1.20"]);
  const { link } = running;
  await expect.poll(async () => (await ask(link, "/readyz")).status).toBe(200);
  const opened = await ask(link, `${link.pathname}${link.search}`);
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const manifest = "/api/manifest?kind=cronjob&namespace=default&name=echo";
  const { status, body } = await ask(link, manifest, { cookie });
  expect(status).toBe(200);
  expect(body).toContain("batch/v1beta1");
  await running.stop();
});

test("without a kubeconfig it brings a cluster of its own, which ends with it", async () => {
  const running = await start([], { KUBECONFIG: undefined });
  await expect
    .poll(async () => (await ask(running.link, "/readyz")).status, { timeout: 5_000 })
    .toBe(200);
  expect(running.stdout().trim().split("\n")).toHaveLength(1);
  const kubeconfig = /export KUBECONFIG=(\S+)/.exec(running.stderr())?.[1] ?? "";
  expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
  const { code, ms } = await running.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(2_000);
  await expect.poll(() => existsSync(kubeconfig)).toBe(false);
});

test("a cluster that cannot be reached is said, and Batchboard starts all the same", async () => {
  const nowhere = JSON.parse(contexts("c"));
  nowhere["current-context"] = "c";
  nowhere.clusters[0].cluster.server = "https://127.0.0.1:1";
  const running = await start(["--kubeconfig", file("unreachable", JSON.stringify(nowhere))]);
  expect((await ask(running.link, "/healthz")).status).toBe(200);
  expect((await ask(running.link, "/readyz")).status).toBe(503);
  await expect
    .poll(() => running.stderr())
    .toMatch(/Cannot reach https:\/\/127\.0\.0\.1:1.*refused.*Trying on/s);
  expect((await running.stop()).code).toBe(0);
});

test("a failing credential plugin is named with its own words, and Batchboard starts all the same", async () => {
  const config = JSON.parse(contexts("c"));
  config["current-context"] = "c";
  config.users[0].user = {
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "sh",
      args: ["-c", "echo token expired, run login >&2; exit 3"],
      interactiveMode: "Never",
    },
  };
  const running = await start(["--kubeconfig", file("plugin", JSON.stringify(config))]);
  await expect.poll(() => running.stderr(), { timeout: 5_000 }).toMatch(/token expired, run login/);
  expect(running.stderr()).not.toMatch(/^\s+at /m);
  await running.stop();
});
