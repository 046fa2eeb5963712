"use client";

import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { LogsIcon } from "#components/icons";
import { indexForms, indexText, indexWord } from "#components/runs/index-words";
import type { Indexes } from "#components/runs/use-indexes";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { PodRow } from "#lib/api/rows";
import { attemptsAt, attemptsText } from "#lib/client/index-attempts";

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
  const { indexes, pods, podsKnown, cursor, onLogs } = props;
  const { standings, chosen, over, letGo } = indexes;
  const { failed } = standings;
  const standing = standings.standingOf(cursor);
  const attempts = attemptsAt(cursor, pods);
  const text = attempts.length > 0 ? triesText(attempts, props) : noTries(props);
  return (
    <div className="mx-4 mt-1 mb-3 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-line-strong bg-sunken py-1.5 pr-1.5 pl-2.5 text-xs">
      <span className="font-mono font-medium">{cursor}</span>
      <span
        title={indexText(indexes, cursor, podsKnown)}
        className={`inline-flex items-center gap-1.5 ${standing.state === "failed" ? "font-medium text-bad-fg" : ""}`}
      >
        <StatusIcon form={indexForms[standing.state]} />
        {indexWord(standing, over)}
      </span>
      <span
        title={text}
        className="min-w-30 flex-1 truncate max-card:basis-full max-card:whitespace-normal"
      >
        {text}
      </span>
      <span className="flex flex-wrap items-center gap-1.5">
        <Button
          size="sm"
          unavailable={attempts.length === 0 ? "No Pod of it is left that has a log" : undefined}
          onClick={() => onLogs(cursor)}
        >
          <LogsIcon aria-hidden />
          Logs of {cursor}
        </Button>
        <RunAgain {...props} />
        {failed === "" ? null : (
          <CopyButton
            text={failed}
            variant="outline"
            size="sm"
            title="All indexes that failed, as the API writes them"
            label={
              <>
                Copy <span className="font-mono">{beginning(failed)}</span>
              </>
            }
          />
        )}
        {chosen === null ? null : (
          <Button size="sm" hotkey="Escape" title="Show the Pods of all indexes" onClick={letGo}>
            All indexes
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
  const { standings, over } = indexes;
  if (!over || !onRunAgain) return null;
  const count = standings.counts.failed;
  return (
    <>
      {standings.standingOf(cursor).state === "failed" ? (
        <Button size="sm" onClick={() => onRunAgain([cursor])}>
          <RotateCcw aria-hidden />
          Run {cursor} again
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
          Run the {count} that failed again
        </Button>
      ) : null}
    </>
  );
}

/** Of a list of thousands as much as a button holds. */
function beginning(list: string): string {
  return list.length <= mostText ? list : `${list.slice(0, mostText).replace(/,?[^,]*$/, "")},…`;
}

function triesText(attempts: readonly PodRow[], props: IndexLineProps): string {
  const { indexes, cursor, backoffLimit } = props;
  const { state } = indexes.standings.standingOf(cursor);
  const isLimited = backoffLimit !== null && (state === "retried" || state === "waiting");
  return `${attemptsText(attempts)}${isLimited ? `; up to ${backoffLimit + 1} attempts` : ""}`;
}

/** Why nothing is known of its attempts. */
function noTries({ indexes, cursor, podsKnown, suspended }: IndexLineProps): string {
  if (!podsKnown) return "Its Pods are not known";
  if (indexes.standings.standingOf(cursor).state !== "none") return "Its Pods are gone";
  if (indexes.over) return "No Pod of it is left";
  return suspended ? "No Pod: the Job is suspended" : "No Pod yet";
}
