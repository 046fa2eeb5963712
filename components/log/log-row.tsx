import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { LaneBar, laneClass } from "#components/log/lane";
import { LogLine, type LogLineProps } from "#components/log/log-line";
import { isNote, type LogBuffer, type LogEntry, type LogNote } from "#lib/client/logs/log-buffer";
import type { LogRow as Row } from "#lib/client/logs/row-choice";

export interface LogRowProps extends Omit<LogLineProps, "entry" | "opened" | "marked"> {
  readonly row: Row;
  readonly buffer: LogBuffer;
  readonly opened: ReadonlySet<LogEntry>;
  /** The numbers of the first and the last marked line. */
  readonly mark: { readonly from: number; readonly to: number } | null;
}

/** A line, a note where something happened to a source, or what is left out. */
export function LogRow(props: LogRowProps): ReactNode {
  const { row, buffer, opened, mark, ...line } = props;
  const entry = buffer.at(row.number);
  if (!entry) return null;
  if (row.kind === "skip") return <Skip />;
  if (isNote(entry)) return <Note note={entry} lane={line.lane} name={line.name} />;
  if (row.kind === "fold") {
    return <Fold count={row.count} lane={line.lane} onOpen={() => line.onOpen(entry)} />;
  }
  const marked = mark !== null && mark.from <= row.number && row.number <= mark.to;
  return <LogLine {...line} entry={entry} opened={opened.has(entry)} marked={marked} />;
}

function Note(props: {
  readonly note: LogNote;
  readonly lane: number | null;
  readonly name: string;
}): ReactNode {
  const { note, lane, name } = props;
  const { tell } = useLanguage();
  return (
    <div
      data-note={note.about}
      title={note.at}
      className="flex min-h-(--h-line) items-center gap-2.5 px-2.5 font-sans text-text-2 before:h-px before:w-4.5 before:bg-line-strong after:h-px after:flex-1 after:bg-line-strong"
    >
      {lane === null ? null : <span className={`font-mono ${laneClass(lane)}`}>{name}</span>}
      {tell(note.note)}
    </div>
  );
}

function Fold(props: {
  readonly count: number;
  readonly lane: number | null;
  onOpen(): void;
}): ReactNode {
  const { count, lane, onOpen } = props;
  const { say } = useLanguage();
  return (
    <div className="flex min-h-(--h-line)">
      {lane === null ? null : <LaneBar lane={lane} title="" />}
      <button
        type="button"
        tabIndex={-1}
        aria-expanded={false}
        title={say("Open the stack trace (Enter on the marked line before it)")}
        className="h-(--h-line) pl-6 font-sans text-text-2 hover:text-text hover:underline"
        onClick={onOpen}
      >
        <span aria-hidden>▸</span>{" "}
        {say(count === 1 ? "{count} line of a stack trace" : "{count} lines of a stack trace", {
          count,
        })}
      </button>
    </div>
  );
}

function Skip(): ReactNode {
  const { say } = useLanguage();
  return (
    <div className="flex min-h-(--h-line) items-center pl-6 text-text-3 select-none">
      <span aria-hidden>⋯</span>
      <span className="sr-only">{say("Lines that are not shown")}</span>
    </div>
  );
}
