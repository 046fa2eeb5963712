"use client";

import { memo, type ReactNode, useEffect } from "react";
import { nextAfter, verbs } from "#components/actions/run-actions";
import { counted, kindOf } from "#components/actions/words";
import { CopyRefusedRole } from "#components/forbidden";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { useCommandInContext } from "#components/page-context";
import { StatusIcon } from "#components/status";
import { CopyButton } from "#components/ui/copy-button";
import { PlainLink } from "#components/ui/plain-link";
import type { Delete } from "#lib/api/actions";
import type { Remains } from "#lib/api/remains";
import type { BatchItem, ItemState } from "#lib/client/action-batch";
import { isOver, useRemains } from "#lib/client/use-remains";
import { actionLine } from "#lib/line/action-line";
import type { StatusForm } from "#lib/printers/status";
import { type Text, text } from "#lib/texts/text";

export interface ResultLineProps {
  readonly item: BatchItem;
  /** What is left of it after its deletion is asked for. */
  readonly followed: boolean;
  /** Nothing is left of it. */
  readonly over: boolean;
  /** The kubectl line that would have done the same stands beneath. */
  readonly told?: boolean;
  onOver(): void;
}

const forms: Readonly<Record<ItemState, StatusForm>> = {
  waiting: "wait",
  running: "run",
  done: "ok",
  failed: "bad",
  cancelled: "unknown",
};

function Line({ item, followed, over, told = false, onOver }: ResultLineProps): ReactNode {
  const { say, tell } = useLanguage();
  const { action, state, accepted, error } = item;
  const { namespace, name } = action.target;
  const deletion = action.action === "delete" ? action : null;
  const made = accepted?.made ?? null;
  const command = useCommandInContext()(actionLine(action));
  return (
    <li
      data-result={state}
      className="flex min-h-6 flex-wrap items-center gap-x-2 text-xs leading-6"
      style={{ contentVisibility: "auto", containIntrinsicBlockSize: "24px" }}
    >
      <StatusIcon form={deletion && state === "done" && !over ? "ending" : forms[state]} />
      <span className="font-mono wrap-anywhere">
        {kindOf(action.resource).toLowerCase()}/{name}
        {action.action === "rerun" && action.index !== undefined
          ? ` ${say("index {index}", { index: action.index })}`
          : null}
        <span className="text-text-3"> {say("in {namespace}", { namespace })}</span>
      </span>
      <span className="text-text-2">{tell(wordOf(item))}</span>
      {made ? (
        <PlainLink
          href={objectHref("jobs", made.namespace, made.name)}
          className="font-mono underline underline-offset-3"
        >
          job/{made.name}
        </PlainLink>
      ) : null}
      {error ? (
        <>
          <span className="font-mono wrap-anywhere">{tell(error.message)}</span>
          <span className="text-text-2">{tell(nextAfter(error))}</span>
          {error.code === "forbidden" ? <CopyRefusedRole message={error.message} /> : null}
        </>
      ) : null}
      {deletion && state === "done" ? (
        <Rest action={deletion} followed={followed} over={over} onOver={onOver} />
      ) : null}
      {told ? (
        <code className="flex w-full items-center gap-2 pl-6 font-mono text-text-2">
          <span className="min-w-0 wrap-anywhere">
            <span aria-hidden="true" className="mr-1.5 text-text-3 select-none">
              $
            </span>
            {command}
          </span>
          <CopyButton size="sm" text={command} aria-label={say("Copy {command}", { command })} />
        </code>
      ) : null}
    </li>
  );
}

/** Drawn again only when what became of it did: hundreds stand beneath each other. */
export const ResultLine = memo(Line, (before, after) => {
  const { item, followed, over } = after;
  return before.item === item && before.followed === followed && before.over === over;
});

const pending: Readonly<Record<Exclude<ItemState, "done">, Text>> = {
  waiting: text("waiting"),
  running: text("running"),
  failed: text("failed"),
  cancelled: text("cancelled"),
};

function wordOf({ action: { action }, state, accepted }: BatchItem): Text {
  if (state !== "done") return pending[state];
  if (accepted?.already) {
    return action === "delete" ? text("was gone already") : text("was so already");
  }
  return verbs[action].past;
}

function Rest(props: {
  readonly action: Delete;
  readonly followed: boolean;
  readonly over: boolean;
  onOver(): void;
}): ReactNode {
  const { say, tell } = useLanguage();
  const { action, followed, over, onOver } = props;
  const remains = useRemains(followed && !over ? action : null);
  const isGone = remains !== null && (isOver(remains) || isOrphaned(action, remains));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it is
  useEffect(() => {
    if (isGone) onOver();
  }, [isGone]);
  if (over || isGone) return <span className="text-text-2">{say("gone")}</span>;
  return (
    <span className="text-text-2">
      {remains ? tell(leftOf(remains)) : say("deletion was taken")}
    </span>
  );
}

/** What it owned stays, as was asked for. */
function isOrphaned({ cascade }: Delete, { object }: Remains): boolean {
  return cascade === "orphan" && object === "gone";
}

/** `going, 3 Pods left; held by finalizer example.com/guard`. */
function leftOf({ object, finalizers, jobs, pods, held }: Remains): Text {
  const standing = standings[object];
  const what = [...(jobs ? [counted(jobs, "jobs")] : []), ...(pods ? [counted(pods, "pods")] : [])];
  const left = what.length === 0 ? standing : text("{standing}, {what} left", { standing, what });
  const holders = [
    ...finalizers.map((finalizer) => text("finalizer {finalizer}", { finalizer })),
    ...held.map((holder) => text("finalizer {finalizer} of {count}", { ...holder })),
  ];
  return holders.length === 0 ? left : text("{left}; held by {holders}", { left, holders });
}

const standings: Readonly<Record<Remains["object"], Text>> = {
  gone: text("gone"),
  terminating: text("going"),
  there: text("still there"),
};
