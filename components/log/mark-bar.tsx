"use client";

import { Link2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { Text } from "#lib/texts/text";

/** What became of the line a link names. */
export type MarkStanding = "shown" | "looking" | "gone";

export interface MarkBarProps {
  readonly standing: MarkStanding;
  /** How many lines are marked; 0 while they are not here. */
  readonly lines: number;
  /** The time of the first of them, as the log shows times. */
  readonly time: Text;
  /** The address of this view with the mark. */
  readonly address: string;
  /** What was printed in the marked lines. */
  readonly text: string;
  /** Brings it into sight; null where it is gone and was looked for already. */
  readonly onShow: (() => void) | null;
  onClear(): void;
}

/** The marked line or range: where it is, and how to hand it on. */
export function MarkBar(props: MarkBarProps): ReactNode {
  const { standing, lines, time, address, text, onShow, onClear } = props;
  const { say } = useLanguage();
  return (
    <div
      role="status"
      data-mark={standing}
      className={`flex min-h-8 flex-none flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-line px-(--gutter) py-0.5 text-xs ${standing === "gone" ? "bg-warn-tint" : "bg-bg"}`}
    >
      {standing === "gone" ? <StatusIcon form="warn" /> : <Link2 aria-hidden />}
      <span>
        {standing === "gone"
          ? say(
              "The linked line of {time} is gone: its container's log no longer has it, or it is not among what is read here.",
              { time },
            )
          : standing === "looking"
            ? say("Looking for the linked line of {time}.", { time })
            : say(
                lines === 1 ? "{count} line marked at {time}." : "{count} lines marked at {time}.",
                { count: counted.format(lines), time },
              )}
      </span>
      {standing === "shown" ? (
        <span className="text-text-3 @max-[900px]:hidden">
          {say("In the log Alt ↑↓ moves the mark, Shift ↑↓ extends it, Enter opens the line.")}
        </span>
      ) : null}
      <span className="flex-1" />
      {onShow === null ? null : (
        <Button size="sm" variant="ghost" onClick={onShow}>
          {say("Show")}
        </Button>
      )}
      {standing === "shown" ? (
        <>
          <CopyButton size="sm" label={say("Copy link")} text={address} />
          <CopyButton size="sm" label={say(lines === 1 ? "Copy line" : "Copy lines")} text={text} />
        </>
      ) : null}
      <Button size="sm" variant="ghost" square aria-label={say("Clear the mark")} onClick={onClear}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

const counted = new Intl.NumberFormat("en");
