"use client";

import type { ReactNode } from "react";
import { useLanguage } from "#components/language";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const spans = [
  [hourMs, "more than 1 hour"],
  [dayMs, "more than 1 day"],
  [7 * dayMs, "more than 7 days"],
  [30 * dayMs, "more than 30 days"],
  [90 * dayMs, "more than 90 days"],
] as const;

/** Chooses how long something must have been suspended; null for however long. */
export function SuspendedFor(props: {
  readonly value: number | null;
  onChange(ms: number | null): void;
}): ReactNode {
  const { value, onChange } = props;
  const { say } = useLanguage();
  const isOther = value !== null && !spans.some(([ms]) => ms === value);
  return (
    <label className="flex flex-none items-center gap-1.5 text-xs whitespace-nowrap text-text-2">
      {say("suspended for")}
      <select
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value === "" ? null : Number(target.value))}
        className="h-6.5 rounded-md border border-line-strong bg-surface px-1.5 text-xs text-text pointer-coarse:h-11"
      >
        <option value="">{say("any time")}</option>
        {spans.map(([ms, text]) => (
          <option key={ms} value={ms}>
            {say(text)}
          </option>
        ))}
        {isOther ? (
          <option value={value}>
            {say("more than {count} hours", { count: Math.round(value / hourMs) })}
          </option>
        ) : null}
      </select>
    </label>
  );
}
