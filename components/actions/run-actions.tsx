"use client";

import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { CopyRefusedRole } from "#components/forbidden";
import { objectHref } from "#components/list/list-table";
import { Button, buttonClass } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { PlainLink } from "#components/ui/plain-link";
import { dismissToast, showToast } from "#components/ui/toast";
import type { Accepted, Action } from "#lib/api/actions";
import type { ApiError, ErrorCode } from "#lib/api/errors";
import type { BatchItem } from "#lib/client/action-batch";
import { actionHistory, type HistoryEntry } from "#lib/client/action-history";
import { isFlip } from "#lib/client/pending-actions";
import { rightsStore } from "#lib/client/rights-store";

/** The toast that tells of an object, by uid: it stays as one goes to another page. */
const toasts = new Map<string, string>();

/**
 * Does it, and tells how that went: of one action in passing, of several or of a deletion in a list
 * that stays. `opposites` take them back.
 */
export async function runActions(
  actions: readonly Action[],
  opposites: readonly Action[] = [],
): Promise<void> {
  const [only] = actions;
  if (!only) return;
  const shown = actions.length > 1 || only.action === "delete";
  for (const { target } of actions) {
    // What was said of the object before is no longer so.
    const before = toasts.get(target.uid);
    if (before !== undefined) dismissToast(before);
  }
  // Of one that is done at once nothing was said before.
  const told = isFlip(only) && !shown ? [{ ...only, tell: true }] : actions;
  const entry = actionHistory.start(told, { shown, opposites });
  await entry.batch.settled();
  for (const { action, error } of entry.batch.items()) {
    if (error?.code === "forbidden") rightsStore.forget(action.target.namespace);
  }
  if (shown) return;
  const [item] = entry.batch.items();
  if (item) toasts.set(only.target.uid, tell(item, entry));
}

/** Takes back the last that can be, on whichever page and of whichever resource it was. */
export function undoLast(): void {
  const { actions, opposites } = actionHistory.takeUndo();
  void runActions(actions, opposites);
}

/** Answers the toast's id. */
function tell({ action, accepted, error }: BatchItem, entry: HistoryEntry): string {
  if (error) return tellRefused(action, error, () => again(entry));
  return tellDone(action, accepted, entry.opposites.get(action.target.uid));
}

function again(entry: HistoryEntry): void {
  const [item] = entry.batch.items();
  if (item) void runActions([item.action], [...entry.opposites.values()]);
}

/** What was done, and what is tried, as words. */
export const verbs: Readonly<Record<Action["action"], { done: string; word: string }>> = {
  suspend: { done: "Suspended", word: "Suspend" },
  resume: { done: "Resumed", word: "Resume" },
  trigger: { done: "Triggered", word: "Trigger" },
  rerun: { done: "Ran again", word: "Run again" },
  delete: { done: "Deleted", word: "Delete" },
};

function tellDone(action: Action, accepted: Accepted | null, opposite: Action | undefined): string {
  const made = accepted?.made ?? null;
  const text = made
    ? `job/${made.name} ${accepted?.already ? "was there already" : "was created"}.`
    : [...(accepted?.plan?.effects ?? []), ...(accepted?.plan?.warnings ?? [])].join(" ");
  return showToast({
    form: action.action === "suspend" ? "hold" : "ok",
    title: `${verbs[action.action].done} ${action.target.name}`,
    ...(text === "" ? {} : { text }),
    actions: made ? (
      <OpenJob made={made} />
    ) : (
      opposite && <Undo action={action} opposite={opposite} />
    ),
  });
}

function Undo(props: { readonly action: Action; readonly opposite: Action }): ReactNode {
  const { action, opposite } = props;
  return (
    <Button size="sm" hotkey="z" onClick={() => void runActions([opposite], [action])}>
      <Undo2 aria-hidden />
      Undo
    </Button>
  );
}

function OpenJob({ made }: { readonly made: NonNullable<Accepted["made"]> }): ReactNode {
  return (
    <PlainLink
      href={objectHref("jobs", made.namespace, made.name)}
      className={buttonClass({ size: "sm" })}
    >
      Open the Job
    </PlainLink>
  );
}

/** The API server has looked at it and would not; what failed otherwise may have been done. */
const refusals: ReadonlySet<ErrorCode> = new Set(["invalid", "forbidden", "not-found"]);

/** What follows from a failure, or what to do next. */
export function nextAfter(error: ApiError): string {
  return (
    error.hint ??
    (refusals.has(error.code) ? "Nothing was changed." : "Its row shows what the cluster says.")
  );
}

function tellRefused(action: Action, error: ApiError, retry: () => void): string {
  const { word } = verbs[action.action];
  return showToast({
    form: "bad",
    title: `${word} failed: ${action.target.name}`,
    quote: error.message,
    text: nextAfter(error),
    actions: (
      <>
        <Button size="sm" onClick={retry}>
          {word} again
        </Button>
        <CopyButton size="sm" text={error.message} label="Copy message" />
        {error.code === "forbidden" ? <CopyRefusedRole message={error.message} /> : null}
      </>
    ),
  });
}
