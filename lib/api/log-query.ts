import { type Text, text } from "#lib/texts/text";

/**
 * Whose log is read. A Job has the Pods of all its attempts, a CronJob those of its newest `runs`
 * Jobs, a selector those it matches as `kubectl logs -l` does.
 */
export type LogTarget =
  | { readonly kind: "pod" | "job"; readonly name: string }
  | { readonly kind: "cronjob"; readonly name: string; readonly runs: number }
  | { readonly kind: "selector"; readonly selector: string };

/** What of a log is read (`GET /api/logs?<query>`, server-sent events of `lib/api/log-frames`). */
export interface LogQuery {
  readonly namespace: string;
  readonly target: LogTarget;
  /** Guards against another object under the target's name; empty for whichever there is. */
  readonly uid: string;
  /** A container's name; empty for the one `kubectl logs` would choose, `*` for all of a Pod. */
  readonly container: string;
  /**
   * Of a container that was restarted: the instance there is and each that follows, the one before
   * it (`kubectl logs --previous`), or both.
   */
  readonly instances: "current" | "previous" | "all";
  readonly follow: boolean;
  /** Last n lines of each container; null for all. */
  readonly tail: number | null;
  /** A Go duration such as `15m` as `kubectl logs --since` takes it; empty for all. */
  readonly since: string;
  /** RFC 3339, as `kubectl logs --since-time` takes it; empty for all. */
  readonly sinceTime: string;
  /** RFC 3339: nothing that was written later; empty for no end. Not together with `follow`. */
  readonly until: string;
}

/** All of a target's log as `kubectl logs` reads it: the default container, not followed. */
export function wholeLog(namespace: string, target: LogTarget): LogQuery {
  return {
    namespace,
    target,
    uid: "",
    container: "",
    instances: "current",
    follow: false,
    tail: null,
    since: "",
    sinceTime: "",
    until: "",
  };
}

/** What is read of a log where its address does not say; `container` is empty for kubectl's choice. */
export function readUnasked(kind: LogTarget["kind"]) {
  return kind === "pod"
    ? ({ container: "", instances: "current" } as const)
    : ({ container: "*", instances: "all" } as const);
}

/** What has ended, or is to end, is not followed. */
export function mayGoOn({ instances, until }: Pick<LogQuery, "instances" | "until">): boolean {
  return instances !== "previous" && until === "";
}

/** More runs of a CronJob are not read at once. */
export const mostRuns = 20;

const longestSelector = 1_000;
const kinds = ["pod", "job", "cronjob"] as const;

export function formatLogQuery(query: LogQuery): string {
  const { target } = query;
  const params = new URLSearchParams({ namespace: query.namespace });
  if (target.kind === "selector") params.set("selector", target.selector);
  else params.set("of", `${target.kind}/${target.name}`);
  if (target.kind === "cronjob" && target.runs !== 1) params.set("runs", String(target.runs));
  if (query.uid !== "") params.set("uid", query.uid);
  if (query.container !== "") params.set("container", query.container);
  if (query.instances !== "current") params.set("instances", query.instances);
  if (query.follow) params.set("follow", "1");
  if (query.tail !== null) params.set("tail", String(query.tail));
  if (query.since !== "") params.set("since", query.since);
  if (query.sinceTime !== "") params.set("sinceTime", query.sinceTime);
  if (query.until !== "") params.set("until", query.until);
  return params.toString();
}

/** A sentence about what is wrong with a query string, without its capital and its stop. */
export interface WrongQuery {
  readonly wrong: Text;
}

/** The query a query string names, or what is wrong with it. Names are not checked here. */
export function parseLogQuery(params: URLSearchParams): LogQuery | WrongQuery {
  const namespace = params.get("namespace") ?? "";
  if (namespace === "") return { wrong: text("namespace is required") };
  const target = parseTarget(params);
  if ("wrong" in target) return target;
  const tail = params.get("tail");
  if (tail !== null && !/^\d{1,9}$/.test(tail)) {
    const typed = tail.slice(0, 40);
    return { wrong: text('tail must be a whole number of lines, not "{typed}"', { typed }) };
  }
  const instances = params.get("instances") ?? "current";
  if (instances !== "current" && instances !== "previous" && instances !== "all") {
    const typed = instances.slice(0, 40);
    return { wrong: text('instances must be current, previous or all, not "{typed}"', { typed }) };
  }
  for (const name of ["sinceTime", "until"]) {
    const time = params.get(name) ?? "";
    if (time !== "" && !isInstant(time)) {
      const slots = { name, typed: time.slice(0, 40) };
      return {
        wrong: text('{name} must be a time such as 2026-03-10T12:00:00Z, not "{typed}"', slots),
      };
    }
  }
  const until = params.get("until") ?? "";
  const follow = params.get("follow") === "1";
  if (follow && until !== "") {
    return { wrong: text("follow and until cannot be asked for together") };
  }
  return {
    namespace,
    target,
    uid: params.get("uid") ?? "",
    container: params.get("container") ?? "",
    instances,
    follow,
    tail: tail === null ? null : Number(tail),
    since: params.get("since")?.trim() ?? "",
    sinceTime: params.get("sinceTime") ?? "",
    until,
  };
}

function parseTarget(params: URLSearchParams): LogTarget | WrongQuery {
  const selector = params.get("selector");
  if (selector !== null) {
    if (selector === "") return { wrong: text("selector must not be empty") };
    return selector.length > longestSelector
      ? {
          wrong: text("selector is longer than {most} characters", { most: longestSelector }),
        }
      : { kind: "selector", selector };
  }
  const of = params.get("of") ?? "";
  const [word = "", name = "", ...rest] = of.split("/");
  const kind = kinds.find((known) => known === word);
  if (kind === undefined || name === "" || rest.length > 0) {
    const typed = of.slice(0, 40);
    return {
      wrong: text('of must be pod/NAME, job/NAME or cronjob/NAME, not "{typed}"', { typed }),
    };
  }
  if (kind !== "cronjob") return { kind, name };
  const runs = params.get("runs") ?? "1";
  return /^\d{1,3}$/.test(runs) && Number(runs) >= 1 && Number(runs) <= mostRuns
    ? { kind, name, runs: Number(runs) }
    : {
        wrong: text('runs must be a number from 1 to {most}, not "{typed}"', {
          most: mostRuns,
          typed: runs.slice(0, 40),
        }),
      };
}

/** `2026-03-10T12:00:00[.123456789]Z`, or with an offset. */
function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}
