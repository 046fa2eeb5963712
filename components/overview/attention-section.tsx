"use client";

import { type ReactNode, useMemo, useState } from "react";
import { Nothing, Section } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { AttentionRow } from "#components/overview/attention-row";
import { troubleCounts } from "#components/overview/trouble-words";
import { useAttentionKeys } from "#components/overview/use-attention-keys";
import { Button } from "#components/ui/button";
import type { Counts } from "#lib/api/frames";
import { compareAttention, type Totals, troubles } from "#lib/api/overview";
import type { WatchView } from "#lib/client/use-watch";
import { clauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

/** So many are drawn at first: more than a screen holds. */
const step = 40;

/** What needs eyes, the worst first, each with its reason and its next click. */
export function AttentionSection({ watch }: { readonly watch: WatchView }): ReactNode {
  const { say, tell } = useLanguage();
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
    <Section title={say("Needs eyes")} note={totals && tell(summary(totals))}>
      <ul className="border-t border-line">
        {shown.map((entry) => (
          <AttentionRow key={entry.uid} attention={entry} />
        ))}
      </ul>
      {total > shown.length ? (
        <p className="flex flex-wrap items-center gap-3 px-4 py-2.5 text-xs text-text-2">
          {all.length > shown.length ? (
            <>
              {say("{count} of {total} shown", { count: shown.length, total })}
              <Button size="sm" onClick={() => setMost(most + step)}>
                {say("Show {count} more", { count: Math.min(step, all.length - shown.length) })}
              </Button>
            </>
          ) : (
            say("{count} of {total} shown; the lists have all of them.", {
              count: shown.length,
              total,
            })
          )}
        </p>
      ) : null}
      <div className="pt-2.5">
        {isKnown ? (
          <Nothing>{tell(healthySentence(total, counts))}</Nothing>
        ) : (
          <Looking watch={watch} />
        )}
      </div>
    </Section>
  );
}

function Looking({ watch }: { readonly watch: WatchView }): ReactNode {
  const { say } = useLanguage();
  const isRefused = watch.data?.states.jobs?.state === "forbidden";
  return (
    <Nothing>
      {isRefused
        ? say("What may not be listed is not looked at.")
        : say("Looking through the cluster")}
    </Nothing>
  );
}

/** `2 failing, 1 stuck`. */
function summary({ troubles: counts }: Totals): Text {
  return clauses(
    troubles.flatMap((trouble) => {
      const count = counts[trouble] ?? 0;
      return count === 0 ? [] : [text(troubleCounts[trouble], { count })];
    }),
  );
}

const sum = (counts: Totals["troubles"] | undefined) =>
  Object.values(counts ?? {}).reduce((all, count) => all + (count ?? 0), 0);

function healthySentence(total: number, { cronjobs, jobs, pods }: Counts): Text {
  const counted: Text[] = [];
  if (cronjobs !== null) {
    counted.push(
      text(cronjobs === 1 ? "{count} CronJob" : "{count} CronJobs", { count: cronjobs }),
    );
  }
  if (jobs !== null)
    counted.push(text(jobs === 1 ? "{count} Job" : "{count} Jobs", { count: jobs }));
  if (pods !== null)
    counted.push(text(pods === 1 ? "{count} Pod" : "{count} Pods", { count: pods }));
  return text(
    total === 0
      ? "Nothing needs eyes among {counted}."
      : "Nothing else needs eyes among {counted}.",
    { counted },
  );
}
