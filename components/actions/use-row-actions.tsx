"use client";

import { PauseCircle, Play, RotateCcw, Trash2 } from "lucide-react";
import { useMemo } from "react";
import type { Actionable } from "#components/actions/actionable";
import { ask } from "#components/actions/question";
import { guard, missingText } from "#components/actions/rights";
import { runActions } from "#components/actions/run-actions";
import type { DockAction } from "#components/dock";
import { type Icon, ResumeIcon, SuspendIcon } from "#components/icons";
import type { Action } from "#lib/api/actions";
import type { Right } from "#lib/api/rights";
import { type Flip, isFlip } from "#lib/client/pending-actions";
import type { Verdict } from "#lib/client/rights-store";
import { suspendOf, usePending } from "#lib/client/use-pending";
import { useRights } from "#lib/client/use-rights";
import { actionLine } from "#lib/line/action-line";
import { type Text, text } from "#lib/texts/text";

type Resource = Action["resource"];

/** What can be done with a row. */
export interface RowAction extends DockAction {
  readonly icon: Icon;
  /** It has no button in the row, where there is little room. */
  readonly aside?: boolean;
}

interface Suspendable {
  readonly uid: string;
  readonly suspend: boolean | null;
}

export interface RowActions {
  /** The rows as they will be once what was asked for has happened. */
  expected<Row extends Suspendable>(rows: readonly Row[]): readonly Row[];
  /** What makes sense for the object, the most wanted first. */
  actionsOf(object: Actionable): readonly RowAction[];
  /** An action that reads, for which the viewer must be allowed to read logs there. */
  readingLogs<Read extends DockAction>(action: Read, namespace: string): Read;
}

/**
 * What can be done with objects of a resource in these namespaces. Suspend and Resume show at once as
 * if done, and are rolled back with the API server's message if refused; all else asks first. `hold`
 * says why nothing can be changed at present.
 */
export function useRowActions(
  resource: Resource,
  hold: Text | undefined,
  namespaces: readonly string[],
): RowActions {
  const pending = usePending();
  const verdict = useRights(namespaces);
  return useMemo<RowActions>(
    () => ({
      expected(rows) {
        if (pending.size === 0) return rows;
        return rows.map((row) => {
          const suspend = suspendOf(row, pending);
          return suspend === row.suspend ? row : { ...row, suspend };
        });
      },
      actionsOf: (object) =>
        draftsOf(resource, object).map((draft) =>
          actionOf(draft, object, {
            verdict: verdict(draft.right, object.namespace),
            hold: hold ?? (pending.has(object.uid) ? text("Waiting for the cluster") : undefined),
          }),
        ),
      readingLogs(action, namespace) {
        const right = "get pods/log";
        if (verdict(right, namespace) !== "denied") return action;
        const missing = { right, namespace } as const;
        return { ...action, missing, unavailable: missingText(missing) };
      },
    }),
    [resource, hold, pending, verdict],
  );
}

/** An action before it is known whether it can be done. */
interface Draft extends Omit<RowAction, "unavailable" | "missing" | "run"> {
  readonly right: Right;
  readonly run: () => void;
}

function actionOf(
  { right, run, ...draft }: Draft,
  { namespace }: Actionable,
  { verdict, hold }: { verdict: Verdict; hold: Text | undefined },
): RowAction {
  const missing = verdict === "denied" ? { right, namespace } : undefined;
  return {
    ...draft,
    unavailable: hold ?? (missing && missingText(missing)),
    ...(hold === undefined && missing ? { missing } : {}),
    run: verdict === "unknown" ? guard({ right, namespace }, run) : run,
  };
}

function draftsOf(resource: Resource, object: Actionable): readonly Draft[] {
  const deletion = deletionOf(resource, object);
  if (resource === "pods") return [deletion];
  if (resource === "cronjobs") {
    return [flipOf(resource, object), triggerOf(object), ...noteOf(resource, object), deletion];
  }
  if (object.finished) return [rerunOf(object), deletion];
  return [flipOf(resource, object), ...noteOf(resource, object), deletion];
}

function flipOf(resource: "cronjobs" | "jobs", object: Actionable): Draft {
  const action = flip(resource, object, object.suspend ? "resume" : "suspend");
  const suspends = action.action === "suspend";
  return {
    id: action.action,
    hotkey: suspends ? "s" : "r",
    label: suspends ? text("Suspend") : text("Resume"),
    icon: suspends ? SuspendIcon : ResumeIcon,
    command: actionLine(action),
    right: `patch ${resource}`,
    run: () => void runActions([action], [oppositeOf(action, object)]),
  };
}

export function flip(
  resource: "cronjobs" | "jobs",
  { namespace, name, uid }: Actionable,
  action: Flip["action"],
): Flip {
  return { action, resource, target: { namespace, name, uid } };
}

/** What takes it back: what was written down of a suspension comes back with it. */
export function oppositeOf(action: Action, { suspension }: Actionable): Action {
  if (!isFlip(action)) return action;
  const { resource, target } = action;
  if (action.action === "suspend") return { action: "resume", resource, target };
  return {
    action: "suspend",
    resource,
    target,
    ...(suspension?.reason ? { reason: suspension.reason } : {}),
    ...(suspension?.until ? { until: suspension.until } : {}),
  };
}

/** Suspending it with a note of why and until when, or another note for what is suspended. */
function noteOf(resource: "cronjobs" | "jobs", object: Actionable): readonly Draft[] {
  return [
    {
      id: "note",
      hotkey: "S",
      label: text("Note…"),
      icon: PauseCircle,
      command: actionLine(flip(resource, object, "suspend")),
      right: `patch ${resource}`,
      aside: true,
      run: () => ask({ verb: "suspend", resource, subjects: [object] }),
    },
  ];
}

function triggerOf(object: Actionable): Draft {
  const { namespace, name, uid } = object;
  const target = { namespace, name, uid };
  return {
    id: "trigger",
    hotkey: "t",
    label: text("Trigger"),
    icon: Play,
    command: actionLine({ action: "trigger", resource: "cronjobs", target, key: "" }),
    right: "create jobs",
    run: () => ask({ verb: "trigger", resource: "cronjobs", subjects: [object] }),
  };
}

function rerunOf(object: Actionable): Draft {
  const { namespace, name, uid } = object;
  const target = { namespace, name, uid };
  const owner = object.cronJob === null ? "drop" : "keep";
  return {
    id: "rerun",
    hotkey: "R",
    label: text("Run again"),
    icon: RotateCcw,
    command: actionLine({ action: "rerun", resource: "jobs", target, key: "", owner }),
    right: "create jobs",
    run: () => ask({ verb: "rerun", resource: "jobs", subjects: [object] }),
  };
}

function deletionOf(resource: Resource, object: Actionable): Draft {
  const { namespace, name, uid } = object;
  const target = { namespace, name, uid };
  return {
    id: "delete",
    hotkey: "Ctrl d",
    label: text("Delete…"),
    icon: Trash2,
    command: actionLine({ action: "delete", resource, target, cascade: "background" }),
    right: `delete ${resource}`,
    aside: true,
    run: () => ask({ verb: "delete", resource, subjects: [object] }),
  };
}
