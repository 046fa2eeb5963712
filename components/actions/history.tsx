"use client";

import { History as Clock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { late, useLate } from "#components/ui/late";
import { useHistory } from "#lib/client/use-history";

const dialog = late(() => import("#components/actions/history-dialog"));

/** The button to what was done in this tab; there is none before anything was. */
export function HistoryButton(): ReactNode {
  const entries = useHistory();
  return entries.length === 0 ? null : <Done count={entries.length} />;
}

function Done({ count }: { readonly count: number }): ReactNode {
  const { say } = useLanguage();
  const [open, setOpen] = useState(false);
  const loaded = useLate(dialog);
  const show = () => {
    setOpen(true);
    dialog.load().catch(() => setOpen(false));
  };
  return (
    <>
      <Button
        variant="ghost"
        aria-label={say("What was done in this tab: {count}", { count })}
        title={say("What was done in this tab")}
        onClick={show}
      >
        <Clock aria-hidden />
        <span className="font-mono text-2xs">{count}</span>
      </Button>
      {loaded && <loaded.HistoryDialog open={open} onOpenChange={setOpen} />}
    </>
  );
}
