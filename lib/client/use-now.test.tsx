// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ServerClock } from "#lib/client/server-clock";
import { setHidden } from "#lib/client/testing/fake-event-source";
import { FrozenNow, Ticker, useNow } from "#lib/client/use-now";
import { ManualClock } from "#lib/time/clock";

function Seconds() {
  return <output>{Math.floor(useNow() / 1000)}</output>;
}

describe("the ticker", () => {
  let clock: ManualClock;
  let server: ServerClock;
  let ticker: Ticker;
  let seen: number[];
  let stop: () => void;

  beforeEach(() => {
    clock = new ManualClock(10_400);
    server = new ServerClock(clock);
    ticker = new Ticker(clock, server);
    seen = [];
    stop = ticker.subscribe(() => seen.push(Math.floor(ticker.now() / 1000)));
  });
  afterEach(() => {
    stop();
    setHidden(false);
  });

  it("ticks on full seconds, once for all who listen", async () => {
    ticker.subscribe(() => {})();
    await clock.advance(599);
    expect(seen).toEqual([]);
    await clock.advance(2_500);
    expect(seen).toEqual([11, 12, 13]);
    expect(clock.pending()).toHaveLength(1);
  });

  it("R14: ticks on the server's seconds and jumps to its time as soon as it is known", async () => {
    server.observe(new Date(600_900).toISOString());
    expect(seen).toEqual([600]);
    await clock.advance(110);
    expect(seen).toEqual([600, 601]);
  });

  it("R17: sleeps while the page is hidden and is right again when it is shown", async () => {
    setHidden(true);
    await clock.advance(60_000);
    expect(seen).toEqual([]);
    expect(clock.pending()).toEqual([]);
    setHidden(false);
    expect(seen).toEqual([70]);
  });

  it("sets no timer when nobody listens", () => {
    stop();
    expect(clock.pending()).toEqual([]);
  });
});

describe("useNow", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 5_000 });
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it("moves on each second, but not in a view whose data is old", () => {
    render(
      <>
        <Seconds />
        <FrozenNow value={3_000}>
          <Seconds />
        </FrozenNow>
      </>,
    );
    const texts = () => screen.getAllByRole("status").map((element) => element.textContent);
    expect(texts()).toEqual(["5", "3"]);
    act(() => vi.advanceTimersByTime(4_100));
    expect(texts()).toEqual(["9", "3"]);
  });
});
