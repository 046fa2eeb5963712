"use client";

import { History as Clock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ResultLine } from "#components/actions/result-line";
import { summaryOf, titleOf } from "#components/actions/results";
import { Since } from "#components/time";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import type { HistoryEntry } from "#lib/client/action-history";
import { useBatch, useHistory } from "#lib/client/use-history";

/** The button to what was done in this tab; there is none before anything was. */
export function HistoryButton(): ReactNode {
  const [open, setOpen] = useState(false);
  const entries = useHistory();
  if (entries.length === 0) return null;
  return (
    <>
      <Button
        variant="ghost"
        aria-label={`What was done in this tab: ${entries.length}`}
        title="What was done in this tab"
        onClick={() => setOpen(true)}
      >
        <Clock aria-hidden />
        <span className="font-mono text-2xs">{entries.length}</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="What was done in this tab"
        note="It is forgotten when the tab is closed."
        width="860px"
      >
        {open ? entries.map((entry) => <Entry key={entry.id} entry={entry} />) : null}
      </Dialog>
    </>
  );
}

function Entry({ entry }: { readonly entry: HistoryEntry }): ReactNode {
  const items = useBatch(entry.batch);
  return (
    <section className="mt-2.5 border-t border-line pt-2">
      <h3 className="text-xs font-medium">
        {titleOf(items)}
        <span className="ml-2 font-normal text-text-3">
          {summaryOf(items)}, <Since ms={entry.at} /> ago
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
