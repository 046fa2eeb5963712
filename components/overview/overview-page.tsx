"use client";

import { type ReactNode, useMemo, useRef } from "react";
import { useHotkeys } from "#components/keyboard";
import { useLanguage } from "#components/language";
import { useLastSeen } from "#components/last-seen";
import { ViewBanner } from "#components/list/list-banners";
import { namespaceKeys } from "#components/list/list-keys";
import { useListQuery } from "#components/list/list-query";
import { NamespacePicker } from "#components/list/namespace-picker";
import { AttentionSection } from "#components/overview/attention-section";
import { DaySection } from "#components/overview/day-section";
import { FailuresSection } from "#components/overview/failures-section";
import { Tallies } from "#components/overview/tallies";
import { useScopedWatch } from "#components/scoped-watch";
import { Shell } from "#components/shell";
import { formatNamespaces, type Scope } from "#lib/api/scope";
import { FrozenNow } from "#lib/client/use-now";
import { staleSince } from "#lib/client/view-state";
import { lineOf } from "#lib/line/view-line";

/** The first page: what needs eyes, what failed of late, and what starts within a day. */
export function OverviewPage(): ReactNode {
  const { say } = useLanguage();
  const [{ namespaces }, change] = useListQuery();
  const scope = useMemo<Scope>(() => ({ view: "overview", namespaces }), [namespaces]);
  const { feed, view: watch } = useScopedWatch(scope);
  const seen = useLastSeen(watch.data);
  const namespaceRef = useRef<HTMLButtonElement>(null);
  useHotkeys(useMemo(() => namespaceKeys(namespaceRef, change), [change]));
  const { data } = watch;
  const resolved = namespaces === "default" ? (data?.namespaces ?? null) : namespaces;
  const ns = formatNamespaces(namespaces);
  const stale = staleSince(watch, "jobs");
  return (
    <Shell
      section="overview"
      watch={watch}
      command={lineOf({ kind: "overview", namespaces: resolved ?? "*" })}
      toolbar={
        <search className="flex h-(--h-toolbar) items-center gap-2 border-t border-line bg-surface px-(--gutter) max-card:h-auto max-card:flex-wrap max-card:gap-y-1 max-card:py-2">
          <NamespacePicker
            namespaces={resolved}
            choices={seen?.choices ?? { names: [], complete: false }}
            onChange={(chosen) => void change({ ns: chosen })}
            triggerRef={namespaceRef}
          />
          <span className="mx-0.5 h-4.5 w-px flex-none bg-line-strong max-card:hidden" />
          <Tallies tally={data?.overview?.tally} counts={data?.counts} ns={ns} />
        </search>
      }
    >
      {feed}
      <h1 className="sr-only">{say("Overview")}</h1>
      <ViewBanner watch={watch} table="cronjobs" />
      <ViewBanner watch={watch} table="jobs" />
      <FrozenNow value={stale}>
        <div
          data-scroller
          className={`min-h-0 flex-1 overflow-auto ${stale === null ? "" : "stale"}`}
        >
          <DaySection ahead={data?.ahead} />
          <div className="min-[1100px]:grid min-[1100px]:grid-cols-[minmax(0,1fr)_minmax(0,440px)]">
            <AttentionSection watch={watch} />
            <div className="min-w-0 min-[1100px]:border-l min-[1100px]:border-line">
              <FailuresSection watch={watch} />
            </div>
          </div>
        </div>
      </FrozenNow>
    </Shell>
  );
}
