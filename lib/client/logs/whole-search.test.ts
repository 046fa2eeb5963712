import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LogOrigin } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import type { SearchFrame, SearchHit } from "#lib/api/log-search";
import { WholeSearch } from "#lib/client/logs/whole-search";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";

const query: LogQuery = {
  namespace: "default",
  target: { kind: "job", name: "build" },
  uid: "u1",
  container: "*",
  instances: "all",
  follow: true,
  tail: 1_000,
  since: "",
  sinceTime: "",
  until: "",
};
const origin = (key: string): LogOrigin => ({
  key,
  pod: key,
  podUid: key,
  created: "2026-03-10T12:00:00Z",
  container: "main",
  role: "container",
  instance: 0,
  index: null,
  job: "build",
  attempt: 1,
  started: null,
});
const hit = (second: number): SearchHit => ({
  line: second,
  time: `2026-03-10T12:00:0${second}.000000000Z`,
  text: `oops ${second}`,
  start: 0,
  end: 4,
  cut: false,
});
const progress = { lines: 10, bytes: 100, hits: 3, sources: { done: 1, of: 2 } };
const send = (...frames: SearchFrame[]) => {
  for (const frame of frames) FakeEventSource.last.send(frame);
};
let stop = () => {};
function search(): WholeSearch {
  const whole = new WholeSearch(query, { find: "oops", regex: true, matchCase: false });
  stop = whole.subscribe(() => {});
  return whole;
}
const texts = (whole: WholeSearch) => whole.view().found.map((found) => found.hit.text);

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("window", new EventTarget());
  FakeEventSource.opened = [];
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe("a search of a whole log", () => {
  it("asks the server for all that the query names, not for its last lines", () => {
    search();
    const { pathname, searchParams } = new URL(FakeEventSource.last.url, "http://localhost");
    expect(pathname).toBe("/api/logs/search");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      of: "job/build",
      find: "oops",
      regex: "1",
    });
    expect(["tail", "follow"].map((name) => searchParams.get(name))).toEqual([null, null]);
  });

  it("lists the hits of all sources in the order of their times, and how far it is", () => {
    const whole = search();
    send(
      { type: "source", source: 0, origin: origin("a") },
      { type: "source", source: 1, origin: origin("b") },
      { type: "hits", source: 0, hits: [hit(1), hit(4)] },
      { type: "hits", source: 1, hits: [hit(2)] },
      { type: "progress", ...progress },
    );
    expect(texts(whole)).toEqual(["oops 1", "oops 2", "oops 4"]);
    expect(whole.view().progress).toMatchObject(progress);
    expect(whole.view().state).toEqual({ state: "searching" });
    send({ type: "end", truncated: true, ...progress });
    expect(whole.view().state).toEqual({ state: "ended", truncated: true });
    expect(FakeEventSource.open).toHaveLength(0);
  });

  it("says what could not be read, and why nothing could", () => {
    const whole = search();
    const error = { code: "not-found", message: 'pods "a" not found' } as const;
    send(
      { type: "source", source: 0, origin: origin("a") },
      { type: "unread", source: 0, error },
      { type: "failure", error },
    );
    expect(whole.view().unread.map(({ source }) => source.key)).toEqual(["a"]);
    expect(whole.view().state).toEqual({ state: "failed", error });
  });

  it("ends with whoever wanted it", () => {
    search();
    stop();
    expect(FakeEventSource.open).toHaveLength(0);
  });

  it("begins anew when its connection is lost: no hit is listed twice", () => {
    const whole = search();
    send(
      { type: "source", source: 0, origin: origin("a") },
      { type: "hits", source: 0, hits: [hit(1)] },
    );
    FakeEventSource.last.cut();
    expect(texts(whole)).toEqual([]);
  });
});
