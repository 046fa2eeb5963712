import type { Cascade } from "#lib/api/actions";
import type { LogTarget } from "#lib/api/log-query";
import type { ListView } from "#lib/api/scope";

/** An object by its table's name and its own. */
export interface ObjectName {
  readonly resource: ListView;
  readonly name: string;
}

/** Tables as a whole, or objects by name; never none of either. */
export type Chosen =
  | { readonly tables: readonly ListView[] }
  | { readonly objects: readonly ObjectName[] };

/** Where a command acts. */
export interface Place {
  /** null for the current one. */
  readonly context: string | null;
  /** null for the context's. */
  readonly namespace: string | null;
}

/** As `Place`; with all namespaces there is no single one. */
export interface WidePlace extends Place {
  readonly allNamespaces: boolean;
}

export const outputs = ["", "wide", "name", "yaml", "json"] as const;

export interface Get extends WidePlace {
  readonly verb: "get";
  readonly of: Chosen;
  /** A label selector; empty for none, as it is with objects by name. */
  readonly selector: string;
  /** Empty for none, as it is with objects by name. */
  readonly fieldSelector: string;
  readonly output: (typeof outputs)[number];
  /** A JSONPath as it was written. */
  readonly sortBy: string;
  readonly watch: boolean;
}

export interface Describe extends WidePlace {
  readonly verb: "describe";
  readonly of: Chosen;
  readonly selector: string;
}

export interface Logs extends Place {
  readonly verb: "logs";
  /** Of a CronJob kubectl prints no log: its newest Jobs stand for it. */
  readonly target: LogTarget;
  /** A container's name; empty for the default one, `*` for all. */
  readonly container: string;
  readonly allPods: boolean;
  readonly prefix: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly follow: boolean;
  /** -1 for all lines; null for kubectl's default: ten of each with a selector, else all. */
  readonly tail: number | null;
  /** A Go duration; empty for all. */
  readonly since: string;
  /** RFC 3339; empty for all. Not together with `since`. */
  readonly sinceTime: string;
  readonly maxLogRequests: number | null;
}

export interface CreateJob extends Place {
  readonly verb: "createJob";
  readonly name: string;
  readonly cronJob: string;
  readonly dryRun: "none" | "client" | "server";
  readonly output: "" | "name" | "yaml" | "json";
}

export interface PatchSuspend extends Place {
  readonly verb: "patchSuspend";
  readonly objects: readonly (ObjectName & { readonly resource: "cronjobs" | "jobs" })[];
  readonly suspend: boolean;
}

export interface Delete extends Place {
  readonly verb: "delete";
  readonly objects: readonly ObjectName[];
  readonly cascade: Cascade;
}

export interface UseContext {
  readonly verb: "useContext";
  readonly name: string;
}

export interface Events extends WidePlace {
  readonly verb: "events";
  /** null for all there are. */
  readonly of: ObjectName | null;
  readonly types: readonly ("Normal" | "Warning")[];
  readonly watch: boolean;
}

export interface CanI extends WidePlace {
  readonly verb: "canI";
  /** A verb such as `create`. */
  readonly action: string;
  /** As kubectl takes it: `jobs`, `jobs.batch`, a path such as `/logs/`. */
  readonly resource: string;
  /** An object's name; empty for any. */
  readonly name: string;
  readonly subresource: string;
}

/** What only looks. */
export type ReadingCommand = Get | Describe | Logs | Events;
/** What changes something. */
export type WritingCommand = CreateJob | PatchSuspend | Delete;

/** What a line says, of what Batchboard does. */
export type Command = ReadingCommand | WritingCommand | UseContext | CanI;

/** An object's singular, as kubectl's lines name it. */
export const singular = { cronjobs: "cronjob", jobs: "job", pods: "pod" } as const;
