import { expect, it } from "vitest";
import type { KubernetesEvent } from "#lib/kubernetes/types";
import { printEvent } from "#lib/printers/event";

const first = "2026-03-10T11:00:00Z";
const last = "2026-03-10T12:00:00Z";
const micro = "2026-03-10T11:30:00.123456Z";

it.each([
  ["a counted event", { count: 3, firstTimestamp: first, lastTimestamp: last }, [last, 3]],
  ["an event with a first time only", { count: 2, firstTimestamp: first }, [first, 2]],
  ["a single event of the new API", { eventTime: micro }, [micro, 1]],
  [
    "a series, whatever the old fields say",
    { count: 1, lastTimestamp: first, series: { count: 7, lastObservedTime: micro } },
    [micro, 7],
  ],
  ["an event without any time or count", { count: 0 }, [null, 1]],
])("%s is as old and frequent as kubectl says", (_, fields, want) => {
  const event: unknown = { metadata: {}, ...fields };
  const { lastSeen, count } = printEvent(event as KubernetesEvent);
  expect([lastSeen, count]).toEqual(want);
});

it("names its object as kubectl does and trims the message", () => {
  const event: unknown = {
    metadata: { uid: "e1" },
    type: "Warning",
    reason: "BackOff",
    message: "Back-off restarting failed container\n",
    involvedObject: { kind: "CronJob", name: "echo" },
  };
  expect(printEvent(event as KubernetesEvent)).toMatchObject({
    uid: "e1",
    type: "Warning",
    reason: "BackOff",
    message: "Back-off restarting failed container",
    object: "cronjob/echo",
  });
  const bare: unknown = { metadata: {}, involvedObject: { kind: "Node" } };
  expect(printEvent(bare as KubernetesEvent).object).toBe("node");
});
