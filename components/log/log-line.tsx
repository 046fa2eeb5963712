import { type MouseEvent, memo, type ReactNode } from "react";
import { useLanguage } from "#components/language";
import { spansOf } from "#components/log/ansi";
import { LaneBar, laneClass } from "#components/log/lane";
import { FieldTable, FoldedFields } from "#components/log/line-fields";
import { linePieces } from "#components/log/line-pieces";
import type { LogText } from "#lib/client/logs/log-buffer";
import type { LogTimes } from "#lib/client/logs/log-settings";
import { logFields } from "#lib/logs/fields";
import { logLevel } from "#lib/logs/level";
import type { Pattern } from "#lib/logs/pattern";
import { fullTime, type LogZone, logTime, relativeTime } from "#lib/logs/time";

/** How all lines of a log are drawn. */
export interface LineLook {
  readonly times: LogTimes;
  /** That of the times and of their titles. */
  readonly zone: LogZone;
  /** The time of the first line shown: from it relative times are told. */
  readonly from: string;
  readonly wrap: boolean;
  /** Structured lines are shown as they were printed. */
  readonly raw: boolean;
  /** The fields beside the message of those that are not, by their names. */
  readonly fields: readonly string[];
  /** What is looked for. */
  readonly pattern: Pattern | null;
  /** The room for names of sources, in characters. */
  readonly nameWidth: number;
}

export interface LogLineProps {
  readonly entry: LogText;
  readonly look: LineLook;
  /** That of its source, and its short name; null where there is but one. */
  readonly lane: number | null;
  readonly name: string;
  /** Which of the line's hits the viewer stands on; null for none. */
  readonly currentHit: number | null;
  /** All its fields are shown, or the folded lines that it begins. */
  readonly opened: boolean;
  readonly marked: boolean;
  onOpen(entry: LogText): void;
  /** Marks the line, or the range from the marked one to it. */
  onMark(entry: LogText, extend: boolean): void;
}

/** One line as the container wrote it. */
export const LogLine = memo(function LogLine(props: LogLineProps): ReactNode {
  const { entry, look, lane, name, currentHit, opened, marked, onOpen, onMark } = props;
  const { say } = useLanguage();
  const { source, time, text: raw } = entry;
  const spans = spansOf(raw);
  const text = spans.map((span) => span.text).join("");
  const level = logLevel(text);
  const matches = look.pattern?.matches(text) ?? [];
  const fields = look.raw ? null : logFields(text);
  // What is looked for stands in what was printed: a line that has it is shown so.
  const folded = fields !== null && fields.message !== "" && matches.length === 0;
  const severity = fields?.severity ?? level?.level;
  const closes = fields !== null || opened;
  const title = say("{time}. Click to link to this line, with Shift to a range", {
    time: fullTime(time, look.zone) || say("No time"),
  });
  const kind = folded ? "folded" : "printed";
  const content = folded ? (
    <FoldedFields fields={fields} chosen={look.fields} />
  ) : (
    linePieces(spans, matches, level, currentHit)
  );
  return (
    <div
      translate="no"
      data-pod={source.pod}
      data-container={source.container}
      data-source={source.key}
      data-time={time}
      data-level={severity}
      data-marked={marked ? "" : undefined}
      aria-current={marked ? "true" : undefined}
      className={`log-line${lane === null ? "" : " has-lane"}${look.wrap ? "" : " is-cut"}`}
    >
      {lane === null ? null : (
        <LaneBar lane={lane} title={`${name} (${source.pod} ${source.container})`} />
      )}
      <TimeMark entry={entry} look={look} title={title} onMark={onMark} />
      {lane === null ? null : (
        <span
          title={`${source.pod} ${source.container}`}
          style={{ width: `calc(${look.nameWidth}ch + 12px)` }}
          className={`flex-none truncate pr-3 select-none @max-[640px]:hidden ${laneClass(lane)}`}
        >
          {name}
        </span>
      )}
      {closes ? (
        <Opener
          opened={opened}
          name={say(fields ? "All fields" : "Stack trace")}
          title={say(
            opened ? "Close (Enter on the marked line)" : "Open (Enter on the marked line)",
          )}
          onOpen={() => onOpen(entry)}
        />
      ) : null}
      {opened && fields !== null ? (
        <div className="log-text">
          <span data-text={kind}>{content}</span>
          <FieldTable fields={fields} />
        </div>
      ) : (
        <div className="log-text" data-text={kind}>
          {content}
        </div>
      )}
    </div>
  );
});

/** Opens and closes a line; Enter does it for the marked one, so that Tab does not stop at each. */
function Opener(props: {
  readonly opened: boolean;
  readonly name: string;
  readonly title: string;
  onOpen(): void;
}): ReactNode {
  const { opened, name, title, onOpen } = props;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={opened}
      aria-label={name}
      title={title}
      // What is drawn here is no part of the line's text.
      className="-ml-1 h-(--h-line) w-4 flex-none text-text-3 select-none before:content-['▸'] hover:text-text aria-expanded:before:content-['▾']"
      onClick={onOpen}
    />
  );
}

/** The time of a line; pressed, it marks the line. */
function TimeMark(props: {
  readonly entry: LogText;
  readonly look: LineLook;
  readonly title: string;
  onMark(entry: LogText, extend: boolean): void;
}): ReactNode {
  const { entry, look, title, onMark } = props;
  const { times, zone, from } = look;
  const clock = times === "off" ? "" : logTime(entry.time, zone);
  const shown = times === "relative" ? relativeTime(entry.time, from) : clock.slice(0, 8);
  const rest = times === "relative" ? "" : clock.slice(8);
  return (
    <button
      type="button"
      tabIndex={-1}
      title={title}
      className={times === "off" ? "log-time is-off" : "log-time"}
      onClick={(event: MouseEvent) => onMark(entry, event.shiftKey)}
    >
      {shown}
      {rest === "" ? null : <span>{rest}</span>}
    </button>
  );
}
