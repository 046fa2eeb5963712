import type { ReactNode } from "react";
import type { Span } from "#components/log/ansi";
import type { LogLevel } from "#lib/logs/level";
import type { Match } from "#lib/logs/pattern";

export const levelClass = { error: "text-bad-fg font-medium", warn: "text-warn-fg" };

/** The spans of a line, cut where a hit or the level's word begins and ends. */
export function linePieces(
  spans: readonly Span[],
  matches: readonly Match[],
  level: LogLevel | null,
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
