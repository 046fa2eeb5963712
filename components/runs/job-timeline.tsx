import type { ReactNode } from "react";
import { DenseTable, Section } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { Age } from "#components/time";
import type { Condition, Instant, JobRow, PodRow } from "#lib/api/rows";
import { wallClock } from "#lib/printers/wall-clock";
import { type Text, text, translateOf } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

interface Moment {
  readonly at: Instant;
  readonly what: Text;
  /** The field it was read from. */
  readonly source: Text;
}

/** The life of a Job: what happened when, the earliest first. */
export function JobTimeline(props: {
  readonly row: JobRow;
  readonly conditions: readonly Condition[];
  readonly pods: readonly PodRow[];
}): ReactNode {
  const { language, say, tell } = useLanguage();
  const moments = momentsOf(props.row, props.conditions, props.pods);
  return (
    <Section title={say("Timeline")} note={say("in UTC")}>
      <DenseTable
        label={say("Timeline")}
        heads={[say("TIME"), say("AFTER"), say("AGO"), say("WHAT")]}
      >
        {moments.map(({ at, what, source }, i) => (
          <tr key={`${at} ${tell(what)}`} title={say("From {source}.", { source })}>
            <td className="whitespace-nowrap text-text!">{wallClock(at, "UTC", language)}</td>
            <td>{i === 0 ? "" : `+${elapsed(moments[i - 1]?.at ?? at, at)}`}</td>
            <td className="whitespace-nowrap">
              <Age of={at} />
            </td>
            <td className="font-sans text-xs" translate={translateOf(what)}>
              {tell(what)}
            </td>
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
  const add = (at: Instant | null | undefined, what: Text, source: Text) => {
    if (at) moments.push({ at, what, source });
  };
  add(created, text("Created"), "metadata.creationTimestamp");
  for (const condition of conditions.filter(({ type }) => type === "Suspended")) {
    add(condition.since, condition.reason || "Suspended", conditionText("Suspended"));
  }
  add(started, text("Started"), "status.startTime");
  const count = births.length;
  const firstOne =
    count === 1 ? text("Its Pod created") : text("The first of {count} Pods created", { count });
  const ofPods = text("metadata.creationTimestamp of the Pods that are left");
  add(first, firstOne, ofPods);
  if (count > 1 && last !== first) add(last, text("The newest Pod created"), ofPods);
  for (const { type, status, reason, since } of conditions) {
    if (type === "Suspended" || status !== "True") continue;
    add(since, reason === "" ? type : `${type}: ${reason}`, conditionText(type));
  }
  return moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const conditionText = (type: string) => text("condition {type}", { type });
