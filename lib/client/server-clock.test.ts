import { describe, expect, it } from "vitest";
import { ServerClock } from "#lib/client/server-clock";
import { ManualClock } from "#lib/time/clock";

const at = (ms: number) => new Date(ms).toISOString();

describe("the server's clock", () => {
  it("is the browser's own until a frame has come", () => {
    const clock = new ManualClock(5_000);
    expect(new ServerClock(clock).now()).toBe(5_000);
  });

  it("R14: follows the frame that was quickest on its way", () => {
    const clock = new ManualClock(0);
    const server = new ServerClock(clock);
    for (const late of [400, 20, 250]) server.observe(at(600_000 - late));
    expect(server.now()).toBe(600_000 - 20);
  });

  it("R14: follows a browser clock that was set anew, after some frames", () => {
    let local = 0;
    const clock = { ...new ManualClock(0), now: () => local } as ManualClock;
    const server = new ServerClock(clock);
    server.observe(at(600_000));
    local = 30_000;
    for (let i = 0; i < 8; i++) server.observe(at(600_000));
    expect(server.now()).toBe(600_000);
  });

  it("R14: believes at once that a browser clock was set by more than a frame can take", () => {
    let local = 0;
    const clock = { ...new ManualClock(0), now: () => local } as ManualClock;
    const server = new ServerClock(clock);
    server.observe(at(600_000));
    local = 3_600_000;
    server.observe(at(600_000));
    expect(server.now()).toBe(600_000);
  });

  it("tells when the present moved visibly, and only then", () => {
    const server = new ServerClock(new ManualClock(0));
    let shifts = 0;
    server.onShift(() => shifts++);
    server.observe(at(100));
    server.observe(at(300));
    expect(shifts).toBe(0);
    server.observe(at(60_000));
    expect(shifts).toBe(1);
  });

  it("ignores what is no time", () => {
    const server = new ServerClock(new ManualClock(5_000));
    server.observe("soon");
    expect(server.now()).toBe(5_000);
  });
});
