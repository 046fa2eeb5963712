import { expect, test } from "vitest";
import type { CronJob, Job, KubernetesEvent, KubernetesObject, Pod } from "#lib/kubernetes/types";
import { AsideTables } from "#lib/server/aside-tables";
import type { Feed } from "#lib/server/feed";
import { ManualClock } from "#lib/time/clock";

/** A feed without objects that counts who listens. */
class Listened {
  listeners = 0;

  feed<T extends KubernetesObject>(): Feed<T> {
    const subscribe = () => {
      this.listeners += 1;
      return () => {
        this.listeners -= 1;
      };
    };
    return { objects: () => [], subscribe } as unknown as Feed<T>;
  }
}

function open(on: Listened, asked: { events?: (uid: string) => boolean }): AsideTables {
  const clock = new ManualClock();
  const nothing = { value: null, until: null };
  return new AsideTables({
    feeds: { cronjobs: on.feed<CronJob>(), jobs: on.feed<Job>(), pods: on.feed<Pod>() },
    asked,
    derivations: {
      outlook: () => nothing,
      history: () => nothing,
      reason: () => nothing,
      podReason: () => nothing,
      cronJobStanding: () => nothing,
      jobStanding: () => nothing,
      podStanding: () => nothing,
      failure: () => nothing,
    },
    clock,
    now: () => clock.now(),
    touched: () => {},
    failed: () => {},
  });
}

test("a page that was left before it is known where its Events come from follows none", () => {
  const on = new Listened();
  const tables = open(on, { events: () => true });
  expect(on.listeners).toBe(3);
  tables.close();
  tables.followEvents(on.feed<KubernetesEvent>());
  expect(on.listeners).toBe(0);
});

test("a view that asks for nothing listens to nothing", () => {
  const on = new Listened();
  open(on, {});
  expect(on.listeners).toBe(0);
});
