"use client";

import { memo, type ReactNode, useId, useMemo } from "react";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { troubleWords } from "#components/overview/trouble-words";
import { RunStrip } from "#components/runs/run-strip";
import { Status } from "#components/status";
import { Age } from "#components/time";
import { buttonClass } from "#components/ui/button";
import { PlainLink } from "#components/ui/plain-link";
import type { Attention } from "#lib/api/overview";
import { unpackStrip } from "#lib/api/strip-tuples";
import { logAddress } from "#lib/client/logs/log-address";
import { translateOf } from "#lib/texts/text";

const kinds = { cronjob: "CronJob", job: "Job", pod: "Pod" } as const;
const views = { cronjob: "cronjobs", job: "jobs", pod: "pods" } as const;

/** One that needs eyes: what is the matter, for how long, of what, and why; its log is a click away. */
export const AttentionRow = memo(({ attention }: { readonly attention: Attention }): ReactNode => {
  const { kind, namespace, name, trouble, since, word, sentence, source } = attention;
  const { word: said, form } = troubleWords[trouble];
  const { say, rich, tell } = useLanguage();
  const reasonId = useId();
  return (
    <li
      data-attention={`${namespace}/${name}`}
      data-trouble={trouble}
      className="grid grid-cols-[7rem_3.5rem_minmax(0,1fr)_auto_auto] items-center gap-x-3 border-b border-line px-4 py-1.5 has-[[data-object]:focus-visible]:bg-cursor hover:bg-hover max-card:grid-cols-[minmax(0,1fr)_auto] max-card:gap-y-1 max-card:px-(--gutter) max-card:py-2.5"
    >
      <span className="font-mono text-sm max-card:order-1">
        <Status kind={kind} word={tell(said)} form={form} />
      </span>
      <span
        className="text-right font-mono text-sm text-text-2 max-card:order-2"
        title={since === null ? undefined : say("since {time}", { time: since })}
      >
        {since === null ? (
          <span className="text-text-3">{say("unknown")}</span>
        ) : (
          <Age of={since} />
        )}
      </span>
      <span className="min-w-0 max-card:order-3 max-card:col-span-2">
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="flex-none text-2xs text-text-3">{kinds[kind]}</span>
          <PlainLink
            data-object
            href={objectHref(views[kind], namespace, name)}
            aria-describedby={reasonId}
            className="min-w-0 truncate rounded-xs font-mono text-sm hover:underline pointer-coarse:py-2"
            title={`${namespace}/${name}`}
          >
            <span className="text-text-3">{namespace}/</span>
            {name}
          </PlainLink>
        </span>
        <span
          id={reasonId}
          title={`${say("{word}: {sentence}", { word, sentence })}\n${say("From {source}.", { source })}`}
          className="block truncate text-xs leading-normal text-text-2 max-card:whitespace-normal"
        >
          {rich("{word}: {sentence}", {
            word: (
              <b translate={translateOf(word)} className="font-medium text-text">
                {tell(word)}
              </b>
            ),
            sentence: tell(sentence),
          })}
        </span>
      </span>
      <span className="max-card:hidden">
        <Strip attention={attention} />
      </span>
      <Log attention={attention} />
    </li>
  );
});

function Strip({ attention: { namespace, strip } }: { readonly attention: Attention }): ReactNode {
  const outlook = useMemo(() => strip && { strip: unpackStrip(strip) }, [strip]);
  return outlook && <RunStrip namespace={namespace} outlook={outlook} reachable={false} />;
}

/** The log that tells of it: of the run, of the CronJob's newest, of the Pod. */
function Log({ attention }: { readonly attention: Attention }): ReactNode {
  const { say } = useLanguage();
  const { kind, namespace, name, run } = attention;
  const target =
    run !== null
      ? ({ kind: "job", name: run } as const)
      : kind === "cronjob"
        ? ({ kind, name, runs: 1 } as const)
        : ({ kind, name } as const);
  return (
    <PlainLink
      data-log
      href={logAddress(namespace, target)}
      aria-label={say("Log of {name}", { name: run ?? name })}
      className={`${buttonClass({ size: "sm" })} max-card:order-4 max-card:justify-self-start`}
    >
      {say("Log")}
    </PlainLink>
  );
}
