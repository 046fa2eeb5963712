"use client";

import type { ReactNode } from "react";
import { CopyMissingRole, type MissingRight } from "#components/actions/rights";
import { useLanguage } from "#components/language";
import { useCommandInContext } from "#components/page-context";
import { CopyButton } from "#components/ui/copy-button";
import { Kbd } from "#components/ui/kbd";
import { rightLine } from "#lib/line/action-line";
import type { Text } from "#lib/texts/text";

/** One thing that can be done with what the cursor is on. */
export interface DockAction {
  readonly id: string;
  readonly hotkey: string;
  readonly label: Text;
  /** The kubectl line that does the same. */
  readonly command: string;
  readonly unavailable?: Text | undefined;
  /** The right the viewer lacks for it. */
  readonly missing?: MissingRight | undefined;
  run(): void;
}

export interface DockProps {
  /** What it acts on: `payments/fx-rates-refresh`. */
  readonly subject: string;
  readonly actions: readonly DockAction[];
  /** The one whose kubectl line is shown. */
  readonly marked: string | null;
  onMark(id: string): void;
}

/** The keys of the cursor row as buttons, and the kubectl line of the one that is pointed at. */
export function Dock({ subject, actions, marked, onMark }: DockProps): ReactNode {
  const { say, tell } = useLanguage();
  const shown = actions.find(({ id }) => id === marked) ?? actions[0];
  const inContext = useCommandInContext();
  const command =
    shown &&
    inContext(
      shown.missing ? rightLine(shown.missing.right, shown.missing.namespace) : shown.command,
    );
  return (
    <section
      aria-label={say("Keys of {subject}", { subject })}
      className="flex h-(--h-dock) items-center gap-2 border-t border-line-strong bg-raised px-(--gutter) max-card:hidden"
    >
      {actions.map((action) => (
        <button
          key={action.id}
          type="button"
          aria-disabled={action.unavailable !== undefined}
          title={action.unavailable === undefined ? undefined : tell(action.unavailable)}
          onClick={action.unavailable === undefined ? () => action.run() : undefined}
          onPointerEnter={() => onMark(action.id)}
          onFocus={() => onMark(action.id)}
          className={`inline-flex h-6 items-center gap-1.25 rounded-sm px-0.75 text-xs whitespace-nowrap pointer-coarse:h-11 ${colourOf(action, action === shown)}`}
        >
          <Kbd>{action.hotkey}</Kbd>
          {tell(action.label)}
        </button>
      ))}
      {shown === undefined ? null : (
        <>
          <span className="mx-0.5 h-4.5 w-px flex-none bg-line-strong" />
          <code className="min-w-0 flex-1 truncate font-mono text-xs text-text-2">
            <span aria-hidden="true" className="text-text-3 select-none">
              ${" "}
            </span>
            {command}
          </code>
          {shown.missing ? (
            <>
              <span className="text-xs whitespace-nowrap text-text-2">
                {tell(shown.unavailable ?? "")}
              </span>
              <CopyMissingRole missing={shown.missing} />
            </>
          ) : (
            <CopyButton
              text={command ?? ""}
              label={say("Copy")}
              // It names the command.
              translate="no"
              aria-label={say("Copy {command}", { command: command ?? "" })}
            />
          )}
        </>
      )}
    </section>
  );
}

function colourOf(action: DockAction, isShown: boolean): string {
  if (action.unavailable !== undefined) return "cursor-not-allowed text-text-3";
  return isShown ? "font-medium text-text" : "text-text-2 hover:text-text";
}
