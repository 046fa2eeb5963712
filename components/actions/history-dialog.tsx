"use client";

import type { ReactNode } from "react";
import { ResultLine } from "#components/actions/result-line";
import { summaryOf, titleOf } from "#components/actions/results";
import { useLanguage } from "#components/language";
import { Since } from "#components/time";
import { Dialog } from "#components/ui/dialog";
import type { HistoryEntry } from "#lib/client/action-history";
import { useBatch, useHistory } from "#lib/client/use-history";

/** What was done in this tab, and what became of each object. */
export function HistoryDialog(props: {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}): ReactNode {
  const { say } = useLanguage();
  const { open, onOpenChange } = props;
  const entries = useHistory();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={say("What was done in this tab")}
      note={say("It is forgotten when the tab is closed.")}
      width="860px"
    >
      {open ? entries.map((entry) => <Entry key={entry.id} entry={entry} />) : null}
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: HistoryEntry }): ReactNode {
  const { rich, tell } = useLanguage();
  const items = useBatch(entry.batch);
  return (
    <section className="mt-2.5 border-t border-line pt-2">
      <h3 className="text-xs font-medium">
        {tell(titleOf(items))}
        <span className="ml-2 font-normal text-text-3">
          {rich("{summary}, {time} ago", {
            summary: tell(summaryOf(items)),
            time: <Since ms={entry.at} />,
          })}
        </span>
      </h3>
      <ul>
        {items.map((item) => (
          <ResultLine key={item.id} item={item} followed={false} over told onOver={() => {}} />
        ))}
      </ul>
    </section>
  );
}
