"use client";

import { type ReactNode, useMemo } from "react";
import { Nothing, Section } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { StatusIcon } from "#components/status";
import { Age } from "#components/time";
import { PlainLink } from "#components/ui/plain-link";
import { compareFailures, type FailedRun } from "#lib/api/overview";
import type { WatchView } from "#lib/client/use-watch";

/** The Jobs that failed within the last day, newest first. */
export function FailuresSection({ watch }: { readonly watch: WatchView }): ReactNode {
  const { say } = useLanguage();
  const known = watch.data?.beside.failures;
  const failures = useMemo(() => [...(known?.values() ?? [])].sort(compareFailures), [known]);
  const total = watch.data?.overview?.totals.failures;
  return (
    <Section
      title={say("Failed in 24 hours")}
      note={
        total !== undefined && total > failures.length
          ? say("the newest {count} of {total}", { count: failures.length, total })
          : total
      }
    >
      {failures.length === 0 ? (
        total === 0 ? (
          <Nothing>{say("No Job failed within the last day.")}</Nothing>
        ) : null
      ) : (
        <ul className="border-t border-line">
          {failures.map((failure) => (
            <Failure key={failure.uid} failure={failure} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Failure({ failure }: { readonly failure: FailedRun }): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { namespace, name, ended, word, sentence } = failure;
  const isAlone = sentence === "";
  const api = <span translate="no">{word}</span>;
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)_3rem] items-start gap-x-2 border-b border-line px-4 py-1.5 last:border-b-0 hover:bg-hover max-card:px-(--gutter)">
      <span className="pt-0.5">
        <StatusIcon form="bad" />
      </span>
      <span className="min-w-0">
        <PlainLink
          href={`${objectHref("jobs", namespace, name)}#log`}
          title={`${namespace}/${name}`}
          className="block truncate rounded-xs font-mono text-sm hover:underline pointer-coarse:py-2"
        >
          <span className="text-text-3">{namespace}/</span>
          {name}
        </PlainLink>
        <span
          className="block truncate text-xs text-text-2"
          title={isAlone ? word : say("{word}: {sentence}", { word, sentence })}
        >
          {isAlone ? api : rich("{word}: {sentence}", { word: api, sentence: tell(sentence) })}
        </span>
      </span>
      <span className="text-right font-mono text-sm text-text-2" title={ended}>
        <Age of={ended} />
      </span>
    </li>
  );
}
