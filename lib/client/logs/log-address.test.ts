import { expect, it } from "vitest";
import { type LogTarget, parseLogQuery } from "#lib/api/log-query";
import { logAddress } from "#lib/client/logs/log-address";

it.each<[LogTarget, string]>([
  [{ kind: "pod", name: "build-a" }, "/logs/web?of=pod/build-a"],
  [{ kind: "job", name: "build" }, "/logs/web?of=job/build"],
  [{ kind: "cronjob", name: "nightly", runs: 1 }, "/logs/web?of=cronjob/nightly"],
  [{ kind: "cronjob", name: "nightly", runs: 3 }, "/logs/web?of=cronjob/nightly&runs=3"],
  [
    { kind: "selector", selector: "app=etl,tier in (a)" },
    "/logs/web?selector=app%3Detl%2Ctier+in+%28a%29",
  ],
])("the log of %j stands at %s, which names it again", (target, address) => {
  expect(logAddress("web", target)).toBe(address);
  const { searchParams } = new URL(address, "http://localhost");
  searchParams.set("namespace", "web");
  expect(parseLogQuery(searchParams)).toMatchObject({ target });
});
