"use client";

import type { ReactNode } from "react";
import { Nothing, Section } from "#components/detail/section";
import { type Speech, useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { DayAxis } from "#components/overview/day-axis";
import { Until } from "#components/time";
import { PlainLink } from "#components/ui/plain-link";
import type { CrowdedMinute, DayAhead } from "#lib/api/overview";
import { clockTime, localZone } from "#lib/client/local-clock";
import { wallClock } from "#lib/printers/wall-clock";
import { clauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

/** So many of the first runs are named. */
const named = 6;

/** What starts within a day over all CronJobs: on one axis, and the first ones by name. */
export function DaySection({ ahead }: { readonly ahead: DayAhead | null | undefined }): ReactNode {
  const speech = useLanguage();
  const { language, say, rich, tell } = speech;
  if (!ahead) {
    return (
      <Section title={say("Next 24 hours")}>
        <div aria-hidden="true" className="h-22" />
      </Section>
    );
  }
  const { minutes, steady, crowded, next, clocks, assumed } = ahead;
  const zone = localZone();
  return (
    <Section title={say("Next 24 hours")} note={tell(note(ahead))}>
      {minutes.length === 0 && steady.cronJobs === 0 ? (
        <Nothing>{say("No CronJob starts a run within the next 24 hours.")}</Nothing>
      ) : (
        <>
          <DayAxis ahead={ahead} />
          <div className="flex flex-wrap gap-x-6 gap-y-1 px-4 pb-2.5 text-xs text-text-2 max-card:px-(--gutter)">
            {next.length === 0 ? null : (
              <ol aria-label={say("Next runs")} className="flex min-w-0 flex-wrap gap-x-4 gap-y-1">
                {next.slice(0, named).map(({ at, namespace, name }, i) => (
                  <li
                    key={`${namespace}/${name}`}
                    className={`min-w-0 truncate ${i > 2 ? "max-card:hidden" : ""}`}
                    title={`${wallClock(at, zone, language)} ${zone}`}
                  >
                    {rich("in {duration}", { duration: <Until ms={Date.parse(at)} /> })}{" "}
                    <PlainLink
                      href={objectHref("cronjobs", namespace, name)}
                      className="rounded-xs font-mono text-text hover:underline"
                    >
                      {namespace}/{name}
                    </PlainLink>
                  </li>
                ))}
              </ol>
            )}
            {crowded.length === 0 ? null : (
              <ul aria-label={say("Crowded minutes")} className="flex flex-wrap gap-x-4 gap-y-1">
                {crowded.map((minute) => (
                  <li key={minute.at} title={crowdTitle(minute, zone, speech)}>
                    <span className="text-warn-fg" aria-hidden="true">
                      ▲{" "}
                    </span>
                    <span className="font-mono text-text">{clockTime(minute.at)}</span>{" "}
                    {say("{count} at once", { count: minute.runs })}
                  </li>
                ))}
              </ul>
            )}
            {steady.cronJobs === 0 ? null : (
              <span>
                {say("and {count} at least every ten minutes ({runs} runs)", {
                  count: steady.cronJobs,
                  runs: steady.runs.toLocaleString("en"),
                })}
              </span>
            )}
            {clocks.map(({ at, zone: whose, note }) => (
              <span key={whose} title={`${at}`}>
                <span className="font-mono text-text">{clockTime(at)}</span>{" "}
                {say("{note} in {zone}", { note, zone: whose })}
              </span>
            ))}
            {assumed === 0 ? null : (
              <span
                title={say(
                  "No timeZone is set: the controller's own zone counts, which is probably UTC",
                )}
              >
                {say("~ {count} without a time zone, taken as UTC", { count: assumed })}
              </span>
            )}
          </div>
        </>
      )}
    </Section>
  );
}

function note({ minutes, steady }: DayAhead): Text {
  const [others, held] = totals(minutes);
  const runs = others + steady.runs;
  const count = runs.toLocaleString("en");
  const what = [text(runs === 1 ? "{count} run" : "{count} runs", { count })];
  if (held > 0) what.push(text("{count} more are suspended", { count: held.toLocaleString("en") }));
  return text("{what}; {also}", { what: clauses(what), also: localZone() });
}

function totals(minutes: DayAhead["minutes"]): [runs: number, suspended: number] {
  return minutes.reduce(([runs, held], [, more, still]) => [runs + more, held + still], [0, 0]);
}

function crowdTitle({ at, runs, some }: CrowdedMinute, zone: string, speech: Speech): string {
  const { language, say } = speech;
  const rest = runs - some.length;
  const more = rest > 0 ? `\n${say("and {count} more", { count: rest })}` : "";
  return `${wallClock(at, zone, language)} ${zone}\n${some.join("\n")}${more}`;
}
