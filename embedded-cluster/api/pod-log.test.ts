import { expect, test } from "vitest";
import type { ContainerLogs, LoggedLine } from "../container-logs.ts";
import { mergePatch, podSpec, pods, Served, Stream } from "./testing/served.ts";

const line = (second: number, text: string, partial = false): LoggedLine => ({
  time: `2026-03-10T12:00:${String(second).padStart(2, "0")}.000000001Z`,
  stream: "stdout",
  text,
  partial,
});

const written = [line(1, "one"), line(2, "zwei ä"), line(3, "three")];

/** Logs of the containers `main` in their instances 0 and 1. */
class Logs implements ContainerLogs {
  readonly heard = new Set<(line: LoggedLine | null) => void>();

  lines({ container, restart }: Parameters<ContainerLogs["lines"]>[0]) {
    if (container !== "main") return undefined;
    return restart === 0 ? [line(0, "first life")] : written;
  }

  follow(_: unknown, heard: (line: LoggedLine | null) => void) {
    this.heard.add(heard);
    return () => this.heard.delete(heard);
  }

  say(said: LoggedLine | null): void {
    for (const heard of [...this.heard]) heard(said);
  }
}

const running = { running: { startedAt: "2026-03-10T12:00:00Z" } };
const ended = { terminated: { exitCode: 1, containerID: "containerd://old" } };

function shop(status: object, spec: object = {}, logs = new Logs()): Served {
  const served = new Served({ logs });
  served.create(pods, { metadata: { name: "p" }, spec: { ...podSpec, nodeName: "one", ...spec } });
  const body = { status: { phase: "Running", ...status } };
  served.call("PATCH", `${pods}/p/status`, { body, type: mergePatch });
  return served;
}

const main = (state: object, more: object = {}) => ({
  containerStatuses: [
    { name: "main", containerID: "containerd://new", restartCount: 1, state, ...more },
  ],
});

const log = (served: Served, query = "") => served.call("GET", `${pods}/p/log?${query}`);

test.each([
  ["", "one\nzwei ä\nthree\n"],
  ["container=main&tailLines=1", "three\n"],
  ["tailLines=0", ""],
  ["timestamps=true&tailLines=1", "2026-03-10T12:00:03.000000001Z three\n"],
  ["sinceTime=2026-03-10T12:00:03Z", "three\n"],
  ["sinceSeconds=3600", "one\nzwei ä\nthree\n"],
  ["limitBytes=7", "one\nzwe"],
  ["previous=true", "first life\n"],
])("the query %j reads %j", (query, text) => {
  const served = shop(main(running, { lastState: ended }));
  const read = log(served, query);
  expect(read.headers["content-type"]).toBe("text/plain");
  expect(read.body).toBe(text);
});

const where = 'container "main" in pod "p"';
const sidecar = { containers: [...podSpec.containers, { name: "b", image: "i" }] };
const init = { initContainers: [{ name: "i", image: "i" }] };

test.each([
  [
    main({ waiting: { reason: "ContainerCreating" } }),
    `${where} is waiting to start: ContainerCreating`,
  ],
  [
    main({ waiting: { reason: "ErrImagePull" } }),
    `${where} is waiting to start: image can't be pulled`,
  ],
  [
    main({ waiting: { reason: "ImagePullBackOff" } }),
    `${where} is waiting to start: trying and failing to pull image`,
  ],
  [main({}), `${where} is waiting to start - no logs yet`],
  [main({ terminated: { exitCode: 137 } }), `${where} is terminated`],
  [{}, `${where} is not available`],
])("a container that has no log says why (%#)", (status, message) => {
  expect(log(shop(status)).body).toMatchObject({ code: 400, reason: "BadRequest", message });
});

test("which container is meant must be said where there are several beside init containers", () => {
  expect(log(shop(main(running), init)).body).toBe("one\nzwei ä\nthree\n");
  const served = shop(main(running), { ...sidecar, ...init });
  expect(log(served).body.message).toBe(
    "a container name must be specified for pod p, choose one of: [i main b]",
  );
  expect(log(served, "container=x").body.message).toBe("container x is not valid for pod p");
  expect(log(served, "container=main").body).toBe("one\nzwei ä\nthree\n");
  expect(log(served, "container=main&previous=1").body.message).toBe(
    `previous terminated ${where} not found`,
  );
});

test("a crashed container that waits shows its last run", () => {
  const served = shop(main({ waiting: { reason: "CrashLoopBackOff" } }, { lastState: ended }));
  expect(log(served).body).toBe("one\nzwei ä\nthree\n");
});

test.each([
  [
    "sinceSeconds=1&sinceTime=2026-03-10T12:00:00Z",
    "[]: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified",
  ],
  ["sinceSeconds=0", "sinceSeconds: Invalid value: 0: must be greater than 0"],
  ["tailLines=-1", "tailLines: Invalid value: -1: must be greater than or equal to 0"],
  ["limitBytes=0", "limitBytes: Invalid value: 0: must be greater than 0"],
  ["stream=Stderr", "stream: Forbidden: may not be specified"],
])("%s is refused", (query, cause) => {
  expect(log(shop(main(running)), query).body).toMatchObject({
    code: 422,
    message: `PodLogOptions "p" is invalid: ${cause}`,
  });
});

test("a Pod on no node answers with nothing, one that is gone with 404", () => {
  const served = new Served();
  served.create(pods, { metadata: { name: "p" }, spec: podSpec });
  expect(log(served).status).toBe(204);
  expect(served.call("GET", `${pods}/none/log`).body.message).toBe('pods "none" not found');
});

test("a log that its node has lost is told in the log itself", () => {
  const served = shop(
    { containerStatuses: [{ name: "b", containerID: "containerd://lost", state: running }] },
    sidecar,
  );
  const read = log(served, "container=b");
  expect([read.status, read.body]).toEqual([
    200,
    "unable to retrieve container logs for containerd://lost",
  ]);
});

test("a followed log goes on with what is written, and ends with the container", async () => {
  const logs = new Logs();
  const served = shop(main(running), {}, logs);
  const stream = served.stream(`${pods}/p/log?follow=true&tailLines=1`);
  expect(await stream.lines()).toEqual(["three"]);
  const next = stream.lines();
  logs.say(line(4, "four"));
  expect(await next).toEqual(["four"]);
  logs.say(line(5, "five", true));
  logs.say(null);
  expect(await stream.lines()).toEqual(["five"]);
  expect(await stream.lines()).toBeNull();
  expect(logs.heard.size).toBe(0);
});

test("who leaves a followed log is not written to any more", async () => {
  const logs = new Logs();
  const stream = shop(main(running), {}, logs).stream(`${pods}/p/log?follow=1&tailLines=0`);
  expect(stream).toBeInstanceOf(Stream);
  const last = stream.lines();
  await stream.close();
  expect(await last).toBeNull();
  expect(logs.heard.size).toBe(0);
});
