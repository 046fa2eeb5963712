"use client";

import { RotateCcw, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ResultLine } from "#components/actions/result-line";
import { verbs } from "#components/actions/run-actions";
import { counted } from "#components/actions/words";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import type { BatchItem, ItemState } from "#lib/client/action-batch";
import { actionHistory, type HistoryEntry } from "#lib/client/action-history";
import { useBatch, useHistory } from "#lib/client/use-history";
import { clauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

/** What becomes of what was asked for, above the dock: it stays until it is dismissed. */
export function Results(): ReactNode {
  const { say } = useLanguage();
  const shown = useHistory().filter((entry) => entry.shown);
  if (shown.length === 0) return null;
  return (
    <section
      aria-label={say("Results")}
      className="max-h-[40dvh] overflow-auto border-t border-line-strong bg-raised"
    >
      {shown.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

/** Those that want to be seen come first. */
const order: readonly ItemState[] = ["failed", "running", "done", "waiting", "cancelled"];
/** So many deletions are followed to their end at once. */
const followed = 4;
/** So many of each state are listed before all are asked for. */
const shownOfEach = 20;

function Entry({ entry }: { readonly entry: HistoryEntry }): ReactNode {
  const { say, tell } = useLanguage();
  const { batch, id } = entry;
  const items = useBatch(batch);
  const [all, setAll] = useState(false);
  const [over, setOver] = useState<ReadonlySet<number>>(new Set());
  const count = (state: ItemState) => items.filter((item) => item.state === state).length;
  const waiting = count("waiting");
  const again = count("failed") + count("cancelled");
  const busy = waiting + count("running") > 0;
  const sorted = order.flatMap((state) => {
    const ofState = items.filter((item) => item.state === state);
    return all ? ofState : ofState.slice(0, shownOfEach);
  });
  const follows = new Set(
    sorted
      .filter((item) => item.state === "done" && !over.has(item.id))
      .slice(0, followed)
      .map((item) => item.id),
  );
  return (
    <div className="border-line px-(--gutter) py-2 not-first:border-t">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-xs font-medium">{tell(titleOf(items))}</h2>
        <p role="status" className="text-xs text-text-2">
          {tell(summaryOf(items))}
        </p>
        <span className="flex-1" />
        {waiting > 0 ? (
          <Button size="sm" onClick={() => batch.cancel()}>
            {say("Cancel the other {count}", { count: waiting })}
          </Button>
        ) : null}
        {!busy && again > 0 ? (
          <Button size="sm" onClick={() => batch.retry()}>
            <RotateCcw aria-hidden />
            {say("Try {count} again", { count: again })}
          </Button>
        ) : null}
        <Button
          size="sm"
          variant="ghost"
          square
          aria-label={say("Dismiss the results")}
          unavailable={busy ? say("It is still under way") : undefined}
          onClick={() => actionHistory.dismiss(id)}
        >
          <X aria-hidden />
        </Button>
      </div>
      <ul className="mt-1">
        {sorted.map((item) => (
          <ResultLine
            key={item.id}
            item={item}
            followed={follows.has(item.id)}
            over={over.has(item.id)}
            onOver={() => setOver((known) => new Set(known).add(item.id))}
          />
        ))}
      </ul>
      {sorted.length === items.length ? null : (
        <Button size="sm" variant="ghost" className="mt-1 -ml-1.5" onClick={() => setAll(true)}>
          {say("Show all {count}", { count: items.length })}
        </Button>
      )}
    </div>
  );
}

/** `Delete 57 Jobs`. */
export function titleOf(items: readonly BatchItem[]): Text {
  const [first] = items;
  if (!first) return "";
  const { action, resource } = first.action;
  return text(verbs[action].of, { what: counted(items.length, resource) });
}

/** `40 done, 2 failed, 15 to go`. */
export function summaryOf(items: readonly BatchItem[]): Text {
  const count = (...states: ItemState[]) =>
    items.filter(({ state }) => states.includes(state)).length;
  const parts = [
    ["{count} done", count("done")],
    ["{count} failed", count("failed")],
    ["{count} cancelled", count("cancelled")],
    ["{count} to go", count("waiting", "running")],
  ] as const;
  return clauses(parts.flatMap(([key, n]) => (n > 0 ? [text(key, { count: n })] : [])));
}
