import { connect } from "node:tls";
import { loadKubeconfig } from "#lib/kubernetes/kubeconfig";
import { systemClock } from "#lib/time/clock";
import { expect, test } from "../fixtures.ts";
import { idleCronJob, idleJob, paths, podSpec, shell } from "../objects.ts";
import {
  badRequest,
  expectRefusal,
  failure,
  noSuchResource,
  notFound,
  subdomain,
} from "../statuses.ts";

test("a body of more than three megabytes is not read", async ({ api, namespace }) => {
  const body = `{"x":"${"x".repeat(3 * 1024 * 1024)}"}`;
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body }),
    failure(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728"),
  );
});

test("an object of two megabytes is read, and not stored; one of one is", async ({
  api,
  namespace,
}) => {
  const large = (name: string, size: number) => {
    const spec = podSpec([shell("true", { args: ["x".repeat(size)] })]);
    return idleCronJob(name, { job: { template: { spec } } });
  };
  const two = { body: large("two", 2_000_000) };
  expectRefusal(
    await api.call("POST", paths.cronJobs(namespace), two),
    failure(500, "", "etcdserver: request is too large"),
  );
  expect((await api.call("GET", paths.cronJobs(namespace, "two"))).status).toBe(404);
  await api.create(paths.cronJobs(namespace), large("one", 1_000_000));
});

test("what is nested without end is refused", async ({ api, namespace }) => {
  const body = `{"kind":"Job","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body }),
    badRequest(
      `the object provided is unrecognized (must be of type Job): couldn't get version/kind; json parse error: invalid character '[' exceeded max depth ({"kind":"Job","x":[[[[[[[[[[[[ ...)`,
    ),
  );
});

test("hostile names lead nowhere", async ({ api, namespace }) => {
  const jobs = (name: string) => `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`;
  const none = (name: string) => notFound("jobs", name, "batch");
  const long = "a".repeat(4_000);
  for (const [path, status] of [
    [jobs("a%2Fb"), noSuchResource],
    [jobs("..%2F..%2Fsecrets"), noSuchResource],
    [jobs("a%20b"), none("a b")],
    [jobs("%F0%9F%98%80"), none("😀")],
    [jobs("__proto__"), none("__proto__")],
    [jobs("constructor"), none("constructor")],
    [jobs(long), none(long)],
    [jobs("100%25"), badRequest(`Name parameter invalid: "100%": may not contain '%'`)],
    [
      jobs("%00"),
      failure(404, "NotFound", 'jobs.batch "\\x00" not found', {
        name: "\0",
        group: "batch",
        kind: "jobs",
      }),
    ],
  ] as const) {
    expectRefusal(await api.call("GET", path), status);
  }
  for (const name of ["..", "a/b", "ünïcode"]) {
    const reply = await api.call("POST", paths.configMaps(namespace), {
      body: { metadata: { name } },
    });
    expect(reply.body).toMatchObject({
      code: 422,
      details: {
        causes: [{ field: "metadata.name", message: `Invalid value: "${name}": ${subdomain}` }],
      },
    });
  }
});

test("whatever is sent, it goes on, and nothing that was there is lost", async ({
  api,
  cluster,
  namespace,
}) => {
  const kept = (await api.create(paths.jobs(namespace), idleJob("kept"))).body as {
    metadata: { uid: string };
  };
  const path = paths.jobs(namespace, "kept");
  const hostile = [
    "\0\0\0",
    '{"__proto__":{"polluted":true},"metadata":{"name":"x","labels":{"__proto__":"a"}}}',
    '{"metadata":{"name":"x","annotations":{"constructor":"x"}},"spec":null}',
    `${"[".repeat(200_000)}`,
    `"${"\\u0000".repeat(1_000)}"`,
    new Uint8Array([0xff, 0xfe, 0x00, 0x80]),
  ];
  const types = [
    "application/json",
    "application/yaml",
    "application/vnd.kubernetes.protobuf",
    "application/merge-patch+json",
    "application/json-patch+json",
    "application/strategic-merge-patch+json",
  ];
  for (const body of hostile) {
    for (const type of types) {
      for (const [method, target] of [
        ["POST", paths.jobs(namespace)],
        ["PUT", path],
        ["PATCH", path],
      ] as const) {
        const { status } = await api.call(method, `${target}?dryRun=All`, { body, type });
        expect(status).toBeLessThan(500);
      }
    }
  }
  const { server } = loadKubeconfig({ kubeconfig: cluster.kubeconfig, clock: systemClock });
  for (const text of ["BREW /coffee HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0"]) {
    await new Promise<void>((resolve) => {
      const options = {
        host: server.hostname,
        port: Number(server.port),
        rejectUnauthorized: false,
      };
      const socket = connect(options, () => socket.end(text));
      socket.on("error", () => {}).on("close", () => resolve());
      socket.resume();
    });
  }
  expect((await api.call("GET", "/readyz")).text).toBe("ok");
  expect((await api.get(path)).body).toMatchObject({ metadata: { uid: kept.metadata.uid } });
});
