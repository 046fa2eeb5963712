import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import type { DayAhead } from "#lib/api/overview";
import { clockTime } from "#lib/client/local-clock";
import { clauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

const minutesOfDay = 1_440;
const minuteMs = 60_000;
/** Minutes a bar stands for: a minute alone would be narrower than a pixel. */
const barMinutes = 10;
const bars = minutesOfDay / barMinutes;
const height = 40;

interface Bar {
  readonly runs: number;
  readonly suspended: number;
}

/** The runs of a day as bars from now on, suspended ones faint on top; crowded minutes have a mark. */
export function DayAxis({ ahead }: { readonly ahead: DayAhead }): ReactNode {
  const { say, tell } = useLanguage();
  const all = barsOf(ahead);
  const most = Math.max(1, ...all.map(({ runs, suspended }) => runs + suspended));
  // The root leaves one run in sight beside hundreds.
  const scale = (count: number) =>
    count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * height);
  const from = Date.parse(ahead.from);
  const place = (at: string | number) =>
    ((typeof at === "number" ? at : Date.parse(at)) - from) / (minutesOfDay * minuteMs);
  return (
    <div className="px-4 pb-1.5 max-card:px-(--gutter)">
      <div className="relative pt-3.5">
        <svg
          role="img"
          aria-label={tell(label(ahead))}
          viewBox={`0 0 ${bars} ${height}`}
          preserveAspectRatio="none"
          className="h-12 w-full border-b border-line-strong"
        >
          {all.map(({ runs, suspended }, i) => {
            if (runs + suspended === 0) return null;
            const whole = scale(runs + suspended);
            const going = runs === 0 ? 0 : suspended === 0 ? whole : scale(runs);
            const x = i + 0.12;
            const shape = { x, width: 0.76 };
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              <g key={i}>
                <title>{tell(barTitle(from, i, { runs, suspended }))}</title>
                <rect {...shape} y={0} height={height} className="fill-transparent" />
                <rect
                  {...shape}
                  y={height - whole}
                  height={whole - going}
                  className="fill-line-strong"
                />
                <rect {...shape} y={height - going} height={going} className="fill-text-2" />
              </g>
            );
          })}
        </svg>
        {ahead.crowded.map(({ at, runs }) => (
          <span
            key={at}
            aria-hidden="true"
            style={{ left: `${place(at) * 100}%` }}
            className="absolute top-0 -translate-x-1/2 text-2xs leading-none whitespace-nowrap text-warn-fg"
          >
            ▲{runs}
          </span>
        ))}
        {ahead.clocks.map(({ at, zone, note }) => (
          <span
            key={zone}
            title={say("{note} in {zone}", { note, zone })}
            style={{ left: `${place(at) * 100}%` }}
            className="absolute top-3.5 h-12 border-l border-dashed border-run-fill"
          />
        ))}
      </div>
      <div aria-hidden="true" className="relative h-4.5 font-mono text-2xs text-text-3">
        {hoursOf(from).map(({ at, text, every }) => (
          <span
            key={at}
            style={{ left: `${place(at) * 100}%` }}
            className={`absolute top-0 border-l border-line-strong pt-0.75 pl-1 leading-none ${every ? "" : "max-card:hidden"}`}
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}

function barsOf({ minutes }: DayAhead): readonly Bar[] {
  const all = Array.from({ length: bars }, () => ({ runs: 0, suspended: 0 }));
  for (const [minute, runs, suspended] of minutes) {
    const bar = all[Math.floor(minute / barMinutes)];
    if (!bar) continue;
    bar.runs += runs;
    bar.suspended += suspended;
  }
  return all;
}

function barTitle(from: number, i: number, { runs, suspended }: Bar): Text {
  const at = (minute: number) => clockTime(new Date(from + minute * minuteMs).toISOString());
  const begin = i * barMinutes;
  const slots = { from: at(begin), to: at(begin + barMinutes), count: runs };
  const what = text(
    runs === 1 ? "{from} to {to}: {count} run" : "{from} to {to}: {count} runs",
    slots,
  );
  return suspended === 0 ? what : clauses([what, text("{runs} suspended", { runs: suspended })]);
}

/** The hours of this browser's clock that have a label: each third one, of which each other is for all widths. */
function hoursOf(from: number) {
  const hourMs = 60 * minuteMs;
  // Some zones are off by half an hour: look at each quarter.
  const quarter = hourMs / 4;
  const first = Math.ceil(from / quarter) * quarter;
  return Array.from({ length: 96 }, (_, i) => first + i * quarter).flatMap((at) => {
    const date = new Date(at);
    if (date.getMinutes() !== 0 || date.getHours() % 3 !== 0) return [];
    const text = clockTime(date.toISOString());
    // The last one has no room for its text.
    return at - from > 23.3 * hourMs ? [] : [{ at, text, every: date.getHours() % 6 === 0 }];
  });
}

function label({ minutes, crowded }: DayAhead): Text {
  const count = minutes.reduce((sum, [, more]) => sum + more, 0);
  if (crowded.length === 0) return text("Runs that start within 24 hours: {count}", { count });
  const full = crowded.map(({ at, runs }) =>
    text("{count} at {time}", { count: runs, time: clockTime(at) }),
  );
  return text("Runs that start within 24 hours: {count}; crowded: {minutes}", {
    count,
    minutes: clauses(full),
  });
}
