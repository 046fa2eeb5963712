"use client";

import { type KeyboardEvent, type ReactNode, useRef } from "react";
import type { Icon } from "#components/icons";
import { useLanguage } from "#components/language";
import { useCommandInContext } from "#components/page-context";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import type { Text } from "#lib/texts/text";

export interface ConfirmDialogProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** The kubectl lines that do the same, one for each object. */
  readonly commands: readonly string[];
  /** What the button says it does: `Delete 1 Job and 3 Pods`. */
  readonly label: string;
  readonly icon: Icon;
  readonly danger?: boolean;
  /** Why it cannot be done as it stands: a text of ours, or the API server's own words. */
  readonly unavailable?: Text | undefined;
  readonly width?: string;
  onConfirm(): void;
  onCancel(): void;
}

/** Lines of kubectl that are shown; the others are copied with them. */
const shownLines = 3;

/**
 * Asks before something is done: says what will happen, by which kubectl line, and names it on the
 * button. Ctrl Enter confirms; what cannot be taken back begins with the focus on Cancel.
 */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { say, tell } = useLanguage();
  const { title, children, commands, label, danger = false, unavailable, onConfirm } = props;
  const cancelRef = useRef<HTMLButtonElement>(null);
  const confirmRef = useRef<HTMLButtonElement>(null);
  const Picture = props.icon;
  const confirm = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !event.ctrlKey || unavailable !== undefined) return;
    event.preventDefault();
    onConfirm();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || props.onCancel()}
      title={title}
      focusRef={danger ? cancelRef : confirmRef}
      onKeyDown={confirm}
      {...(props.width === undefined ? {} : { width: props.width })}
    >
      {children}
      <Commands lines={commands} />
      <div className="mt-3.5 flex flex-wrap items-center justify-end gap-2">
        {unavailable === undefined ? null : (
          <span
            role="status"
            translate={typeof unavailable === "string" ? "no" : "yes"}
            className="mr-auto text-xs text-text-2"
          >
            {tell(unavailable)}
          </span>
        )}
        <Button ref={cancelRef} hotkey="Escape" onClick={props.onCancel}>
          {say("Cancel")}
        </Button>
        <Button
          ref={confirmRef}
          variant={danger ? "danger" : "primary"}
          hotkey="Ctrl Enter"
          unavailable={unavailable}
          onClick={onConfirm}
        >
          <Picture aria-hidden />
          {label}
        </Button>
      </div>
    </Dialog>
  );
}

function Commands(props: { readonly lines: readonly string[] }): ReactNode {
  const { say } = useLanguage();
  const lines = props.lines.map(useCommandInContext());
  if (lines.length === 0) return null;
  const count = lines.length;
  const more = count - shownLines;
  return (
    <div className="mt-3 flex items-start gap-2 rounded-md border border-line-strong bg-sunken py-1 pr-1 pl-2.5">
      <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-relaxed">
        {lines.slice(0, shownLines).map((line) => (
          <span key={line} className="block wrap-anywhere text-text-2">
            <span aria-hidden="true" className="mr-1.5 text-text-3 select-none">
              $
            </span>
            {line}
          </span>
        ))}
        {more > 0 ? (
          <span className="text-text-3">{say("and {count} more", { count: more })}</span>
        ) : null}
      </code>
      <CopyButton
        size="sm"
        text={lines.join("\n")}
        label={count === 1 ? say("Copy") : say("Copy {count}", { count })}
        aria-label={
          count === 1 ? say("Copy kubectl line") : say("Copy {count} kubectl lines", { count })
        }
      />
    </div>
  );
}
