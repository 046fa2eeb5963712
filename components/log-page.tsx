"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useMemo, useState } from "react";
import { RunChoice, useRuns } from "#components/detail/cronjob-log";
import { containerChoices, templateContainers } from "#components/detail/log-containers";
import { tableOf } from "#components/detail/use-detail";
import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { useLogSettings } from "#components/log/use-log-settings";
import { LogViewer } from "#components/log-viewer";
import { Because } from "#components/runs/standing";
import { useScopedWatch } from "#components/scoped-watch";
import { Shell } from "#components/shell";
import { Status } from "#components/status";
import { buttonClass } from "#components/ui/button";
import { Link, useRouter } from "#components/ui/link";
import { wholeList } from "#lib/api/list-query";
import type { LogBeginning } from "#lib/api/log-beginning";
import { type LogTarget, parseLogQuery, readUnasked } from "#lib/api/log-query";
import type { ListView, Scope } from "#lib/api/scope";
import { logViewOf } from "#lib/client/logs/log-address";
import type { WatchData } from "#lib/client/table-state";
import { isCurrent, viewStateOf } from "#lib/client/view-state";
import { lineOf } from "#lib/line/view-line";
import { type Text, text } from "#lib/texts/text";

const parsers = { of: parseAsString, selector: parseAsString, uid: parseAsString };

/** A log alone: that of a Pod, a Job, a CronJob's newest runs, or of all Pods a selector matches. */
export function LogPage(props: {
  readonly namespace: string;
  readonly beginning?: LogBeginning | null;
}): ReactNode {
  const { namespace, beginning = null } = props;
  const [address] = useQueryStates(parsers);
  const runs = useRuns();
  const query = parseLogQuery(
    new URLSearchParams({
      namespace,
      runs: String(runs.count),
      ...Object.fromEntries(Object.entries(address).filter(([, value]) => value !== null)),
    }),
  );
  if ("wrong" in query) return <Unnamed namespace={namespace} problem={query.wrong} />;
  const { target, uid } = query;
  // What is known of one log is not said of the next.
  return <Page key={nameOf(target)} {...{ namespace, target, uid, beginning }} />;
}

interface PageProps {
  readonly namespace: string;
  readonly target: LogTarget;
  readonly uid: string;
  readonly beginning: LogBeginning | null;
}

function Page({ namespace, target, uid, beginning }: PageProps): ReactNode {
  const { say, rich } = useLanguage();
  const { feed, view: watch } = useScopedWatch(scopeOf(namespace, target));
  const runs = useRuns();
  const [settings] = useLogSettings();
  const section = sectionOf(target);
  const up = upFrom(namespace, target);
  useUpKeys(up);
  const known = target.kind === "selector" ? null : knownOf(section, watch.data);
  const [wasKnown, setWasKnown] = useState(false);
  if (known && !wasKnown) setWasKnown(true);
  const gone = wasKnown && !known && isCurrent(viewStateOf(watch, section));
  const name = nameOf(target);
  return (
    <Shell section={section} watch={watch} command={lineOf(logViewOf(namespace, target, settings))}>
      {feed}
      <header className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-(--gutter) py-2">
        <nav
          aria-label={say("Owners")}
          className="flex flex-wrap items-center gap-1.5 font-mono text-xs leading-snug text-text-2"
        >
          <Link href={listHref(namespace, section)} className={crumb}>
            {namespace}
          </Link>
          <span aria-hidden>/</span>
          <Link href={up} className={crumb}>
            {name}
          </Link>
        </nav>
        <h1 className="min-w-0 text-md font-medium wrap-anywhere">
          {rich("Log of {name}", { name: <span className="font-mono">{name}</span> })}
        </h1>
        {known?.status}
        {target.kind === "cronjob" ? <RunChoice runs={runs} named={null} /> : null}
        {known?.sentence ? (
          <p className="basis-full text-xs text-text-2">{known.sentence}</p>
        ) : null}
        {gone ? (
          <p role="status" className="basis-full text-xs text-text-2">
            {rich("{name} is gone. What was loaded of its log stays here.", {
              name: <span className="font-mono">{name}</span>,
            })}
          </p>
        ) : null}
      </header>
      <LogViewer
        namespace={namespace}
        target={target}
        uid={uid}
        containers={known?.containers ?? []}
        // The lines that are here already are of the container that will be known.
        defaultContainer={
          target.kind === "pod"
            ? (known?.defaultContainer ?? beginning?.sources[0]?.origin.container ?? null)
            : "*"
        }
        instances={readUnasked(target.kind).instances}
        lineKeys
        beginning={beginning}
      />
    </Shell>
  );
}

const crumb = "underline-offset-3 hover:underline";

/** What an address without a log gets. */
function Unnamed(props: { readonly namespace: string; readonly problem: Text }): ReactNode {
  const { namespace, problem } = props;
  const { say, rich, tell } = useLanguage();
  const { feed, view } = useScopedWatch({ view: "pods", namespaces: [namespace], selector: "" });
  return (
    <Shell
      section="pods"
      watch={view}
      command={lineOf({ kind: "list", view: "pods", query: wholeList([namespace]) })}
    >
      {feed}
      <div className="max-w-[76ch] px-5 py-5.5">
        <h1 className="text-md font-medium">{say("This address is not a log's")}</h1>
        <p className="mt-1 text-text-2">
          {rich("{problem}. It ends like {job} or {selector}.", {
            problem: <span className="font-mono wrap-anywhere">{tell(problem)}</span>,
            job: <span className="font-mono">?of=job/NAME</span>,
            selector: <span className="font-mono">?selector=app=NAME</span>,
          })}
        </p>
        <Link href={listHref(namespace, "pods")} className={`mt-3 ${buttonClass()}`}>
          {say("Pods in {namespace}", { namespace })}
        </Link>
      </div>
    </Shell>
  );
}

/** As kubectl names it. */
function nameOf(target: LogTarget): string {
  return target.kind === "selector" ? `-l ${target.selector}` : `${target.kind}/${target.name}`;
}

function sectionOf(target: LogTarget): ListView {
  return target.kind === "selector" ? "pods" : tableOf[target.kind];
}

function scopeOf(namespace: string, target: LogTarget): Scope {
  return target.kind === "selector"
    ? { view: "pods", namespaces: [namespace], selector: target.selector }
    : { view: target.kind, namespace, name: target.name };
}

function listHref(namespace: string, view: ListView): string {
  return `/${view}?${new URLSearchParams({ ns: namespace })}`;
}

/** The page of what the log is of. */
function upFrom(namespace: string, target: LogTarget): string {
  if (target.kind !== "selector") return objectHref(tableOf[target.kind], namespace, target.name);
  return `/pods?${new URLSearchParams({ ns: namespace, l: target.selector })}`;
}

function useUpKeys(up: string): void {
  const router = useRouter();
  useHotkeys(
    useMemo<readonly Hotkey[]>(
      () => [
        {
          keys: "u",
          does: text("up to what it is the log of"),
          group: "Move",
          run: () => router.push(up),
        },
        {
          keys: "Escape",
          does: text("back"),
          group: "Move",
          // A page that was opened by its address has nothing behind it.
          run: () => (window.history.length > 1 ? router.back() : router.push(up)),
        },
      ],
      [router, up],
    ),
  );
}

/** What is said of the object beside its log, once it is known. */
function knownOf(view: ListView, data: WatchData | null) {
  const reason = (uid: string) => {
    const said = data?.beside.reasons.get(uid);
    return said ? <Because reason={said} /> : null;
  };
  if (view === "pods") {
    const row = data?.tables.pods?.[0];
    const containers = data?.detail?.kind === "pod" ? data.detail.value.containers : [];
    return (
      row && {
        status: <Status kind="pod" word={row.status} pill />,
        sentence: reason(row.uid),
        containers: containerChoices(containers),
        defaultContainer: row.defaultContainer,
      }
    );
  }
  const row = view === "jobs" ? data?.tables.jobs?.[0] : data?.tables.cronjobs?.[0];
  return (
    row && {
      status: "status" in row ? <Status kind="job" word={row.status} pill /> : null,
      sentence: reason(row.uid),
      containers: templateContainers(row.containers),
      defaultContainer: null,
    }
  );
}
