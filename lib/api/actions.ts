import type { JobEdits } from "#lib/api/job-edits";
import type { Instant } from "#lib/api/rows";
import type { Text } from "#lib/texts/text";

/** The object an action is about. */
export interface ActionTarget {
  readonly namespace: string;
  readonly name: string;
  /** The object the viewer saw; a re-created one of the same name is refused. */
  readonly uid: string;
}

export interface Suspend {
  readonly action: "suspend";
  readonly resource: "cronjobs" | "jobs";
  readonly target: ActionTarget;
  /** Kept in the object's annotations beside who and when (`lib/api/suspension.ts`). */
  readonly reason?: string | undefined;
  /** Shown, and flagged once it has passed: nothing resumes by itself. */
  readonly until?: Instant | undefined;
  /** The answer says what it comes to: nobody was told before. */
  readonly tell?: boolean | undefined;
}

export interface Resume {
  readonly action: "resume";
  readonly resource: "cronjobs" | "jobs";
  readonly target: ActionTarget;
  readonly tell?: boolean | undefined;
}

/** A Job from the CronJob's template, as `kubectl create job --from` makes it. */
export interface Trigger {
  readonly action: "trigger";
  readonly resource: "cronjobs";
  readonly target: ActionTarget;
  /** The same key sent again, for whatever cause, is the same Job. */
  readonly key: string;
  /** The Job's name; without one it is made of the key. */
  readonly name?: string | undefined;
  readonly edits?: JobEdits | undefined;
}

/** A new Job from the spec of one. */
export interface Rerun {
  readonly action: "rerun";
  readonly resource: "jobs";
  readonly target: ActionTarget;
  /** The same key sent again is the same Job; it stands in the Job's annotations. */
  readonly key: string;
  /** Whether the new Job belongs to the CronJob the old one belongs to. */
  readonly owner: "keep" | "drop";
  /** This index alone, of an Indexed Job. */
  readonly index?: number | undefined;
  readonly edits?: JobEdits | undefined;
}

export const cascades = ["background", "foreground", "orphan"] as const;
/** `kubectl delete --cascade`. */
export type Cascade = (typeof cascades)[number];

export interface Delete {
  readonly action: "delete";
  readonly resource: "cronjobs" | "jobs" | "pods";
  readonly target: ActionTarget;
  readonly cascade: Cascade;
}

/**
 * What a viewer may change (`POST /api/actions`). The answer says whether the API server took it;
 * the effect arrives on the watch stream, which is the only writer of what is on screen.
 */
export type Action = Suspend | Resume | Trigger | Rerun | Delete;

/** The answer to an action that was taken. */
export interface Accepted {
  readonly accepted: true;
  /** It was so before: suspended already, or made by an earlier request with the same key. */
  readonly already: boolean;
  /** The Job that was made; null where none is. */
  readonly made: ActionTarget | null;
  /** What was to be told, as far as it could be made out. */
  readonly plan?: Pick<ActionPlan, "effects" | "warnings">;
}

/** What an action will do (`POST /api/actions/plan`, with the same body); nothing is changed. */
export interface ActionPlan {
  /** A sentence each. */
  readonly effects: readonly Text[];
  /** What speaks against it, a sentence each. */
  readonly warnings: readonly Text[];
  /** What is deleted with it: names, and how many there are. Null for what deletes nothing. */
  readonly dependents: {
    readonly jobs: Dependents;
    readonly pods: Dependents;
  } | null;
  /** The Job it makes; null for what makes none. */
  readonly job: PlannedJob | null;
  /** What the API server said to a dry run; null where it took it. */
  readonly refused: { readonly message: Text } | null;
}

export interface Dependents {
  readonly count: number;
  /** The first of them. */
  readonly names: readonly string[];
}

export interface PlannedJob {
  readonly name: string;
  /** As it would be created, values that may be secret masked, but for those that were edited. */
  readonly yaml: string;
  /** The same without edits. */
  readonly unedited: string;
  readonly parallelism: number | null;
  readonly containers: readonly PlannedContainer[];
}

/** What can be edited of a container, as it is without edits. */
export interface PlannedContainer {
  readonly name: string;
  readonly init: boolean;
  readonly image: string;
  /** As YAML writes them; masked values read as they do in the manifest. */
  readonly command: readonly string[] | null;
  readonly args: readonly string[] | null;
  /** Those with a value of their own, and those with another source. */
  readonly env: readonly { readonly name: string; readonly literal: boolean }[];
  readonly requests: readonly { readonly resource: string; readonly quantity: string }[];
  readonly limits: readonly { readonly resource: string; readonly quantity: string }[];
}

/** Sent with every action: a cross-site form cannot set it. */
export const actionHeader = "x-batchboard-action";
