"use client";

import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { LogsIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import { indexForms, indexText, indexWord } from "#components/runs/index-words";
import type { Indexes } from "#components/runs/use-indexes";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { PodRow } from "#lib/api/rows";
import { attemptsAt, attemptsText } from "#lib/client/index-attempts";
import { type Text, text, translateOf } from "#lib/texts/text";

/** In characters. */
const mostText = 24;

export interface IndexLineProps {
  readonly indexes: Indexes;
  /** The one it speaks of. */
  readonly cursor: number;
  /** Of all indexes. */
  readonly pods: readonly PodRow[];
  readonly podsKnown: boolean;
  readonly suspended: boolean;
  /** How often each index is tried again; null where the Job does not say. */
  readonly backoffLimit: number | null;
  /** Shows the log of an index. */
  onLogs(index: number): void;
  /** Asks whether these are to be run again; absent where nothing can be. */
  readonly onRunAgain?: ((indexes: readonly number[]) => void) | undefined;
}

/** Speaks for one index: where keys or the pointer went, else the chosen one, else the first that failed. */
export function IndexLine(props: IndexLineProps): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { indexes, pods, podsKnown, cursor, onLogs } = props;
  const { standings, chosen, over, letGo } = indexes;
  const { failed } = standings;
  const standing = standings.standingOf(cursor);
  const word = indexWord(standing, over);
  const attempts = attemptsAt(cursor, pods);
  const tries = tell(attempts.length > 0 ? triesText(attempts, props) : noTries(props));
  return (
    <div className="mx-4 mt-1 mb-3 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-line-strong bg-sunken py-1.5 pr-1.5 pl-2.5 text-xs">
      <span className="font-mono font-medium">{cursor}</span>
      <span
        title={tell(indexText(indexes, cursor, podsKnown))}
        className={`inline-flex items-center gap-1.5 ${standing.state === "failed" ? "font-medium text-bad-fg" : ""}`}
      >
        <StatusIcon form={indexForms[standing.state]} />
        <span translate={translateOf(word)}>{tell(word)}</span>
      </span>
      <span
        title={tries}
        className="min-w-30 flex-1 truncate max-card:basis-full max-card:whitespace-normal"
      >
        {tries}
      </span>
      <span className="flex flex-wrap items-center gap-1.5">
        <Button
          size="sm"
          unavailable={
            attempts.length === 0 ? say("No Pod of it is left that has a log") : undefined
          }
          onClick={() => onLogs(cursor)}
        >
          <LogsIcon aria-hidden />
          {say("Logs of {index}", { index: cursor })}
        </Button>
        <RunAgain {...props} />
        {failed === "" ? null : (
          <CopyButton
            text={failed}
            variant="outline"
            size="sm"
            title={say("All indexes that failed, as the API writes them")}
            label={rich("Copy {indexes}", {
              indexes: <span className="font-mono">{beginning(failed)}</span>,
            })}
          />
        )}
        {chosen === null ? null : (
          <Button
            size="sm"
            hotkey="Escape"
            title={say("Show the Pods of all indexes")}
            onClick={letGo}
          >
            {say("All indexes")}
          </Button>
        )}
      </span>
    </div>
  );
}

/** More Jobs than these are not made at one press. */
const mostAgain = 50;

/** Runs indexes of a Job that is over once more: the one it speaks of, or all that failed. */
function RunAgain({ indexes, cursor, onRunAgain }: IndexLineProps): ReactNode {
  const { say } = useLanguage();
  const { standings, over } = indexes;
  if (!over || !onRunAgain) return null;
  const count = standings.counts.failed;
  return (
    <>
      {standings.standingOf(cursor).state === "failed" ? (
        <Button size="sm" onClick={() => onRunAgain([cursor])}>
          <RotateCcw aria-hidden />
          {say("Run {index} again", { index: cursor })}
        </Button>
      ) : null}
      {count > 1 && count <= mostAgain ? (
        <Button
          size="sm"
          onClick={() =>
            onRunAgain(
              Array.from({ length: standings.total }, (_, at) => at).filter(
                (at) => standings.standingOf(at).state === "failed",
              ),
            )
          }
        >
          <RotateCcw aria-hidden />
          {say("Run the {count} that failed again", { count })}
        </Button>
      ) : null}
    </>
  );
}

/** Of a list of thousands as much as a button holds. */
function beginning(list: string): string {
  return list.length <= mostText ? list : `${list.slice(0, mostText).replace(/,?[^,]*$/, "")},…`;
}

function triesText(attempts: readonly PodRow[], props: IndexLineProps): Text {
  const { indexes, cursor, backoffLimit } = props;
  const { state } = indexes.standings.standingOf(cursor);
  const isLimited = backoffLimit !== null && (state === "retried" || state === "waiting");
  const what = attemptsText(attempts);
  return isLimited
    ? text("{what}; up to {count} attempts", { what, count: backoffLimit + 1 })
    : what;
}

/** Why nothing is known of its attempts. */
function noTries({ indexes, cursor, podsKnown, suspended }: IndexLineProps): Text {
  if (!podsKnown) return text("Its Pods are not known");
  if (indexes.standings.standingOf(cursor).state !== "none") return text("Its Pods are gone");
  if (indexes.over) return text("No Pod of it is left");
  return suspended ? text("No Pod: the Job is suspended") : text("No Pod yet");
}
