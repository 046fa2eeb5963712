"use client";

import type { ReactNode } from "react";
import { isAwaited, type ObjectStanding, tableOf } from "#components/detail/use-detail";
import { Forbidden } from "#components/forbidden";
import { useLanguage } from "#components/language";
import { ViewBanner } from "#components/list/list-banners";
import { Failed, Loading, NoAnswerYet } from "#components/list/list-states";
import { StatusIcon } from "#components/status";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { ObjectView } from "#lib/api/scope";
import { failureOf, isSilent, readableOf } from "#lib/client/view-state";
import { type Message, text } from "#lib/texts/text";

const titles: Readonly<Record<ObjectView, Message>> = {
  cronjob: text("CronJobs"),
  job: text("Jobs"),
  pod: text("Pods"),
};

interface Address {
  readonly view: ObjectView;
  readonly namespace: string;
  readonly name: string;
}

/** What is said in place of an object that was never seen. */
export function InPlaceOfObject(props: Address & { readonly detail: ObjectStanding }): ReactNode {
  const { rich, tell } = useLanguage();
  const { view, namespace, name, detail } = props;
  const { watch, state } = detail;
  const error = failureOf(watch, tableOf[view]);
  if (error?.code === "forbidden") {
    return (
      <Forbidden
        view={tableOf[view]}
        title={tell(titles[view])}
        where={[namespace]}
        message={tell(error.message)}
        readable={readableOf(watch, tableOf[view])}
        heading="h1"
      />
    );
  }
  if (error && error.code !== "not-found") {
    return <Failed error={error} selector="" onRetry={watch.retryNow} onClearSelector={() => {}} />;
  }
  if (isSilent(state)) {
    return (
      <>
        <h1 translate="no" className="sr-only">
          {name}
        </h1>
        <ViewBanner watch={watch} table={tableOf[view]} />
        <NoAnswerYet from={state === "stale" ? "The cluster" : "Batchboard"}>
          {rich(
            "Whether there is a {kind} {name} in {namespace} is not known. It appears as soon as that is known.",
            {
              kind: view,
              name: <span translate="no">{name}</span>,
              namespace: <span translate="no">{namespace}</span>,
            },
          )}
        </NoAnswerYet>
      </>
    );
  }
  if (isAwaited(detail, tableOf[view])) {
    return (
      <>
        <h1 translate="no" className="sr-only">
          {name}
        </h1>
        <Loading title={`${view} ${name}`} progress="" />
      </>
    );
  }
  return <NotFound view={view} namespace={namespace} name={name} />;
}

const whyGone: Readonly<Record<ObjectView, Message>> = {
  cronjob: text("It was deleted, has another name, or is in another namespace."),
  job: text(
    "It was deleted or never here. A finished Job goes by itself: after its ttlSecondsAfterFinished, or when its CronJob keeps newer ones (history limits).",
  ),
  pod: text(
    "It was deleted or never here. A Pod goes with its Job, and when its node is drained or lost.",
  ),
};

function NotFound({ view, namespace, name }: Address): ReactNode {
  const { say, rich, tell } = useLanguage();
  const list = tableOf[view];
  const title = titles[view];
  return (
    <div className="max-w-[76ch] px-5 py-5.5">
      <h1 className="font-mono text-md leading-normal font-medium wrap-anywhere">
        {say("{kind} {name} not found in {namespace}", { kind: view, name, namespace })}
      </h1>
      <p className="mt-1 text-text-2">{tell(whyGone[view])}</p>
      <p className="mt-1 text-text-2">{say("Should it be created, it appears here.")}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Link
          href={`/${list}?${new URLSearchParams({ ns: namespace })}`}
          className={buttonClass({ variant: "primary" })}
        >
          {rich("{title} in {namespace}", {
            title: tell(title),
            namespace: <span translate="no">{namespace}</span>,
          })}
        </Link>
        <Link href={`/${list}?ns=*`} className={buttonClass()}>
          {say("All {title}", { title })}
        </Link>
      </div>
    </div>
  );
}

/** What must be known before what is below is believed. */
export function DetailBanners(props: Address & { readonly detail: ObjectStanding }): ReactNode {
  const { say, rich } = useLanguage();
  const { view, name, detail } = props;
  const { watch, gone } = detail;
  return (
    <>
      <ViewBanner watch={watch} table={tableOf[view]} />
      {gone ? (
        <div
          role="alert"
          className="flex min-h-8.5 flex-none flex-wrap items-center gap-2 border-b border-line-strong bg-warn-tint py-1 pr-2.5 pl-3 text-xs"
        >
          <StatusIcon form="warn" />
          <span>
            {rich(
              "{gone} The {kind} {name} was deleted. What was last known of it stays here; nothing of it changes any more.",
              {
                gone: <b className="font-medium">{say("Gone.")}</b>,
                kind: view,
                name: <span className="font-mono">{name}</span>,
              },
            )}
          </span>
        </div>
      ) : null}
    </>
  );
}
