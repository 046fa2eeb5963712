import { expect, test } from "vitest";
import { type LogFormat, type LogLevel, OperationLog } from "#lib/server/operation-log";
import { Served } from "#lib/server/testing/served";

function logged(format: LogFormat, level: LogLevel) {
  const lines: string[] = [];
  const log = new OperationLog({ format, level, write: (line) => lines.push(line) });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line)) };
}

const request = {
  id: "1-2",
  route: "/api/watch",
  method: "GET",
  code: 200,
  seconds: 1.2345,
  bytes: 99,
  stream: true,
};

test("a request is one line of JSON, with a level in words and a time that sorts", () => {
  const { log, lines, parsed } = logged("json", "info");
  log.request(request);
  expect(lines).toHaveLength(1);
  expect(parsed()).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: "request",
      id: "1-2",
      route: "/api/watch",
      method: "GET",
      code: 200,
      bytes: 99,
      stream: true,
      ms: 1235,
    },
  ]);
});

test("at a terminal it is quiet below a warning, and a warning is a line for people", () => {
  const { log, lines } = logged("text", "warn");
  log.request(request);
  log.said("Reached https://cluster.");
  log.became("jobs", "live", { state: "live" });
  expect(lines).toEqual([]);
  log.became("jobs", "live", {
    state: "backing-off",
    since: 0,
    message: "it does not answer",
    retryAt: null,
    synced: true,
  });
  log.refused("files");
  expect(lines.map((line) => line.replace(/^\S+ /, ""))).toEqual([
    'WARN watch resource=jobs from=live to=backing-off reason="it does not answer"\n',
    "WARN admission refused scarce=files\n",
  ]);
});

test("S17: what an API server, an error or a sentence says of a token is not written", () => {
  const { log, lines } = logged("json", "debug");
  log.became("jobs", "live", {
    state: "forbidden",
    verb: "list",
    message: "no: Bearer canary-token",
    retryAt: 0,
  });
  log.failed(new Error("sent authorization: Bearer canary-token"));
  log.failed("token=canary-token");
  log.said("For another browser: http://127.0.0.1:1/?key=canary-token");
  expect(lines).toHaveLength(4);
  expect(lines.join("")).not.toContain("canary-token");
  expect(lines.join("")).toContain("[redacted]");
});

test("each change of an informer is told once, with the API server's sentence and without its token", async () => {
  const { log, lines, parsed } = logged("json", "info");
  const served = await Served.start({ log });
  try {
    const view = await served.stream("watch", "view=jobs&ns=canary-namespace");
    await view.until(() => view.last("states")?.jobs.state === "live", "live");
    const message = "the token Bearer canary-token is not known";
    served.api.fault(({ path }) => path.endsWith("/jobs"), { status: 500, message });
    served.api.endWatches("jobs");
    await view.until(() => view.last("states")?.jobs.state === "stale", "stale");
    const jobs = parsed().filter(({ resource }) => resource === "jobs");
    expect(jobs.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "stopped → syncing",
      "syncing → live",
      "live → backing-off",
    ]);
    expect(jobs[2]).toMatchObject({ level: "warn", msg: "watch" });
    expect(jobs[2].reason).toContain("the token Bearer [redacted] is not known");
  } finally {
    await served.close();
  }
  expect(lines.join("")).toContain('"to":"stopped"');
  expect(lines.join("")).not.toMatch(/canary-token|canary-namespace/);
});
