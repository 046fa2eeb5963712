"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { CopyMissingRole } from "#components/actions/rights";
import type { BulkAction } from "#components/actions/use-bulk-actions";
import { useLanguage } from "#components/language";
import { useCommandInContext } from "#components/page-context";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";

export interface BulkBarProps {
  readonly count: number;
  readonly actions: readonly BulkAction[];
  /** The one whose kubectl lines are shown. */
  readonly marked: string | null;
  onMark(id: string): void;
  onClear(): void;
}

/** What can be done with the rows that are checked, in place of the dock. */
export function BulkBar({ count, actions, marked, onMark, onClear }: BulkBarProps): ReactNode {
  const { say, tell } = useLanguage();
  const shown = actions.find(({ id }) => id === marked) ?? actions[0];
  const lines = (shown?.commands ?? []).map(useCommandInContext());
  return (
    <section
      aria-label={say("Selected rows")}
      className="flex h-(--h-dock) items-center gap-2 border-t border-line-strong bg-raised px-(--gutter) max-card:h-auto max-card:flex-wrap max-card:py-1.5"
    >
      <span role="status" className="mr-1 text-xs font-medium whitespace-nowrap">
        {say("{count} selected", { count })}
      </span>
      {actions.map((action) => {
        const Picture = action.icon;
        return (
          <Button
            key={action.id}
            hotkey={action.hotkey}
            unavailable={action.unavailable && tell(action.unavailable)}
            onClick={() => action.run()}
            onPointerEnter={() => onMark(action.id)}
            onFocus={() => onMark(action.id)}
          >
            <Picture aria-hidden />
            {tell(action.label)}
          </Button>
        );
      })}
      <span className="mx-0.5 h-4.5 w-px flex-none bg-line-strong max-card:hidden" />
      {shown?.missing ? (
        <>
          <span className="min-w-0 flex-1 truncate text-xs text-text-2">
            {tell(shown.unavailable ?? "")}
          </span>
          <CopyMissingRole missing={shown.missing} />
        </>
      ) : (
        <>
          <code className="min-w-0 flex-1 truncate font-mono text-xs text-text-2 max-card:hidden">
            {lines[0] ?? (shown?.unavailable && tell(shown.unavailable))}
          </code>
          {lines.length > 1 ? (
            <span className="font-mono text-xs text-text-3 max-card:hidden">
              +{lines.length - 1}
            </span>
          ) : null}
          {lines.length === 0 ? null : (
            <CopyButton
              text={lines.join("\n")}
              label={say("Copy {count}", { count: lines.length })}
              aria-label={
                lines.length === 1
                  ? say("Copy {count} kubectl line", { count: lines.length })
                  : say("Copy {count} kubectl lines", { count: lines.length })
              }
              className="max-card:hidden"
            />
          )}
        </>
      )}
      <Button variant="ghost" hotkey="Escape" onClick={onClear}>
        <X aria-hidden />
        {say("Clear")}
      </Button>
    </section>
  );
}
