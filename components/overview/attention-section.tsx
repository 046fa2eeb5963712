"use client";

import { type ReactNode, useMemo, useState } from "react";
import { Nothing, Section } from "#components/detail/section";
import { AttentionRow } from "#components/overview/attention-row";
import { troubleWords } from "#components/overview/trouble-words";
import { useAttentionKeys } from "#components/overview/use-attention-keys";
import { Button } from "#components/ui/button";
import type { Counts } from "#lib/api/frames";
import { compareAttention, type Totals, troubles } from "#lib/api/overview";
import type { WatchView } from "#lib/client/use-watch";

/** So many are drawn at first: more than a screen holds. */
const step = 40;

/** What needs eyes, the worst first, each with its reason and its next click. */
export function AttentionSection({ watch }: { readonly watch: WatchView }): ReactNode {
  const { data } = watch;
  const attention = data?.beside.attention;
  const all = useMemo(() => [...(attention?.values() ?? [])].sort(compareAttention), [attention]);
  const [most, setMost] = useState(step);
  useAttentionKeys();
  const totals = data?.overview?.totals;
  const counts = data?.counts;
  const isKnown = totals !== undefined && counts !== undefined && counts.jobs !== null;
  const shown = all.slice(0, most);
  const total = Math.max(all.length, sum(totals?.troubles));
  return (
    <Section title="Needs eyes" note={totals && summary(totals)}>
      <ul className="border-t border-line">
        {shown.map((entry) => (
          <AttentionRow key={entry.uid} attention={entry} />
        ))}
      </ul>
      {total > shown.length ? (
        <p className="flex flex-wrap items-center gap-3 px-4 py-2.5 text-xs text-text-2">
          {shown.length} of {total} shown
          {all.length > shown.length ? (
            <Button size="sm" onClick={() => setMost(most + step)}>
              Show {Math.min(step, all.length - shown.length)} more
            </Button>
          ) : (
            "; the lists have all of them."
          )}
        </p>
      ) : null}
      <div className="pt-2.5">
        {isKnown ? <Nothing>{healthySentence(total, counts)}</Nothing> : <Looking watch={watch} />}
      </div>
    </Section>
  );
}

function Looking({ watch }: { readonly watch: WatchView }): ReactNode {
  const isRefused = watch.data?.states.jobs?.state === "forbidden";
  return (
    <Nothing>
      {isRefused ? "What may not be listed is not looked at." : "Looking through the cluster"}
    </Nothing>
  );
}

/** `2 failing, 1 stuck`. */
function summary({ troubles: counts }: Totals): string {
  return troubles
    .flatMap((trouble) => {
      const count = counts[trouble] ?? 0;
      return count === 0 ? [] : [`${count} ${troubleWords[trouble].word.toLowerCase()}`];
    })
    .join(", ");
}

const sum = (counts: Totals["troubles"] | undefined) =>
  Object.values(counts ?? {}).reduce((all, count) => all + (count ?? 0), 0);

function healthySentence(total: number, counts: Counts): string {
  const among = [
    [counts.cronjobs, "CronJob", "CronJobs"],
    [counts.jobs, "Job", "Jobs"],
    [counts.pods, "Pod", "Pods"],
  ] as const;
  const known = among.flatMap(([count, one, many]) =>
    count === null ? [] : [`${count} ${count === 1 ? one : many}`],
  );
  const last = known.pop();
  const all = known.length === 0 ? (last ?? "") : `${known.join(", ")} and ${last}`;
  return total === 0 ? `Nothing needs eyes among ${all}.` : `Nothing else needs eyes among ${all}.`;
}
