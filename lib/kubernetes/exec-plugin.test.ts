import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ClusterCredential, openCredential } from "#lib/kubernetes/credential";
import { type ExecConfig, runExecPlugin } from "#lib/kubernetes/exec-plugin";
import { ManualClock } from "#lib/time/clock";

let folder: string;
const clock = new ManualClock();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plugin-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A plugin that runs this JavaScript, with `give` to print a credential's status. */
function plugin(script: string, more: Partial<ExecConfig> = {}): ExecConfig {
  const file = join(folder, "plugin.js");
  writeFileSync(
    file,
    `const give = (status) => console.log(JSON.stringify({ kind: "ExecCredential", status }));\n${script}`,
  );
  return { command: process.execPath, args: [file], env: [], provideClusterInfo: false, ...more };
}

function credentialOf(exec: ExecConfig): ClusterCredential {
  return openCredential({
    source: "kubeconfig",
    context: "c",
    contexts: ["c"],
    namespace: "default",
    cluster: { name: "c", server: "https://c.example", skipTLSVerify: false },
    user: { name: "u", exec },
    oidc: null,
    clock,
  });
}

/** A plugin whose tokens are `token 1`, `token 2` and so on, counted in a file. */
function counting(end: string): ExecConfig {
  const file = JSON.stringify(join(folder, "runs"));
  return plugin(
    `const fs = require("node:fs");
     fs.appendFileSync(${file}, "x");
     give({ token: "token " + fs.readFileSync(${file}).length, ${end} });`,
  );
}
const runs = () => readFileSync(join(folder, "runs"), "utf8").length;

describe("a credential plugin", () => {
  test("is run once for all requests that wait for it, and again shortly before its token ends", async () => {
    const end = new Date(clock.now() + 600_000).toISOString();
    const credential = credentialOf(counting(`expirationTimestamp: ${JSON.stringify(end)}`));
    const all = await Promise.all(Array.from({ length: 20 }, () => credential.authenticate()));
    expect(new Set(all.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer token 1"]),
    );
    await clock.advance(539_000);
    expect((await credential.authenticate()).headers).toEqual({ authorization: "Bearer token 1" });
    await clock.advance(1_000);
    expect((await credential.authenticate()).headers).toEqual({ authorization: "Bearer token 2" });
    expect(runs()).toBe(2);
  });

  test("is run again when the API server refuses its token", async () => {
    const credential = credentialOf(counting(""));
    const refused = await credential.authenticate();
    credential.renew(refused);
    credential.renew(refused);
    expect((await credential.authenticate()).headers).toEqual({ authorization: "Bearer token 2" });
    credential.renew(refused);
    await credential.authenticate();
    expect(runs()).toBe(2);
  });

  test("may give a client certificate in place of a token", async () => {
    const credential = credentialOf(
      plugin(`give({ clientCertificateData: "cert", clientKeyData: "key" });`),
    );
    expect(await credential.authenticate()).toEqual({
      headers: {},
      tls: { cert: "cert", key: "key" },
    });
  });

  test("S29: gets its own variables, its arguments, and on request the cluster's address", async () => {
    const script = `
      const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      give({ token: [process.env.MINE, process.argv[2], info.apiVersion, info.spec.interactive, info.spec.cluster?.server].join() });`;
    const exec = plugin(script);
    const token = (more: Partial<ExecConfig>) =>
      runExecPlugin(
        {
          ...exec,
          args: [...exec.args, "arg"],
          env: [{ name: "MINE", value: "mine" }],
          apiVersion: "client.authentication.k8s.io/v1beta1",
          ...more,
        },
        { server: "https://c.example" },
        clock,
      ).then(({ value }) => value.token);
    const common = "mine,arg,client.authentication.k8s.io/v1beta1,false";
    expect(await token({})).toBe(`${common},`);
    expect(await token({ provideClusterInfo: true })).toBe(`${common},https://c.example`);
  });

  test("S29: that asks a question gets no answer and does not wait for one", async () => {
    const exec = plugin(`
      process.stdin.on("data", () => {}).on("end", () => {
        console.error("Password:\\nno terminal");
        process.exit(3);
      });`);
    await expect(runExecPlugin(exec, {}, clock)).rejects.toThrow(
      "ended with exit code 3: Password: · no terminal",
    );
  });

  test("S29: that neither answers nor heeds being told to end is ended after a minute", async () => {
    const ready = join(folder, "ready");
    const exec = plugin(`
      process.on("SIGTERM", () => {});
      setTimeout(() => {}, 30_000);
      require("node:fs").writeFileSync(${JSON.stringify(ready)}, String(process.pid));`);
    const failure = runExecPlugin(exec, {}, clock).catch(String);
    await vi.waitUntil(() => existsSync(ready) && readFileSync(ready, "utf8") !== "", 10_000);
    await clock.advance(60_000);
    expect(await failure).toContain("gave no credential within 60 s");
    const isGone = () => {
      try {
        return !process.kill(Number(readFileSync(ready, "utf8")), 0);
      } catch {
        return true;
      }
    };
    await vi.waitUntil(isGone, 10_000);
    expect(clock.pending()).toEqual([]);
  });

  test.each([
    ["fails without a word", "process.exit(1)", {}, "ended with exit code 1"],
    ["prints something else", 'console.log("hello")', {}, "printed something that is not an Exec"],
    ["prints null", "console.log(null)", {}, "printed something that is not an ExecCredential"],
    ["gives nothing", "give({})", {}, "gave neither a token nor a client certificate"],
    ["gives half of a pair", 'give({clientKeyData: "k"})', {}, "gave neither a token nor a client"],
    ["prints without end", 'console.log("x".repeat(2e6))', {}, "printed far too much"],
    [
      "is not installed",
      "",
      { command: "no-such-plugin", installHint: "Get it\nfrom example.com." },
      '"no-such-plugin" was not found. Install it or put it on the PATH. Get it · from example.com.',
    ],
    ["is not executable", "", { command: "/etc/passwd" }, "may not be executed."],
  ] as const)("that %s is named in one sentence", async (_, script, more, message) => {
    const failure = runExecPlugin(plugin(script, more), {}, clock);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(/^the kubeconfig's credential plugin "/);
  });
});
