import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type KubeconfigOptions,
  kubeconfigContexts,
  loadKubeconfig,
  loadServer,
} from "#lib/kubernetes/kubeconfig";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { inEnglish } from "#lib/texts/wording";
import { ManualClock } from "#lib/time/clock";

let folder: string;
const clock = new ManualClock();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A kubeconfig whose one context, cluster and user are called `name`. */
function simple(name: string, user: object = {}, cluster: object = {}): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: `https://${name}.example:6443`, ...cluster } }],
    users: [{ name, user }],
  });
}

function load(options: Partial<KubeconfigOptions> = {}) {
  return loadKubeconfig({ clock, env: { HOME: folder }, ...options });
}

/** What is wrong, with the folder's name taken out. */
function problem(options: Partial<KubeconfigOptions>): string {
  try {
    load(options);
  } catch (error) {
    if (!(error instanceof KubeconfigError)) throw error;
    return `${error.problem}: ${error.message.replaceAll(`${folder}/`, "")}`;
  }
  return "none";
}

describe("the cluster is found as kubectl finds it", () => {
  it("by --kubeconfig before KUBECONFIG before ~/.kube/config before the service account", () => {
    const flag = write("flag", simple("flag"));
    const variable = write("variable", simple("variable"));
    write(".kube/config", simple("home"));
    const pod = inPod();
    const env = { ...pod.env, HOME: folder, KUBECONFIG: variable };
    expect(load({ ...pod, kubeconfig: flag, env }).cluster).toBe("flag");
    expect(load({ ...pod, env }).cluster).toBe("variable");
    expect(load({ ...pod, env: { ...env, KUBECONFIG: "" } }).cluster).toBe("home");
    expect(load({ ...pod, env: { ...env, HOME: "/nowhere", KUBECONFIG: "" } }).source).toBe(
      "in-cluster",
    );
  });

  it("in several files of KUBECONFIG: the first to name something wins, missing and empty ones are skipped", async () => {
    const files = [
      join(folder, "missing"),
      write("empty", ""),
      write("one", simple("shared", { token: "first" }).replace('"shared"', '""')),
      write("two", simple("shared", { token: "second" })),
      write("three", simple("other")),
    ];
    const found = load({ env: { KUBECONFIG: files.join(":") } });
    expect([found.context, found.contexts]).toEqual(["shared", ["shared", "other"]]);
    expect((await found.authenticate()).headers).toEqual({ authorization: "Bearer first" });
  });

  it("by --context before current-context", () => {
    const files = `${write("a", simple("a"))}:${write("b", simple("b"))}`;
    expect(load({ context: "b", env: { KUBECONFIG: files } }).server.hostname).toBe("b.example");
  });

  it("with the namespace of the context, else default", () => {
    const text = simple("a");
    expect(load({ kubeconfig: write("a", text) }).namespace).toBe("default");
    const named = text.replace('"user":"a"}', '"user":"a","namespace":"batch"}');
    expect(load({ kubeconfig: write("b", named) }).namespace).toBe("batch");
  });

  it.each([
    ["https://h:6443/k8s/clusters/c-1", {}, "https://h:6443/k8s/clusters/c-1"],
    ["h:6443", {}, "http://h:6443/"],
    ["h:6443", { "insecure-skip-tls-verify": true }, "https://h:6443/"],
  ])("at the server %s %j", (server, more, url) => {
    const found = load({ kubeconfig: write("a", simple("a", {}, { server, ...more })) });
    expect(found.server.href).toBe(url);
    expect(found.insecure).toBe("insecure-skip-tls-verify" in more);
  });

  it("through the proxy of the cluster, else that of the environment", () => {
    const env = { HTTPS_PROXY: "http://env.example:3128" };
    const own = { "proxy-url": "socks5://own.example:1080" };
    const proxyUrl = (cluster: object) =>
      load({ env, kubeconfig: write("a", simple("a", {}, cluster)) }).proxyUrl;
    expect(proxyUrl(own)).toBe("socks5://own.example:1080");
    expect(proxyUrl({})).toBe("http://env.example:3128");
    expect(proxyUrl({ server: "https://127.0.0.1:6443" })).toBeNull();
  });
});

describe("a kubeconfig that names no cluster says what to do", () => {
  it.each<[string, string | null, Partial<KubeconfigOptions>, string]>([
    ["no file at all", null, {}, "none-found: There is no kubeconfig: neither --kubeconfig"],
    [
      "a file that is not there",
      null,
      { kubeconfig: "/nowhere/config" },
      "unreadable: The kubeconfig /nowhere/config does not exist.",
    ],
    ["a folder", null, { kubeconfig: "/tmp" }, "unreadable: The kubeconfig /tmp is a directory."],
    ["an empty file", "  \n", {}, "invalid: The kubeconfig config is empty."],
    ["a binary file", "a\0b", {}, "invalid: The kubeconfig config is a binary file."],
    ["YAML nonsense", "a: [", {}, "invalid: The kubeconfig config cannot be read as one: Flow seq"],
    ["a list", "- a", {}, "invalid: The kubeconfig config cannot be read as one: it is not a YAML"],
    ["some other YAML", "a: b", {}, "invalid: The kubeconfig config names no clusters, users or"],
    [
      "no current-context",
      simple("a").replace('"current-context":"a"', '"current-context":""'),
      {},
      "no-current-context: config sets no current-context. Choose one with --context NAME. Known contexts: a.",
    ],
    [
      "an unknown context",
      simple("a"),
      { context: "b" },
      'unknown-context: There is no context "b" in config. Known contexts: a.',
    ],
    [
      "a cluster that is not defined",
      simple("a").replace('"cluster":"a"', '"cluster":"b"'),
      {},
      'unknown-cluster: Context "a" names the cluster "b", which config does not define.',
    ],
    [
      "a user that is not defined",
      simple("a").replace('"user":"a"', '"user":"b"'),
      {},
      'unknown-user: Context "a" names the user "b", which config does not define.',
    ],
    [
      "a cluster without a server",
      simple("a", {}, { server: null }),
      {},
      'invalid: The cluster "a" of config has no server; it needs a URL such as',
    ],
    [
      "a server that is no URL",
      simple("a", {}, { server: "ftp://x" }),
      {},
      'invalid: The cluster "a" of config has the server "ftp://x"; it needs a URL',
    ],
    [
      "a login kubectl gave up",
      simple("a", { "auth-provider": { name: "gcp" } }),
      {},
      'unsupported: The user "a" logs in by the auth-provider "gcp", which kubectl gave up',
    ],
    [
      "groups to act in, but nobody to act as",
      simple("a", { token: "t", "as-groups": ["dev"] }),
      {},
      'invalid: The user "a" of config is to act as someone else, but "as" names nobody.',
    ],
    [
      "someone to act as who is a number",
      simple("a", { token: "t", as: 7 }),
      {},
      'invalid: The user "a" of config is to act as someone else, but "as" names nobody.',
    ],
    [
      "an exec plugin without a command",
      simple("a", { exec: { apiVersion: "client.authentication.k8s.io/v1" } }),
      {},
      'invalid: The user "a" of config logs in by an exec plugin, but "command" names none.',
    ],
    [
      "lists of the wrong things",
      '{"current-context": "a", "contexts": [1, null, {"name": 7}], "users": {}}',
      {},
      'unknown-context: There is no context "a" in config. It defines no context.',
    ],
  ])("%s", (_, text, options, message) => {
    const file = text === null ? {} : { kubeconfig: write("config", text) };
    expect(problem({ ...file, ...options }).slice(0, message.length)).toBe(message);
  });

  it("a file that may not be read", () => {
    const file = write("config", simple("a"));
    chmodSync(file, 0o000);
    expect(asNobody(() => problem({ kubeconfig: file }))).toBe(
      "unreadable: The kubeconfig config may not be read by this user.",
    );
  });

  it("what is wrong with another user does not matter", () => {
    const users = [
      { name: "a", user: {} },
      { name: "b", user: { "as-uid": "7", exec: {} } },
    ];
    const text = JSON.stringify({ ...JSON.parse(simple("a")), users });
    expect(problem({ kubeconfig: write("config", text) })).toBe("none");
  });

  it("without quoting from it, for it holds secrets", () => {
    const text = `token: "s3cret\n  - : [canary`;
    expect(problem({ kubeconfig: write("config", text) })).not.toMatch(/s3cret|canary/);
  });

  it("without a word on stderr, where a line of it would be quoted", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on("warning", listen);
    const text = simple("a", { token: "TOKEN" }).replace('"TOKEN"', "!secret s3cret-canary");
    expect(problem({ kubeconfig: write("config", text) })).toBe("none");
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });
});

/** Runs as somebody without rights where we are root, who may read everything. */
function asNobody<T>(run: () => T): T {
  if (process.getuid?.() !== 0) return run();
  process.seteuid?.(65_534);
  try {
    return run();
  } finally {
    process.seteuid?.(0);
  }
}

describe("who asks is who kubectl would ask as", () => {
  const headersOf = async (user: object) =>
    (await load({ kubeconfig: write("config", simple("a", user)) }).authenticate()).headers;

  it.each<[string, object, object]>([
    ["a token", { token: "t" }, { authorization: "Bearer t" }],
    [
      "a name and password",
      { username: "u", password: "p:w" },
      { authorization: `Basic ${btoa("u:p:w")}` },
    ],
    [
      "someone impersonated, with all that was asked for",
      {
        token: "t",
        as: "jane",
        "as-uid": "7",
        "as-groups": ["dev", "ops"],
        "as-user-extra": { "Scopes.example.com/a": ["view"] },
      },
      {
        authorization: "Bearer t",
        "impersonate-user": "jane",
        "impersonate-uid": "7",
        "impersonate-group": ["dev", "ops"],
        "impersonate-extra-scopes.example.com%2Fa": ["view"],
      },
    ],
    [
      "the id token of an OIDC login",
      { "auth-provider": { name: "oidc", config: { "id-token": "x.e30.x" } } },
      { authorization: "Bearer x.e30.x" },
    ],
    ["nobody", {}, {}],
    ["nobody, by null", { token: null, username: null, password: null }, {}],
    ["nobody, by numbers", { token: 7, username: 7 }, {}],
  ])("%s", async (_, user, headers) => {
    expect(await headersOf(user)).toEqual(headers);
  });

  it("nobody, where the user has no fields at all", async () => {
    const text = simple("a").replace('"user":{}', '"user":null');
    const found = load({ kubeconfig: write("config", text) });
    expect((await found.authenticate()).headers).toEqual({});
  });

  it("certificates and tokens stand in files beside the kubeconfig, read again every minute", async () => {
    write("certs/ca.pem", "ca 1");
    write("certs/client.pem", "cert");
    write("certs/client.key", "key");
    write("token", "token 1\n");
    const user = {
      "client-certificate": "certs/client.pem",
      "client-key": "certs/client.key",
      tokenFile: "token",
    };
    const cluster = { "certificate-authority": "certs/ca.pem", "tls-server-name": "kubernetes" };
    const found = load({ kubeconfig: write("config", simple("a", user, cluster)) });
    const first = await found.authenticate();
    expect(first).toEqual({
      headers: { authorization: "Bearer token 1" },
      tls: { ca: "ca 1", cert: "cert", key: "key", servername: "kubernetes" },
    });
    write("token", "token 2\n");
    expect(await found.authenticate()).toBe(first);
    await clock.advance(60_000);
    expect((await found.authenticate()).headers).toEqual({ authorization: "Bearer token 2" });
  });

  it("what is read again and says the same is the same, so that a refusal of it counts", async () => {
    write("token", "token 1");
    const found = load({ kubeconfig: write("config", simple("a", { tokenFile: "token" })) });
    const refused = await found.authenticate();
    await clock.advance(60_000);
    expect(await found.authenticate()).toBe(refused);
    write("token", "token 2");
    found.renew(refused);
    expect((await found.authenticate()).headers).toEqual({ authorization: "Bearer token 2" });
  });

  it("an exec plugin that asks for it is told of the cluster what the kubeconfig says", async () => {
    write("ca.pem", "the authority");
    const told = async (cluster: object) => {
      const script =
        "console.log(JSON.stringify({status: {token: process.env.KUBERNETES_EXEC_INFO}}))";
      const exec = { command: process.execPath, args: ["-e", script], provideClusterInfo: true };
      const text = simple("a", { exec }, { server: "a.example", ...cluster });
      const env = { HOME: folder, HTTPS_PROXY: "http://env.example:3128" };
      const found = load({ env, kubeconfig: write("config", text) });
      const { authorization } = (await found.authenticate()).headers;
      return JSON.parse(String(authorization).replace("Bearer ", "")).spec.cluster;
    };
    const config = { audience: "batch", nested: { list: [1] } };
    const extensions = [
      { name: "other", extension: {} },
      { name: "client.authentication.k8s.io/exec", extension: config },
    ];
    expect(await told({ "certificate-authority": "ca.pem", extensions })).toEqual({
      server: "a.example",
      "certificate-authority-data": btoa("the authority"),
      config,
    });
    const more = { "proxy-url": "http://own.example:1", "tls-server-name": "kubernetes" };
    expect(await told({ "certificate-authority-data": btoa("ca"), ...more })).toEqual({
      server: "a.example",
      "certificate-authority-data": btoa("ca"),
      ...more,
    });
  });

  it("a token that was refused is read anew at once, but only once for all who were refused", async () => {
    write("token", "token 1");
    const user = { tokenFile: "token" };
    const found = load({ kubeconfig: write("config", simple("a", user)) });
    const refused = await found.authenticate();
    write("token", "token 2");
    found.renew(refused);
    const second = await found.authenticate();
    expect(second.headers).toEqual({ authorization: "Bearer token 2" });
    write("token", "token 3");
    found.renew(refused);
    expect(await found.authenticate()).toBe(second);
  });

  it("a file that is missing is named", async () => {
    const user = { "client-certificate": "gone.pem" };
    const found = load({ kubeconfig: write("config", simple("a", user)) });
    await expect(found.authenticate()).rejects.toThrow(
      `the kubeconfig's client certificate file ${folder}/gone.pem does not exist`,
    );
  });
});

/** The files and variables a Pod has. */
function inPod(host = "10.0.0.1") {
  const serviceAccount = join(folder, "serviceaccount");
  write("serviceaccount/token", "pod token");
  write("serviceaccount/ca.crt", "cluster ca");
  write("serviceaccount/namespace", "team-a\n");
  return {
    serviceAccount,
    env: { HOME: "/nowhere", KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: "443" },
  };
}

describe("in a Pod without a kubeconfig", () => {
  it("the service account asks, in its namespace", async () => {
    const found = load(inPod());
    expect([found.source, found.namespace, found.server.origin]).toEqual([
      "in-cluster",
      "team-a",
      "https://10.0.0.1",
    ]);
    expect(await found.authenticate()).toEqual({
      headers: { authorization: "Bearer pod token" },
      tls: { ca: "cluster ca" },
    });
  });

  it("an IPv6 service address is written as a URL", () => {
    expect(load(inPod("fd00::1")).server.host).toBe("[fd00::1]");
  });

  it("--context is no choice", () => {
    expect(problem({ ...inPod(), context: "x" })).toContain("none-found");
  });
});

describe("a program that a kubeconfig names for a credential", () => {
  /** A user whose program leaves a file behind when it is run. */
  const leavesTrace = (name: string) => {
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: `token of ${name}` },
    };
    const command = write(
      `${name}.sh`,
      `#!/bin/sh\ntouch '${join(folder, `${name}-ran`)}'\necho '${JSON.stringify(credential)}'\n`,
    );
    chmodSync(command, 0o755);
    return { exec: { apiVersion: credential.apiVersion, command, interactiveMode: "Never" } };
  };
  const ran = (name: string) => existsSync(join(folder, `${name}-ran`));

  it("S29: is run for the context that is used alone, and not before its credential is needed", async () => {
    const env = {
      KUBECONFIG: [
        write("one", simple("one", leavesTrace("one"))),
        write("two", simple("two", leavesTrace("two"))),
      ].join(":"),
    };
    const found = load({ env });
    expect([ran("one"), ran("two")]).toEqual([false, false]);
    expect((await found.authenticate()).headers).toEqual({ authorization: "Bearer token of one" });
    expect([ran("one"), ran("two")]).toEqual([true, false]);
  });

  it("S29: is not run by the service account of a Pod, wherever such a kubeconfig lies unnamed", async () => {
    const pod = inPod();
    for (const place of ["serviceaccount/kubeconfig", "serviceaccount/config", "config"]) {
      write(place, simple("canary", leavesTrace("canary")));
    }
    const found = load(pod);
    expect((await found.authenticate()).headers).toEqual({ authorization: "Bearer pod token" });
    expect(ran("canary")).toBe(false);
    // Named, it is used as kubectl uses it in a Pod.
    const named = load({ ...pod, kubeconfig: join(folder, "config") });
    await named.authenticate();
    expect(ran("canary")).toBe(true);
  });
});

describe("all contexts are listed as kubectl config get-contexts lists them", () => {
  const listed = (KUBECONFIG: string) => kubeconfigContexts({ clock, env: { KUBECONFIG } });

  it("in the order of the files, of equal names the first", () => {
    const one = JSON.parse(simple("shared", { token: "first" }));
    one.contexts[0].context.namespace = "n";
    const two = JSON.parse(simple("shared", { token: "second" }));
    two.contexts.unshift({ name: "other", context: { cluster: "shared" } });
    const files = [
      write("one", JSON.stringify(one)),
      join(folder, "missing"),
      write("two", JSON.stringify(two)),
    ];
    expect(listed(files.join(":"))).toEqual([
      { name: "shared", cluster: "shared", user: "shared", namespace: "n", broken: null },
      { name: "other", cluster: "shared", user: "", namespace: "", broken: null },
    ]);
  });

  it("with what is wrong with one, which hurts no other", () => {
    const config = JSON.parse(simple("whole"));
    config.contexts.push(
      { name: "no cluster", context: { cluster: "gone", user: "whole" } },
      { name: "no user", context: { cluster: "whole", user: "gone" } },
      { name: "old login", context: { cluster: "whole", user: "gcp" } },
      { name: "no server", context: { cluster: "empty", user: "whole" } },
    );
    config.users.push({ name: "gcp", user: { "auth-provider": { name: "gcp" } } });
    config.clusters.push({ name: "empty", cluster: {} });
    const file = write("config", JSON.stringify(config));
    const broken = Object.fromEntries(
      listed(file).map(({ name, broken }) => [name, broken && inEnglish(broken)]),
    );
    expect(broken).toEqual({
      whole: null,
      "no cluster": expect.stringContaining('names the cluster "gone", which'),
      "no user": expect.stringContaining('names the user "gone", which'),
      "old login": expect.stringContaining('the auth-provider "gcp"'),
      "no server": expect.stringContaining("has no server"),
    });
    expect(load({ kubeconfig: file, context: "whole" }).context).toBe("whole");
  });

  it("and none where there is no kubeconfig", () => {
    expect(kubeconfigContexts({ clock, env: { HOME: folder } })).toEqual([]);
  });

  it("a server can be asked by nobody: whose context it is says nothing of who they are", async () => {
    const cluster = { "certificate-authority-data": Buffer.from("ca").toString("base64") };
    const user = { token: "secret", "client-key": "nowhere", as: "root" };
    const file = write("config", simple("a", user, cluster));
    const server = loadServer({ clock, kubeconfig: file, context: "a" });
    expect(server.server.href).toBe("https://a.example:6443/");
    expect(await server.authenticate()).toEqual({ headers: {}, tls: { ca: "ca" } });
  });
});
