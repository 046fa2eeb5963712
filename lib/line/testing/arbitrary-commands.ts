import * as fc from "fast-check";
import type { LogTarget } from "#lib/api/log-query";
import type {
  CanI,
  Chosen,
  Command,
  CreateJob,
  Delete,
  Describe,
  Events,
  Get,
  Logs,
  PatchSuspend,
  UseContext,
} from "#lib/line/command";

/** Texts a shell, kubectl or a comment might read as something else. */
const nasty = [
  "-x",
  "--all",
  "$(reboot)",
  "`reboot`",
  "$HOME",
  "it's",
  'a "b"',
  "a;b",
  "a && b",
  "a | b",
  "# a",
  "*",
  "~",
  "a\nb",
  "a\\",
  "\\",
  " a ",
  "a,b",
  "a=b",
  "=",
  "{a}",
  "!a",
  "(a)",
  "<a>",
  "\u001b[2J",
  "\u2028",
  "ü 日",
];

/** Any text that can be an argument. */
export const text = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/),
  fc.constantFrom(...nasty),
  fc.string({ unit: "binary", minLength: 1, maxLength: 8 }).filter((some) => !some.includes("\0")),
);

/** A name: no slash, in which kubectl would see a type. */
export const name = text.filter((some) => !some.includes("/"));

const term = fc.constantFrom(
  "app=web",
  "tier!=db",
  "env in (a, b)",
  "env notin (a,b)",
  "!old",
  "x",
  "n>1",
);
export const selector = fc.array(term, { maxLength: 3 }).map((terms) => terms.join(","));

const resource = fc.constantFrom("cronjobs" as const, "jobs" as const, "pods" as const);
const object = fc.record({ resource, name });
// kubectl takes the first of several apart at its commas.
const plainName = name.filter((some) => !some.includes(","));
const objects = fc.array(fc.record({ resource, name: plainName }), { minLength: 1, maxLength: 3 });
const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const place = fc.record({ context: perhaps(text), namespace: perhaps(text) });
const widePlace = fc.oneof(
  place.map((where) => ({ ...where, allNamespaces: false })),
  perhaps(text).map((context) => ({ context, namespace: null, allNamespaces: true })),
);

const chosen = fc.oneof(
  fc
    .record({ place: widePlace, tables: fc.uniqueArray(resource, { minLength: 1 }), selector })
    .map(({ place: where, tables, selector: labels }) => ({
      ...where,
      of: { tables } as Chosen,
      selector: labels,
    })),
  fc.record({ place, objects }).map(({ place: where, objects: named }) => ({
    ...where,
    allNamespaces: false,
    of: { objects: named } as Chosen,
    selector: "",
  })),
);

const get: fc.Arbitrary<Get> = fc
  .tuple(
    chosen,
    fc.record({
      fieldSelector: fc.oneof(fc.constant(""), text),
      output: fc.constantFrom(
        "" as const,
        "wide" as const,
        "name" as const,
        "yaml" as const,
        "json" as const,
      ),
      sortBy: fc.oneof(fc.constant(""), text),
      watch: fc.boolean(),
    }),
  )
  .map(([of, more]) => {
    const fieldSelector = "tables" in of.of ? more.fieldSelector : "";
    return { verb: "get", ...of, ...more, fieldSelector };
  });

const describe: fc.Arbitrary<Describe> = chosen.map((of) => ({ verb: "describe", ...of }));

export const since = fc.constantFrom("", "15m", "1h30m", "1.5s");
export const instant = fc.constantFrom("", "2026-03-10T12:00:00Z", "2026-03-10T12:00:00.5+02:00");
export const container = fc.oneof(fc.constantFrom("", "*"), text);

const ownTarget: fc.Arbitrary<LogTarget> = fc.oneof(
  fc.record({ kind: fc.constantFrom("pod" as const, "job" as const), name }),
  fc.record({ kind: fc.constant("cronjob" as const), name, runs: fc.constant(1) }),
  fc.record({
    kind: fc.constant("selector" as const),
    selector: selector.filter((labels) => labels !== ""),
  }),
);

const kubectlLogs: fc.Arbitrary<Logs> = fc
  .tuple(
    place,
    fc.record({
      target: ownTarget,
      container,
      allPods: fc.boolean(),
      prefix: fc.boolean(),
      previous: fc.boolean(),
      timestamps: fc.boolean(),
      follow: fc.boolean(),
      tail: perhaps(fc.integer({ min: -1, max: 1e6 })),
      maxLogRequests: perhaps(fc.nat(300)),
    }),
    fc.oneof(
      since.map((duration) => ({ since: duration, sinceTime: "" })),
      instant.map((sinceTime) => ({ since: "", sinceTime })),
    ),
  )
  .map(([where, more, times]) => ({ verb: "logs", ...where, ...more, ...times }));

const sternLogs: fc.Arbitrary<Logs> = fc
  .tuple(
    place,
    fc.record({
      target: fc.record({
        kind: fc.constant("cronjob" as const),
        name,
        runs: fc.integer({ min: 2, max: 20 }),
      }),
      container: container.filter((some) => some !== ""),
      timestamps: fc.boolean(),
      follow: fc.boolean(),
      tail: perhaps(fc.nat(1e6)),
      since,
    }),
  )
  .map(([where, more]) => ({
    verb: "logs",
    ...where,
    ...more,
    allPods: true,
    prefix: true,
    previous: false,
    sinceTime: "",
    maxLogRequests: null,
  }));

const createJob: fc.Arbitrary<CreateJob> = fc
  .tuple(
    place,
    fc.record({
      name: text.filter((some) => !some.startsWith("-")),
      cronJob: name,
      dryRun: fc.constantFrom("none" as const, "client" as const, "server" as const),
      output: fc.constantFrom("" as const, "yaml" as const),
    }),
  )
  .map(([where, more]) => ({ verb: "createJob", ...where, ...more }));

const patch: fc.Arbitrary<PatchSuspend> = fc
  .tuple(
    place,
    fc.array(
      fc.record({
        resource: fc.constantFrom("cronjobs" as const, "jobs" as const),
        name: plainName,
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    fc.boolean(),
  )
  .map(([where, named, suspend]) => ({ verb: "patchSuspend", ...where, objects: named, suspend }));

const remove: fc.Arbitrary<Delete> = fc
  .tuple(
    place,
    objects,
    fc.constantFrom("background" as const, "foreground" as const, "orphan" as const),
  )
  .map(([where, named, cascade]) => ({ verb: "delete", ...where, objects: named, cascade }));

const events: fc.Arbitrary<Events> = fc
  .tuple(
    widePlace,
    perhaps(object),
    fc.uniqueArray(fc.constantFrom("Normal" as const, "Warning" as const)),
    fc.boolean(),
  )
  .map(([where, of, types, watch]) => ({ verb: "events", ...where, of, types, watch }));

const canI: fc.Arbitrary<CanI> = fc
  .tuple(
    widePlace,
    text,
    fc.oneof(
      fc.record({
        resource: name,
        name: fc.oneof(fc.constant(""), text),
        subresource: fc.oneof(fc.constant(""), text),
      }),
      fc.constant({ resource: "/logs/", name: "", subresource: "" }),
    ),
  )
  .map(([where, action, of]) => ({ verb: "canI", ...where, action, ...of }));

const useContext: fc.Arbitrary<UseContext> = text.map((context) => ({
  verb: "useContext",
  name: context,
}));

/** Any command, in the one form that its line says. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  get,
  describe,
  kubectlLogs,
  sternLogs,
  createJob,
  patch,
  remove,
  events,
  canI,
  useContext,
);
