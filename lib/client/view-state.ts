import type { ApiError } from "#lib/api/errors";
import type { NamespaceState, ResourceState, TableName } from "#lib/api/frames";
import { unreachable } from "#lib/client/response-error";
import type { WatchView } from "#lib/client/use-watch";
import { type Text, text } from "#lib/texts/text";

/** How a view stands: the outside contract's `data-state`. */
export type ViewState =
  | "syncing"
  | "live"
  /** The API server has not been heard; the rows are the last good ones. */
  | "stale"
  /** The browser has no connection to Batchboard. */
  | "offline"
  /** The tab was hidden and holds no connection. */
  | "paused"
  /** Streams are held back on the way: the rows are asked for every few seconds. */
  | "polling"
  /** May be listed and not watched: Batchboard lists on a timer. */
  | "list-only"
  | "forbidden"
  | "error";

/** How well a view follows one of its tables. */
export function viewStateOf({ data, connection }: WatchView, table: TableName): ViewState {
  switch (connection.state) {
    case "failed":
      return connection.error.code === "forbidden" ? "forbidden" : "error";
    case "lost":
      return "offline";
    case "paused":
      return "paused";
    case "connecting":
      return "syncing";
    case "open":
      return data?.states[table]?.state ?? "syncing";
    case "polling": {
      const state = data?.states[table]?.state ?? "syncing";
      return state === "live" ? "polling" : state;
    }
  }
}

/** What is shown is what the cluster holds, or held some seconds ago: it may be acted on. */
export function isCurrent(state: ViewState): boolean {
  return state === "live" || state === "polling" || state === "list-only";
}

/** The rows wait for an answer that has to come by itself. */
export function isSilent(state: ViewState): boolean {
  return state === "stale" || state === "offline" || state === "paused";
}

/** The rows have begun to come, and were never followed yet: they are not live, and not old either. */
export function hasJustBegun({ data, connection }: WatchView, table: TableName): boolean {
  return connection.state === "connecting" && data?.states[table]?.state === "syncing";
}

/** Since when the rows are old, in milliseconds; null for those that are up to date. */
export function staleSince({ data, connection }: WatchView, table: TableName): number | null {
  const resource = data?.states[table];
  const isCut = ["connecting", "paused", "failed"].includes(connection.state);
  const moments = [
    isCut ? data?.heard : undefined,
    data?.unconfirmed[table]?.since,
    resource?.state === "stale" ? resource.since : undefined,
  ].flatMap((instant) => (instant === undefined ? [] : [Date.parse(instant)]));
  if (connection.state === "lost") moments.push(connection.since);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Why the rows are old, what can be done, and when the next try starts. */
export interface Silence {
  readonly message: Text;
  readonly hint: Text;
  /** In milliseconds; null while a try is under way. */
  readonly retryAt: number | null;
}

/** Null unless an answer is waited for. */
export function silenceOf({ data, connection }: WatchView, table: TableName): Silence | null {
  if (connection.state === "lost") {
    const { message = unreachable.message, hint = unreachable.hint, retryAt } = connection;
    return { message, hint: hint ?? "", retryAt };
  }
  const resource = data?.states[table];
  const isAnswered = connection.state === "open" || connection.state === "polling";
  if (!isAnswered || resource?.state !== "stale") return null;
  const { retryAt } = resource;
  const apart = data?.apart[table]?.filter((it) => it.state.state === "stale") ?? [];
  const names = apart.map(({ namespace }) => namespace).join(", ");
  const told = resource.message;
  const message =
    names === "" ? told : text("In {namespaces}: {told}", { namespaces: names, told });
  const command = "kubectl get --raw /readyz";
  const hint = text("Should it last, see what kubectl is told: {command}", { command });
  return { message, hint, retryAt: retryAt === null ? null : Date.parse(retryAt) };
}

/** What ended the view for good, or keeps it from its rows. */
export function failureOf({ data, connection }: WatchView, table: TableName): ApiError | null {
  if (connection.state === "failed") return connection.error;
  const resource = data?.states[table];
  if (resource?.state === "error") return { code: "cluster", message: resource.message };
  if (resource?.state === "forbidden") return { code: "forbidden", message: resource.message };
  return null;
}

/** Namespaces in which a table that is forbidden here may be listed. */
export function readableOf({ data }: WatchView, table: TableName): readonly string[] {
  const resource = data?.states[table];
  return (resource?.state === "forbidden" ? resource.readable : undefined) ?? [];
}

/** The namespaces that stand apart from their table in this state, by name. */
export function namespacesIn(
  { data }: WatchView,
  table: TableName,
  state: ResourceState["state"],
): readonly NamespaceState[] {
  return data?.apart[table]?.filter((it) => it.state.state === state) ?? [];
}

/** A formatter kept for it would be made as the page is loaded, and takes longer than all else here. */
const counted = (count: number) => count.toLocaleString("en");

/** How far a list has come, for example `1,500 of ~4,200`; empty where nothing of it is here yet. */
export function progressOf(resource: ResourceState | undefined): Text {
  if (resource?.state !== "syncing" || (resource.listed === 0 && resource.total === null))
    return "";
  const { listed, total } = resource;
  const done = counted(listed);
  return total === null ? done : text("{done} of ~{total}", { done, total: counted(total) });
}

/** A moment as a clock at UTC shows it: `11:59:48`. */
export function utcTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

/** The state in words, for who does not see the mark; `title` is what the table is called. */
export function announcementOf(view: WatchView, table: TableName, title: Text): Text {
  const why = silenceOf(view, table)?.message ?? failureOf(view, table)?.message ?? "";
  const because = (what: Text) => (why === "" ? what : text("{what}: {why}", { what, why }));
  const since = staleSince(view, table);
  const dated = (what: Text) =>
    since === null ? what : text("{what} since {clock} UTC", { what, clock: utcTime(since) });
  switch (viewStateOf(view, table)) {
    case "live":
      return text("{title} are live", { title });
    case "syncing":
      return text("Listing {title}", { title });
    case "stale":
      return because(dated(text("{title} are out of date", { title })));
    case "offline":
      return because(dated(text("No connection to Batchboard")));
    case "paused": {
      const what = dated(text("{title} are paused", { title }));
      return text("{what}: the tab was hidden.", { what });
    }
    case "polling":
      return text("{title} are fetched every 5 seconds: streams are held back on the way.", {
        title,
      });
    case "list-only":
      return text("{title} are listed every 30 seconds: they may not be watched.", { title });
    case "forbidden":
      return because(text("No access to {title}", { title }));
    case "error":
      return because(text("{title} have stopped", { title }));
  }
}
