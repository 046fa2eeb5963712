"use client";

import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { CopyRefusedRole } from "#components/forbidden";
import { useLanguage } from "#components/language";
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
import { type Text, type TextKey, text } from "#lib/texts/text";

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

/** What is tried, and what was done, in words. */
export const verbs = {
  suspend: {
    of: "Suspend {what}",
    past: text("suspended"),
    done: "Suspended {name}",
    failed: "Suspend failed: {name}",
    again: text("Suspend again"),
  },
  resume: {
    of: "Resume {what}",
    past: text("resumed"),
    done: "Resumed {name}",
    failed: "Resume failed: {name}",
    again: text("Resume again"),
  },
  trigger: {
    of: "Trigger {what}",
    past: text("triggered"),
    done: "Triggered {name}",
    failed: "Trigger failed: {name}",
    again: text("Trigger again"),
  },
  rerun: {
    of: "Run again {what}",
    past: text("ran again"),
    done: "Ran again {name}",
    failed: "Run again failed: {name}",
    again: text("Run again again"),
  },
  delete: {
    of: "Delete {what}",
    // How much of it is left is said instead.
    past: "",
    done: "Deleted {name}",
    failed: "Delete failed: {name}",
    again: text("Delete again"),
  },
} as const satisfies Readonly<
  Record<
    Action["action"],
    Readonly<Record<"of" | "done" | "failed", TextKey>> & {
      readonly past: Text;
      readonly again: Text;
    }
  >
>;

function tellDone(action: Action, accepted: Accepted | null, opposite: Action | undefined): string {
  const made = accepted?.made ?? null;
  const told = made ? madeSentence(made.name, accepted?.already === true) : planned(accepted);
  return showToast({
    form: action.action === "suspend" ? "hold" : "ok",
    title: text(verbs[action.action].done, { name: action.target.name }),
    ...(told === undefined ? {} : { text: told }),
    actions: made ? (
      <OpenJob made={made} />
    ) : (
      opposite && <Undo action={action} opposite={opposite} />
    ),
  });
}

function madeSentence(name: string, already: boolean): Text {
  return already
    ? text("job/{name} was there already.", { name })
    : text("job/{name} was created.", { name });
}

/** What it comes to, one sentence after the other; undefined where nothing was told. */
function planned(accepted: Accepted | null): Text | undefined {
  const { effects = [], warnings = [] } = accepted?.plan ?? {};
  const [first, ...rest] = [...effects, ...warnings];
  return (
    first && rest.reduce((sentence, next) => text("{sentence} {next}", { sentence, next }), first)
  );
}

function Undo(props: { readonly action: Action; readonly opposite: Action }): ReactNode {
  const { say } = useLanguage();
  const { action, opposite } = props;
  return (
    <Button size="sm" hotkey="z" onClick={() => void runActions([opposite], [action])}>
      <Undo2 aria-hidden />
      {say("Undo")}
    </Button>
  );
}

function OpenJob({ made }: { readonly made: NonNullable<Accepted["made"]> }): ReactNode {
  const { say } = useLanguage();
  return (
    <PlainLink
      href={objectHref("jobs", made.namespace, made.name)}
      className={buttonClass({ size: "sm" })}
    >
      {say("Open the Job")}
    </PlainLink>
  );
}

/** The API server has looked at it and would not; what failed otherwise may have been done. */
const refusals: ReadonlySet<ErrorCode> = new Set(["invalid", "forbidden", "not-found"]);

/** What follows from a failure, or what to do next. */
export function nextAfter(error: ApiError): Text {
  return (
    error.hint ??
    (refusals.has(error.code)
      ? text("Nothing was changed.")
      : text("Its row shows what the cluster says."))
  );
}

function tellRefused(action: Action, error: ApiError, retry: () => void): string {
  return showToast({
    form: "bad",
    title: text(verbs[action.action].failed, { name: action.target.name }),
    quote: error.message,
    text: nextAfter(error),
    actions: <Refused action={action} error={error} retry={retry} />,
  });
}

function Refused(props: {
  readonly action: Action;
  readonly error: ApiError;
  readonly retry: () => void;
}): ReactNode {
  const { say, tell } = useLanguage();
  const { action, error, retry } = props;
  return (
    <>
      <Button size="sm" onClick={retry}>
        {tell(verbs[action.action].again)}
      </Button>
      <CopyButton size="sm" text={tell(error.message)} label={say("Copy message")} />
      {error.code === "forbidden" ? <CopyRefusedRole message={error.message} /> : null}
    </>
  );
}
