import type { ReactNode } from "react";
import { DenseTable, Section } from "#components/detail/section";
import { Age } from "#components/time";
import type { Condition, Instant, JobRow, PodRow } from "#lib/api/rows";
import { wallClock } from "#lib/printers/wall-clock";
import { humanDuration } from "#lib/time/duration";

interface Moment {
  readonly at: Instant;
  readonly what: string;
  /** The field it was read from. */
  readonly source: string;
}

/** The life of a Job: what happened when, the earliest first. */
export function JobTimeline(props: {
  readonly row: JobRow;
  readonly conditions: readonly Condition[];
  readonly pods: readonly PodRow[];
}): ReactNode {
  const moments = momentsOf(props.row, props.conditions, props.pods);
  return (
    <Section title="Timeline" note="in UTC">
      <DenseTable label="Timeline" heads={["TIME", "AFTER", "AGO", "WHAT"]}>
        {moments.map(({ at, what, source }, i) => (
          <tr key={`${at} ${what}`} title={`From ${source}.`}>
            <td className="whitespace-nowrap text-text!">{wallClock(at, "UTC")}</td>
            <td>{i === 0 ? "" : `+${elapsed(moments[i - 1]?.at ?? at, at)}`}</td>
            <td className="whitespace-nowrap">
              <Age of={at} />
            </td>
            <td className="font-sans text-xs">{what}</td>
          </tr>
        ))}
      </DenseTable>
    </Section>
  );
}

function elapsed(from: Instant, to: Instant): string {
  return humanDuration(Date.parse(to) - Date.parse(from));
}

/** In the order of their time; what happens in one second stays in the order of its causes. */
export function momentsOf(
  { created, started }: JobRow,
  conditions: readonly Condition[],
  pods: readonly PodRow[],
): readonly Moment[] {
  const births = pods.flatMap((pod) => (pod.created === null ? [] : [pod.created])).sort();
  const [first, last] = [births[0], births.at(-1)];
  const moments: Moment[] = [];
  const add = (at: Instant | null | undefined, what: string, source: string) => {
    if (at) moments.push({ at, what, source });
  };
  add(created, "Created", "metadata.creationTimestamp");
  for (const condition of conditions.filter(({ type }) => type === "Suspended")) {
    add(condition.since, condition.reason || "Suspended", "condition Suspended");
  }
  add(started, "Started", "status.startTime");
  const count = births.length === 1 ? "Its Pod" : `The first of ${births.length} Pods`;
  add(first, `${count} created`, "metadata.creationTimestamp of the Pods that are left");
  if (births.length > 1 && last !== first) {
    add(last, "The newest Pod created", "metadata.creationTimestamp of the Pods that are left");
  }
  for (const { type, status, reason, since } of conditions) {
    if (type === "Suspended" || status !== "True") continue;
    add(since, reason === "" ? type : `${type}: ${reason}`, `condition ${type}`);
  }
  return moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
