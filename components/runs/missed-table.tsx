import type { ReactNode } from "react";
import { DenseTable, Nothing, Section } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { Age } from "#components/time";
import type { MissCause, MissedRuns } from "#lib/api/runs";
import { wallClock } from "#lib/printers/wall-clock";
import { type Text, text } from "#lib/texts/text";

/** Each cause in a word. */
const causes: Readonly<Record<MissCause, Text>> = {
  suspended: text("suspended"),
  overlap: text("overlap"),
  deadline: text("deadline"),
  "too-many": text("too-many"),
  refused: text("refused"),
  skipped: text("skipped"),
  "not-taken-up": text("not-taken-up"),
  unreadable: text("unreadable"),
  "not-kept": text("not-kept"),
  unknown: text("unknown"),
};

/** The ticks that have no Job, each with its cause as far as that can be known. */
export function MissedTable(props: {
  readonly missed: MissedRuns;
  /** The zone they are written in. */
  readonly zone: string;
}): ReactNode {
  const { missed, more, since } = props.missed;
  const { zone } = props;
  const { language, say, tell } = useLanguage();
  const time = wallClock(since, zone, language);
  return (
    <Section
      title={say("Missed runs")}
      note={
        missed.length === 0
          ? undefined
          : say(
              more
                ? "{count} ticks without a Job since {time}; further back was not looked"
                : "{count} ticks without a Job since {time}",
              { count: missed.length, time },
            )
      }
    >
      {missed.length === 0 ? (
        <Nothing>
          {say(
            more
              ? "None: each tick since {time}; further back was not looked has its Job."
              : "None: each tick since {time} has its Job.",
            { time },
          )}
        </Nothing>
      ) : (
        <DenseTable
          label={say("Missed runs")}
          heads={[say("DUE"), say("AGO"), say("CAUSE"), say("WHAT IS KNOWN")]}
        >
          {missed.map(({ scheduled, cause, sentence, source }) => (
            <tr key={scheduled}>
              <td className="whitespace-nowrap text-text!">
                {wallClock(scheduled, zone, language)}
              </td>
              <td className="whitespace-nowrap">
                <Age of={scheduled} />
              </td>
              <td className="whitespace-nowrap">{tell(causes[cause])}</td>
              <td
                className="min-w-48 py-1 font-sans text-xs wrap-anywhere"
                title={say("From {source}.", { source })}
              >
                {tell(sentence)}
              </td>
            </tr>
          ))}
        </DenseTable>
      )}
    </Section>
  );
}
