"use client";

import type { CSSProperties, ReactNode } from "react";
import { useLanguage } from "#components/language";
import { runLength } from "#components/runs/run-bar";
import { MarkLink } from "#components/runs/run-link";
import type { Outlook, StripMark } from "#lib/api/runs";
import { useNow } from "#lib/client/use-now";
import { type Text, text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

const colours: Readonly<Record<string, string>> = {
  Complete: "bg-ok-fill",
  Failed: "bg-bad-fill",
  Running: "border-2 border-run-fill bg-run-tint",
  Suspended: "border-2 border-hold-fill bg-hold-tint",
};

/** How long each kept run took, beside how long its Complete runs usually take. */
export function DurationChart(props: {
  readonly namespace: string;
  readonly outlook: Outlook;
  /** Shows the log of a run. */
  onOpen(run: string): void;
}): ReactNode {
  const { namespace, outlook, onOpen } = props;
  const { strip, usual } = outlook;
  const { tell } = useLanguage();
  const now = useNow();
  const lengths = strip.map((mark) => (mark.kind === "run" ? (runLength(mark.run, now) ?? 0) : 0));
  const longest = Math.max(1, ...lengths, usual?.p95 ?? 0);
  const share = (ms: number) => `${(100 * ms) / longest}%`;
  return (
    <figure className="flex flex-col gap-2 px-4 pb-3.5">
      <div className="relative flex h-24 items-end gap-1 border-b border-line-strong pr-24">
        {strip.map((mark, i) => (
          <MarkLink
            key={mark.kind === "run" ? mark.run.name : mark.last}
            namespace={namespace}
            mark={mark}
            onOpen={onOpen}
            {...look(mark, share(lengths[i] ?? 0))}
          />
        ))}
        {usual === null ? null : (
          <>
            <Line at={share(usual.p95)} label={`p95 ${humanDuration(usual.p95)}`} />
            {usual.p95 - usual.p50 < longest / 6 ? null : (
              <Line at={share(usual.p50)} label={`p50 ${humanDuration(usual.p50)}`} />
            )}
          </>
        )}
      </div>
      <figcaption className="text-xs text-text-2">{tell(usualText(usual))}</figcaption>
    </figure>
  );
}

function usualText(usual: Outlook["usual"]): Text {
  if (usual === null) return text("No run is Complete yet: how long one takes is not known.");
  return text(
    usual.runs === 1
      ? "Of {count} Complete run half took at most {half}, and 95 % at most {most}. Only the Jobs that are kept count."
      : "Of {count} Complete runs half took at most {half}, and 95 % at most {most}. Only the Jobs that are kept count.",
    { count: usual.runs, half: humanDuration(usual.p50), most: humanDuration(usual.p95) },
  );
}

/** The form of a bar is its result. */
function look(mark: StripMark, height: string) {
  if (mark.kind === "missed") return { className: "h-1 w-5 bg-warn-fill" };
  const { result } = mark.run;
  const notch =
    result === "Failed"
      ? "[clip-path:polygon(0_0,50%_8px,100%_0,100%_100%,0_100%)]"
      : "rounded-t-xs";
  return {
    className: `w-5 ${colours[result]} ${notch}`,
    style: { height, minHeight: 10 },
  };
}

function Line({ at, label }: { readonly at: string; readonly label: string }): ReactNode {
  return (
    <span
      className="pointer-events-none absolute inset-x-0 border-t border-dashed border-text-3"
      style={{ bottom: at } as CSSProperties}
    >
      <span className="absolute top-0.5 right-0 font-mono text-2xs text-text-2">{label}</span>
    </span>
  );
}
