import { memo, type ReactNode } from "react";
import { type Span, spansOf } from "#components/log/ansi";
import type { LogEntry } from "#lib/client/logs/log-buffer";
import { isNote } from "#lib/client/logs/log-buffer";
import { logLevel } from "#lib/logs/level";
import type { Match, Pattern } from "#lib/logs/pattern";
import { type LogZone, logTime } from "#lib/logs/time";

export interface LogLineProps {
  readonly entry: LogEntry;
  readonly zone: LogZone | "off";
  readonly wrap: boolean;
  readonly search: Pattern | null;
  /** Which of the line's hits the viewer stands on; null for none. */
  readonly currentHit: number | null;
}

/** One line as the container wrote it, or a note where something happened to the log. */
export const LogLine = memo(function LogLine(props: LogLineProps): ReactNode {
  const { entry, zone, wrap, search, currentHit } = props;
  if (isNote(entry)) {
    return (
      <div className="flex min-h-(--h-line) items-center gap-2.5 px-2.5 font-sans text-text-2 before:h-px before:w-4.5 before:bg-line-strong after:h-px after:flex-1 after:bg-line-strong">
        {entry.note}
      </div>
    );
  }
  const { source, time, text: raw } = entry;
  const spans = spansOf(raw);
  const text = spans.map((span) => span.text).join("");
  const level = logLevel(text);
  const matches = search?.matches(text) ?? [];
  return (
    <div
      data-pod={source.pod}
      data-container={source.container}
      data-time={time}
      data-level={level?.level}
      className={`flex min-h-(--h-line) min-w-full pl-2.5 data-[level=error]:bg-bad-tint ${wrap ? "" : "w-max"}`}
    >
      {zone === "off" ? null : (
        <span
          title={time}
          className="w-[calc(12ch+14px)] flex-none text-text-3 select-none max-card:w-[calc(8ch+10px)]"
        >
          {logTime(time, zone).slice(0, 8)}
          <span className="max-card:hidden">{logTime(time, zone).slice(8)}</span>
        </span>
      )}
      <span
        className={`pr-5 ${wrap ? "min-w-0 wrap-anywhere whitespace-pre-wrap" : "whitespace-pre"}`}
      >
        {pieces(spans, matches, level, currentHit)}
      </span>
    </div>
  );
});

const levelClass = { error: "text-bad-fg font-medium", warn: "text-warn-fg" };

/** The spans, cut where a hit or the level's word begins and ends. */
function pieces(
  spans: readonly Span[],
  matches: readonly Match[],
  level: ReturnType<typeof logLevel>,
  currentHit: number | null,
): ReactNode[] {
  const cuts = new Set([...matches, ...(level ? [level] : [])].flatMap((it) => [it.start, it.end]));
  const sorted = [...cuts].sort((a, b) => a - b);
  const drawn: ReactNode[] = [];
  let from = 0;
  for (const span of spans) {
    const to = from + span.text.length;
    const edges = [from, ...sorted.filter((cut) => cut > from && cut < to), to];
    for (const [i, start] of edges.slice(0, -1).entries()) {
      const text = span.text.slice(start - from, (edges[i + 1] ?? to) - from);
      const hit = matches.findIndex((match) => match.start <= start && start < match.end);
      const isLevel = level !== null && level.start <= start && start < level.end;
      const className = span.className || (isLevel ? levelClass[level.level] : "");
      drawn.push(
        hit === -1 ? (
          piece(start, text, className)
        ) : (
          <mark
            key={start}
            aria-current={hit === currentHit ? "true" : undefined}
            className="rounded-[2px] bg-hit text-text aria-[current]:bg-hit-now aria-[current]:text-on-hit-now aria-[current]:outline aria-[current]:outline-on-hit-now"
          >
            {text}
          </mark>
        ),
      );
    }
    from = to;
  }
  return drawn;
}

function piece(key: number, text: string, className: string): ReactNode {
  if (className === "") return text;
  return (
    <span key={key} className={className}>
      {text}
    </span>
  );
}
