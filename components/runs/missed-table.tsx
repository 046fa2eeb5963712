import type { ReactNode } from "react";
import { DenseTable, Nothing, Section } from "#components/detail/section";
import { Age } from "#components/time";
import type { MissedRuns } from "#lib/api/runs";
import { wallClock } from "#lib/printers/wall-clock";

/** The ticks that have no Job, each with its cause as far as that can be known. */
export function MissedTable(props: {
  readonly missed: MissedRuns;
  /** The zone they are written in. */
  readonly zone: string;
}): ReactNode {
  const { missed, more, since } = props.missed;
  const { zone } = props;
  const from = `since ${wallClock(since, zone)}${more ? "; further back was not looked" : ""}`;
  return (
    <Section
      title="Missed runs"
      note={missed.length === 0 ? undefined : `${missed.length} ticks without a Job ${from}`}
    >
      {missed.length === 0 ? (
        <Nothing>None: each tick {from} has its Job.</Nothing>
      ) : (
        <DenseTable label="Missed runs" heads={["DUE", "AGO", "CAUSE", "WHAT IS KNOWN"]}>
          {missed.map(({ scheduled, cause, sentence, source }) => (
            <tr key={scheduled}>
              <td className="whitespace-nowrap text-text!">{wallClock(scheduled, zone)}</td>
              <td className="whitespace-nowrap">
                <Age of={scheduled} />
              </td>
              <td className="whitespace-nowrap">{cause}</td>
              <td
                className="min-w-48 py-1 font-sans text-xs wrap-anywhere"
                title={`From ${source}.`}
              >
                {sentence}
              </td>
            </tr>
          ))}
        </DenseTable>
      )}
    </Section>
  );
}
