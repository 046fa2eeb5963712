import fc from "fast-check";
import { expect, test } from "vitest";
import { events, jobs, pods } from "#lib/kubernetes/resources";
import { jobFailure } from "#lib/runs/job-failure";
import { jobWaiting } from "#lib/runs/job-waiting";
import { podReason } from "#lib/runs/pod-reason";
import { wordingOf } from "#lib/texts/language";
import { english, worded } from "#lib/texts/wording";

/** What anybody may write into an object: any text, of any length, where the API takes one. */
const text = fc.oneof(
  fc.string(),
  fc.constantFrom("", "\n", "a\nb", "x".repeat(5_000), "a b ".repeat(2_000), "😀".repeat(300)),
);
/** A name is never empty, and never of blanks alone. */
const name = fc.oneof(
  fc.constantFrom("a", "b"),
  text.filter((some) => /\S/.test(some)),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const count = maybe(fc.oneof(fc.integer(), fc.nat(9)));
const time = maybe(fc.oneof(text, fc.constantFrom("2026-11-29T12:00:00Z", "1970-01-01T00:00:00Z")));
const oneOf = (...known: string[]) =>
  maybe(fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 4 }, text));

const condition = fc.record({
  type: oneOf("Failed", "FailureTarget", "Suspended", "PodScheduled", "DisruptionTarget"),
  status: oneOf("True", "False"),
  reason: oneOf(
    ...["BackoffLimitExceeded", "DeadlineExceeded", "PodFailurePolicy", "FailedIndexes"],
    ...["MaxFailedIndexesExceeded", "Unschedulable", "SchedulingGated", "toString", "__proto__"],
  ),
  message: maybe(text),
});
const state = maybe(
  fc.oneof(
    fc.record({
      waiting: maybe(
        fc.record({ reason: oneOf("CrashLoopBackOff", "ErrImagePull"), message: maybe(text) }),
      ),
    }),
    fc.record({ running: fc.constant({}) }),
    fc.record({
      terminated: fc.record({
        exitCode: count,
        signal: count,
        reason: oneOf("OOMKilled", "StartError", "Error"),
        message: maybe(text),
        finishedAt: time,
      }),
    }),
  ),
);
const statuses = maybe(
  fc.array(fc.record({ name, restartCount: count, state, lastState: state }), { maxLength: 3 }),
);
const containers = maybe(
  fc.array(fc.record({ name, image: maybe(name), restartPolicy: oneOf("Always") }), {
    maxLength: 3,
  }),
);
const metadata = fc.record({
  name: fc.constant("a"),
  uid: fc.constantFrom("u", "v"),
  creationTimestamp: time,
  deletionTimestamp: time,
  finalizers: maybe(fc.array(name, { maxLength: 3 })),
  labels: maybe(fc.record({ "kueue.x-k8s.io/queue-name": name })),
  ownerReferences: maybe(
    fc.array(fc.record({ kind: name, name, uid: name, controller: fc.boolean() }), {
      maxLength: 2,
    }),
  ),
});
const conditions = maybe(fc.array(condition, { maxLength: 4 }));
const job = fc.record({
  metadata,
  spec: maybe(
    fc.record({
      parallelism: count,
      completions: count,
      backoffLimit: count,
      backoffLimitPerIndex: count,
      maxFailedIndexes: count,
      activeDeadlineSeconds: count,
      suspend: maybe(fc.boolean()),
      managedBy: maybe(name),
      template: maybe(
        fc.record({ spec: fc.record({ restartPolicy: oneOf("OnFailure", "Never") }) }),
      ),
    }),
  ),
  status: maybe(
    fc.record({
      active: count,
      failed: count,
      succeeded: count,
      terminating: count,
      startTime: time,
      failedIndexes: oneOf("1,3-5", "0-999999"),
      conditions,
    }),
  ),
});
const pod = fc.record({
  metadata,
  spec: maybe(fc.record({ nodeName: maybe(name), initContainers: containers, containers })),
  status: maybe(
    fc.record({
      phase: oneOf("Failed", "Running", "Pending", "Succeeded"),
      reason: oneOf("Evicted", "toString", "__proto__"),
      message: maybe(text),
      conditions,
      initContainerStatuses: statuses,
      containerStatuses: statuses,
    }),
  ),
});
const event = fc.record({
  metadata,
  reason: oneOf("FailedCreate", "FailedMount", "BackOff", "Killing"),
  message: maybe(text),
  involvedObject: maybe(fc.record({ kind: oneOf("Pod"), uid: fc.constantFrom("u", "v") })),
  lastTimestamp: time,
});
const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 4 });

const chinese = await wordingOf("zh-CN");

test("whatever stands in the objects, a reason is one line that somebody can read", () => {
  const told = { failure: 0, waiting: 0, pod: 0 };
  const now = Date.parse("2026-11-29T12:01:00Z");
  fc.assert(
    fc.property(job, many(pod), many(event), (rawJob, rawPods, rawEvents) => {
      const sight = [
        jobs.reduce(rawJob),
        rawPods.map(pods.reduce),
        rawEvents.map(events.reduce),
      ] as const;
      const failure = jobFailure(...sight);
      const waiting = jobWaiting(...sight, now);
      const [, allPods, allEvents] = sight;
      const ofPods = allPods.map((pod) => podReason(pod, allEvents, now).reason);
      if (failure) told.failure++;
      if (waiting) told.waiting++;
      const all = [failure, waiting, ...ofPods].filter((one) => one !== null);
      if (ofPods.some((one) => one !== null)) told.pod++;
      for (const { word, sentence, source } of all) {
        const texts = [word, sentence, source];
        const said = [english, chinese].flatMap((wording) =>
          texts.map((it) => worded(it, wording)),
        );
        for (const words of said) {
          expect(words).toMatch(/^\S(.*\S)?$/);
          expect(words).not.toMatch(/[\n\r]|undefined|null|NaN|\[object|function/);
          expect(words.length).toBeLessThan(1_200);
        }
      }
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(told.failure, told.waiting, told.pod)).toBeGreaterThan(50);
});
