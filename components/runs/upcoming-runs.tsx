import type { ReactNode } from "react";
import { denseTable, Nothing, Section, Sideways } from "#components/detail/section";
import { Until } from "#components/time";
import type { NextRun, UpcomingRuns } from "#lib/api/runs";
import { wallClock } from "#lib/printers/wall-clock";

const why: Readonly<Record<NonNullable<Extract<NextRun, { at: null }>["why"]>, string>> = {
  suspended: "It is suspended. Resume it, and it runs by its schedule again.",
  never:
    "It is never due: no such moment comes within five years, or its starting deadline is too short.",
  unreadable: "The schedule or the time zone cannot be read; the controller cannot read it either.",
  deleted: "It is being deleted.",
};

/** When a CronJob is due, in its own zone, and what the clocks do in between. */
export function Upcoming(props: {
  readonly next: NextRun;
  readonly upcoming: UpcomingRuns | undefined;
}): ReactNode {
  const { next, upcoming } = props;
  if (next.at === null) {
    return (
      <Section title="Next runs">
        <Nothing>{why[next.why]}</Nothing>
      </Section>
    );
  }
  if (!upcoming) return null;
  const zone = upcoming.zone ?? "UTC";
  return (
    <Section
      title="Next runs"
      note={
        upcoming.zoneAssumed
          ? "~ in UTC: no timeZone is set, so the controller's own zone counts"
          : zone
      }
    >
      <Sideways>
        <table aria-label="Next runs" className={denseTable}>
          <thead>
            <tr>
              <th scope="col">DUE</th>
              <th scope="col">IN</th>
              <th scope="col">CLOCKS</th>
            </tr>
          </thead>
          <tbody>
            {upcoming.runs.map(({ at, note }) => (
              <tr key={at}>
                <td
                  className="whitespace-nowrap text-text!"
                  title={`${at}. From ${upcoming.source}.`}
                >
                  {wallClock(at, zone)}
                </td>
                <td className="whitespace-nowrap">
                  <Until ms={Date.parse(at)} />
                </td>
                <td className="font-sans text-xs">{note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </Section>
  );
}
