import type { ReactNode } from "react";
import { DenseTable, Nothing, Section } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { Until } from "#components/time";
import type { NextRun, UpcomingRuns } from "#lib/api/runs";
import { whyNoRun } from "#lib/printers/outlook-columns";
import { wallClock } from "#lib/printers/wall-clock";

/** When a CronJob is due, in its own zone, and what the clocks do in between. */
export function Upcoming(props: {
  readonly next: NextRun;
  readonly upcoming: UpcomingRuns | undefined;
}): ReactNode {
  const { next, upcoming } = props;
  const { language, say, tell } = useLanguage();
  if (next.at === null) {
    return (
      <Section title={say("Next runs")}>
        <Nothing>{tell(whyNoRun[next.why])}</Nothing>
      </Section>
    );
  }
  if (!upcoming) return null;
  const zone = upcoming.zone ?? "UTC";
  return (
    <Section
      title={say("Next runs")}
      note={
        upcoming.zoneAssumed
          ? say("~ in UTC: no timeZone is set, so the controller's own zone counts")
          : zone
      }
    >
      <DenseTable label={say("Next runs")} heads={[say("DUE"), say("IN"), say("CLOCKS")]}>
        {upcoming.runs.map(({ at, note }) => (
          <tr key={at}>
            <td
              className="whitespace-nowrap text-text!"
              title={say("{time}. From {source}.", { time: at, source: upcoming.source })}
            >
              {wallClock(at, zone, language)}
            </td>
            <td className="whitespace-nowrap">
              <Until ms={Date.parse(at)} />
            </td>
            <td className="font-sans text-xs">{note && tell(note)}</td>
          </tr>
        ))}
      </DenseTable>
    </Section>
  );
}
