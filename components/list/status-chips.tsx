"use client";

import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { type StatusForm, statusText } from "#lib/printers/status";
import { translateOf } from "#lib/texts/text";

/** The most urgent first. */
const urgency: readonly StatusForm[] = [
  "bad",
  "warn",
  "missed",
  "run",
  "wait",
  "ok",
  "hold",
  "ending",
  "unknown",
];

export interface StatusChipsProps {
  readonly counts: ReadonlyMap<string, number>;
  /** Null while it is not known how many there are. */
  readonly total: number | null;
  readonly chosen: readonly string[];
  formOf(status: string): StatusForm;
  onChange(statuses: readonly string[]): void;
}

/** Filters by the words of the STATUS column, each with how many there are. */
export function StatusChips(props: StatusChipsProps): ReactNode {
  const { counts, total, chosen, formOf, onChange } = props;
  const { say, tell } = useLanguage();
  const rank = (status: string) => urgency.indexOf(formOf(status));
  const statuses = [...new Set([...counts.keys(), ...chosen])].sort(
    (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1),
  );
  const toggle = (status: string) =>
    onChange(
      chosen.includes(status) ? chosen.filter((other) => other !== status) : [...chosen, status],
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row that scrolls
    <div
      role="group"
      aria-label={say("Filter by status")}
      className="flex min-w-0 [scrollbar-width:none] gap-0.5 overflow-x-auto p-0.5 max-card:w-full"
    >
      <Chip pressed={chosen.length === 0} count={total} onClick={() => onChange([])}>
        {say("All")}
      </Chip>
      {statuses.map((status) => {
        const told = statusText(status);
        return (
          <Chip
            key={status}
            pressed={chosen.includes(status)}
            count={counts.get(status) ?? 0}
            onClick={() => toggle(status)}
          >
            <StatusIcon form={formOf(status)} />
            <span translate={translateOf(told)}>{tell(told)}</span>
          </Chip>
        );
      })}
    </div>
  );
}

function Chip(props: {
  readonly pressed: boolean;
  readonly count: number | null;
  onClick(): void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      onClick={props.onClick}
      className="inline-flex h-6.5 flex-none items-center gap-1.5 rounded-md border border-transparent px-2 text-xs leading-none whitespace-nowrap text-text-2 hover:bg-hover aria-pressed:border-line-strong aria-pressed:bg-cursor aria-pressed:text-text pointer-coarse:relative pointer-coarse:h-8 pointer-coarse:text-md pointer-coarse:after:absolute pointer-coarse:after:-inset-y-1.5 pointer-coarse:after:inset-x-0"
    >
      {props.children}
      {props.count === null ? null : (
        <span className="font-mono text-2xs text-text-3">{props.count}</span>
      )}
    </button>
  );
}
