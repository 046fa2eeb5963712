import * as fc from "fast-check";
import { createLoader } from "nuqs/server";
import { expect, it } from "vitest";
import { type LogQuery, type LogTarget, parseLogQuery } from "#lib/api/log-query";
import { logAddress, logViewAddress, logViewOf } from "#lib/client/logs/log-address";
import { logParsers } from "#lib/client/logs/log-parsers";
import { logSettings } from "#lib/client/logs/log-settings";
import { logView } from "#lib/line/testing/arbitrary-views";

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

it("the address of a log, as it is shown, leads back to it", () => {
  const settingsOf = createLoader(logParsers);
  fc.assert(
    fc.property(logView, (view) => {
      const { pathname, searchParams } = new URL(logViewAddress(view), "http://localhost");
      const namespace = decodeURIComponent(pathname.slice("/logs/".length));
      const named = new URLSearchParams({ namespace });
      for (const key of ["of", "selector", "runs"]) {
        const value = searchParams.get(key);
        if (value !== null) named.set(key, value);
      }
      const settings = logSettings(settingsOf(searchParams));
      const { target } = parseLogQuery(named) as LogQuery;
      expect(logViewOf(namespace, target, settings)).toEqual(view);
    }),
    { numRuns: 2_000 },
  );
});
