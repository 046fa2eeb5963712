"use client";

import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Age, Ticking } from "#components/time";
import type { LastResult, Outlook } from "#lib/api/runs";
import { nextRunText, whyNoRun } from "#lib/printers/outlook-columns";
import { statusForm } from "#lib/printers/status";
import { wallClock } from "#lib/printers/wall-clock";
import type { Language } from "#lib/texts/language";
import { type Text, text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

/** NEXT RUN; the hover gives the instant, and what it was derived from. */
export function NextRunCell({ outlook }: { readonly outlook: Outlook }): ReactNode {
  const { language, tell } = useLanguage();
  return (
    <span
      title={tell(nextRunTitle(outlook, language))}
      className={outlook.next.at === null ? "none" : ""}
    >
      <Ticking text={(now) => tell(nextRunText(outlook, now))} />
    </span>
  );
}

function nextRunTitle({ next, zone }: Outlook, language: Language): Text {
  if (next.at === null) return whyNoRun[next.why];
  const { name, assumed } = zone;
  const time = wallClock(next.at, name, language);
  return assumed
    ? text(
        "{time} UTC. No timeZone is set: the controller's own zone counts, which is probably UTC. From spec.schedule.",
        { time },
      )
    : text("{time} {zone}. From spec.schedule and spec.timeZone.", { time, zone: name });
}

/** LAST RESULT: how the run that ended last ended, how long it took, and how long ago it was. */
export function LastRun({ last }: { readonly last: LastResult }): ReactNode {
  const { say, rich } = useLanguage();
  const form = statusForm("job", last.result);
  return (
    <span
      className="inline-flex max-w-full items-center gap-1.5 whitespace-nowrap"
      title={say(
        last.manual
          ? "{name}, a manual run, ended {time}. From {source}."
          : "{name}, ended {time}. From {source}.",
        { name: last.name, time: last.ended, source: last.source },
      )}
    >
      <StatusIcon form={form} />
      <span translate="no" className={form === "bad" ? "font-medium text-bad-fg" : ""}>
        {last.result}
      </span>
      {last.duration === null ? null : (
        <span className="truncate text-text-3">{humanDuration(last.duration)}</span>
      )}
      <span className="sr-only">{rich(", {time} ago", { time: <Age of={last.ended} /> })}</span>
    </span>
  );
}

/** MISSED: how many ticks since the last success had no Job. */
export function MissedCount({
  missed,
}: {
  readonly missed: NonNullable<Outlook["missed"]>;
}): ReactNode {
  const { say } = useLanguage();
  const { count, more, newest } = missed;
  return (
    <span
      className="inline-flex items-center gap-1.5 text-warn-fg"
      title={say("{sentence} From {source}.", newest)}
    >
      <StatusIcon form="missed" />
      {count}
      {more ? "+" : ""}
    </span>
  );
}
