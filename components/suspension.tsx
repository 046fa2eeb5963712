"use client";

import { Undo2 } from "lucide-react";
import { useCallback, useMemo } from "react";
import { CopyRefusedRole } from "#components/forbidden";
import { ResumeIcon, SuspendIcon } from "#components/icons";
import type { RowAction } from "#components/list/list-table";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { dismissToast, showToast } from "#components/ui/toast";
import { type Action, kubectlLine } from "#lib/api/actions";
import type { ApiError, ErrorCode } from "#lib/api/errors";
import { pendingActions } from "#lib/client/pending-actions";
import { suspendOf, useAction } from "#lib/client/use-action";

type Resource = Action["resource"];

interface Suspendable {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly suspend: boolean | null;
}

export interface Suspension {
  /** The rows as they will be once what was asked for has happened. */
  expected<Row extends Suspendable>(rows: readonly Row[]): readonly Row[];
  /** The one of the two that makes sense for the row. */
  actionOf(row: Suspendable): RowAction;
}

/**
 * Suspend and Resume: shown at once as if done, rolled back with the API server's message if
 * refused. `hold` says why nothing can be changed at present.
 */
export function useSuspension(resource: Resource, hold: string | undefined): Suspension {
  const { pending } = useAction();
  const perform = usePerform();
  return useMemo<Suspension>(
    () => ({
      expected(rows) {
        if (pending.size === 0) return rows;
        return rows.map((row) => {
          const suspend = suspendOf(row, pending);
          return suspend === row.suspend ? row : { ...row, suspend };
        });
      },
      actionOf({ namespace, name, uid, suspend }) {
        const action: Action = {
          action: suspend ? "resume" : "suspend",
          resource,
          target: { namespace, name, uid },
        };
        return {
          id: action.action,
          hotkey: suspend ? "r" : "s",
          label: suspend ? "Resume" : "Suspend",
          icon: suspend ? ResumeIcon : SuspendIcon,
          command: kubectlLine(action),
          unavailable: hold ?? (pending.has(uid) ? "Waiting for the cluster" : undefined),
          run: () => void perform(action),
        };
      },
    }),
    [resource, hold, pending, perform],
  );
}

/** Takes back the last Suspend or Resume, on whichever page and of whichever resource it was. */
export function useUndo(): () => void {
  const perform = usePerform();
  return useCallback(() => {
    const action = pendingActions.takeLast();
    if (action) void perform(opposite(action));
  }, [perform]);
}

/** The toast that tells of an object, by uid: it stays as one goes to another page. */
const told = new Map<string, string>();

/** Does it, and tells how that went. */
function usePerform(): (action: Action) => Promise<void> {
  const { act } = useAction();
  return useCallback(
    async function perform(action: Action): Promise<void> {
      const { uid } = action.target;
      // What was said of the object before is no longer so.
      const before = told.get(uid);
      if (before !== undefined) dismissToast(before);
      const result = await act(action);
      const toast = result.ok
        ? tellDone(action, () => perform(opposite(action)))
        : tellRefused(action, result.error, () => perform(action));
      told.set(uid, toast);
    },
    [act],
  );
}

function opposite(action: Action): Action {
  return { ...action, action: action.action === "suspend" ? "resume" : "suspend" };
}

const consequences: Readonly<Record<Resource, Record<Action["action"], string>>> = {
  cronjobs: {
    suspend: "No new Jobs start until you resume it. Jobs that are active go on.",
    resume: "Jobs start again as scheduled; a run that was missed may start at once.",
  },
  jobs: {
    suspend: "Its active Pods are deleted. Resume starts new ones.",
    resume: "Its Pods are created again.",
  },
};

/** Answers the toast's id. */
function tellDone(action: Action, undo: () => Promise<void>): string {
  const suspended = action.action === "suspend";
  return showToast({
    form: suspended ? "hold" : "ok",
    title: `${suspended ? "Suspended" : "Resumed"} ${action.target.name}`,
    text: consequences[action.resource][action.action],
    actions: (
      <Button size="sm" hotkey="z" onClick={() => void undo()}>
        <Undo2 aria-hidden />
        Undo
      </Button>
    ),
  });
}

/** The API server has looked at it and would not; what failed otherwise may have been done. */
const refusals: ReadonlySet<ErrorCode> = new Set(["invalid", "forbidden", "not-found"]);

/** Answers the toast's id. */
function tellRefused(action: Action, error: ApiError, again: () => Promise<void>): string {
  const word = action.action === "suspend" ? "Suspend" : "Resume";
  return showToast({
    form: "bad",
    title: `${word} failed: ${action.target.name}`,
    quote: error.message,
    text:
      error.hint ??
      (refusals.has(error.code) ? "Nothing was changed." : "Its row shows what the cluster says."),
    actions: (
      <>
        <Button size="sm" onClick={() => void again()}>
          {word} again
        </Button>
        <CopyButton size="sm" text={error.message} label="Copy message" />
        {error.code === "forbidden" ? <CopyRefusedRole message={error.message} /> : null}
      </>
    ),
  });
}
