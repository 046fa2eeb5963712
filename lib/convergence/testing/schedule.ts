import fc from "fast-check";
import type { TableName } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";

/** One thing that happens, to the cluster, to the way to it, or to a browser. */
export type Step =
  | { readonly does: "apply" | "remove" | "recreate"; readonly kind: TableName; readonly at: Place }
  /** Many objects change at once; some are new. */
  | { readonly does: "burst"; readonly kind: TableName; readonly count: number }
  /** A watch ends as watches do after some minutes; says nonsense; says that it is too old. */
  | { readonly does: "end" | "garble" | "expire"; readonly kind: TableName }
  /** It breaks in the middle of the line that tells of a change. */
  | { readonly does: "tear"; readonly kind: TableName; readonly at: Place }
  /** An event comes twice; one of an older version comes late, or after its object has gone. */
  | { readonly does: "repeat" | "delay" | "haunt"; readonly kind: TableName; readonly at: Place }
  /** Changes fall into a gap: the watch breaks, then they happen, and history may be forgotten. */
  | {
      readonly does: "gap";
      readonly kind: TableName;
      readonly at: Place;
      readonly change: "apply" | "remove" | "recreate";
      readonly forgotten: boolean;
    }
  | { readonly does: "compact" | "bookmark" | "crash" }
  | {
      readonly does: "fail";
      readonly kind: TableName;
      /** How the open watch ends, so that another request is made. */
      readonly after: "end" | "reset";
      readonly fault: (typeof faults)[number];
      readonly times: number;
    }
  | { readonly does: "cut" | "slow" | "wake" | "reload"; readonly tab: number }
  /** A browser stops to read just before more is told than may wait for it, and then a little. */
  | { readonly does: "overrun"; readonly kind: TableName; readonly tab: number }
  | { readonly does: "hide" | "show" }
  | { readonly does: "pass"; readonly ms: number };

/** Which object: few names, so that steps meet. */
export interface Place {
  readonly namespace: "default" | "other";
  readonly name: string;
  readonly labelled: boolean;
}

/** `behind`: a replica that has not seen yet from where it is asked. */
const faults = ["reset", "cut", "hang", "behind", 410, 429, 500, 503] as const;
const kind = fc.constantFrom<TableName[]>("cronjobs", "jobs", "pods");
const place: fc.Arbitrary<Place> = fc.record({
  namespace: fc.constantFrom("default", "default", "other"),
  name: fc.constantFrom("a", "b", "c"),
  labelled: fc.boolean(),
});
const tab = fc.nat({ max: 2 });
const change = fc.constantFrom("apply", "remove", "recreate");

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: change, kind, at: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("burst"),
      kind,
      count: fc.integer({ min: 2, max: 80 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom("end", "garble", "expire"), kind }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom("repeat", "delay", "haunt", "tear"),
      kind,
      at: place,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant("gap"),
      kind,
      at: place,
      change,
      forgotten: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom("compact", "bookmark", "crash") }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("fail"),
      kind,
      after: fc.constantFrom("end", "reset"),
      fault: fc.constantFrom(...faults),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom("cut", "slow", "wake", "reload"), tab }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("overrun"), kind, tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom("hide", "show") }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant("pass"), ms: fc.integer({ min: 1, max: 8_000 }) }),
  },
);

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.record({
    view: fc.constantFrom("cronjobs", "jobs", "pods"),
    namespaces: fc.constantFrom("*" as const, ["default"], ["default", "other"]),
    selector: fc.constantFrom("", "", "app=x"),
  }),
  fc.record({
    view: fc.constantFrom("cronjob", "job", "pod"),
    namespace: fc.constant("default"),
    name: fc.constantFrom("a", "b"),
  }),
);

/** What three browsers look at, and what happens meanwhile. */
export interface Schedule {
  readonly scopes: readonly Scope[];
  readonly steps: readonly Step[];
}

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  scopes: fc.array(scope, { minLength: 3, maxLength: 3 }),
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
});
