"use client";

import { type ReactNode, useState } from "react";
import { useLanguage } from "#components/language";
import { IndexGrid } from "#components/runs/index-grid";
import { IndexLine, type IndexLineProps } from "#components/runs/index-line";
import { stateWord } from "#components/runs/index-words";
import type { Indexes } from "#components/runs/use-indexes";
import { indexStates } from "#lib/client/index-states";
import { translateOf } from "#lib/texts/text";

/** No more cells are drawn: a browser could not scroll through them. */
const mostCells = 100_000;

/** The indexes of an Indexed Job: a cell for each, and what became of the one that is looked at. */
export function IndexSection(props: Omit<IndexLineProps, "cursor">): ReactNode {
  const { say } = useLanguage();
  const { indexes, podsKnown } = props;
  const { standings, over, chosen, choose } = indexes;
  const { total, failed } = standings;
  const drawn = Math.min(total, mostCells);
  // What is chosen takes the cursor along; it stays when that is let go of.
  const [place, setPlace] = useState({ at: chosen, chosen });
  if (place.chosen !== chosen) setPlace({ at: chosen ?? place.at, chosen });
  const first = failed === "" ? 0 : Number.parseInt(failed, 10);
  const cursor = Math.min(place.at ?? first, total - 1);
  return (
    <section aria-label={say("Indexes")} className="flex-none border-b border-line">
      <div className="flex min-h-8.5 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5">
        <h2 className="flex-1 text-md leading-none font-medium whitespace-nowrap">
          {say("Indexes")}{" "}
          <span className="ml-1 text-xs font-normal text-text-3">
            <span translate="no">completionMode Indexed</span>
            {total === drawn
              ? null
              : say(", the first {count} of {total}", { count: drawn, total })}
          </span>
        </h2>
        <Legend indexes={indexes} />
      </div>
      <IndexGrid
        standings={standings}
        total={drawn}
        over={over}
        podsKnown={podsKnown}
        cursor={Math.min(cursor, drawn - 1)}
        chosen={chosen}
        onMove={(at) => setPlace((known) => (known.at === at ? known : { at, chosen }))}
        onChoose={choose}
      />
      <IndexLine {...props} cursor={cursor} />
    </section>
  );
}

/** How many stand how; what there is none of is left out. */
function Legend({ indexes }: { readonly indexes: Indexes }): ReactNode {
  const { say, tell } = useLanguage();
  const { standings, over } = indexes;
  const { counts } = standings;
  return (
    <ul
      aria-label={say("How many")}
      className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs leading-none"
    >
      {indexStates
        .filter((state) => counts[state] > 0)
        .map((state) => {
          const word = stateWord(state, over);
          return (
            <li key={state} className="flex items-center gap-1.25 whitespace-nowrap text-text-2">
              <span aria-hidden="true" className="index-cell" data-state={state} data-legend="">
                {state === "retried" || state === "waiting" ? "n" : null}
              </span>
              <span translate={translateOf(word)}>{tell(word)}</span>{" "}
              <span className="font-mono text-text">{counts[state]}</span>
            </li>
          );
        })}
    </ul>
  );
}
