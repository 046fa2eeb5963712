"use client";

import type { ReactNode } from "react";
import { StatusIcon } from "#components/status";
import { Age, Ticking } from "#components/time";
import type { LastResult, Outlook } from "#lib/api/runs";
import { nextRunText, whyNoRun } from "#lib/printers/outlook-columns";
import { statusForm } from "#lib/printers/status";
import { wallClock } from "#lib/printers/wall-clock";
import { humanDuration } from "#lib/time/duration";

/** NEXT RUN; the hover gives the instant, and what it was derived from. */
export function NextRunCell({ outlook }: { readonly outlook: Outlook }): ReactNode {
  return (
    <span title={nextRunTitle(outlook)} className={outlook.next.at === null ? "none" : ""}>
      <Ticking text={(now) => nextRunText(outlook, now)} />
    </span>
  );
}

function nextRunTitle({ next, zone }: Outlook): string {
  if (next.at === null) return whyNoRun[next.why];
  const { name, assumed } = zone;
  const at = wallClock(next.at, name);
  const whose = assumed
    ? "UTC. No timeZone is set: the controller's own zone counts, which is probably UTC"
    : name;
  return `${at} ${whose}. From spec.schedule${assumed ? "" : " and spec.timeZone"}.`;
}

/** LAST RESULT: how the run that ended last ended, how long it took, and how long ago it was. */
export function LastRun({ last }: { readonly last: LastResult }): ReactNode {
  const form = statusForm("job", last.result);
  return (
    <span
      className="inline-flex max-w-full items-center gap-1.5 whitespace-nowrap"
      title={`${last.name}${last.manual ? ", a manual run" : ""}, ended ${last.ended}. From ${last.source}.`}
    >
      <StatusIcon form={form} />
      <span className={form === "bad" ? "font-medium text-bad-fg" : ""}>{last.result}</span>
      {last.duration === null ? null : (
        <span className="truncate text-text-3">{humanDuration(last.duration)}</span>
      )}
      <span className="sr-only">
        , <Age of={last.ended} /> ago
      </span>
    </span>
  );
}

/** MISSED: how many ticks since the last success had no Job. */
export function MissedCount({
  missed,
}: {
  readonly missed: NonNullable<Outlook["missed"]>;
}): ReactNode {
  const { count, more, newest } = missed;
  return (
    <span
      className="inline-flex items-center gap-1.5 text-warn-fg"
      title={`${newest.sentence} From ${newest.source}.`}
    >
      <StatusIcon form="missed" />
      {count}
      {more ? "+" : ""}
    </span>
  );
}
