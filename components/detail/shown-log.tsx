"use client";

import { type ReactNode, useEffect } from "react";
import { useLanguage } from "#components/language";
import { LogViewer, type LogViewerProps } from "#components/log-viewer";
import { StatusIcon } from "#components/status";

/** The log on an object's page. `note` says of it what its lines do not. */
export function ShownLog(props: LogViewerProps & { readonly note?: ReactNode }): ReactNode {
  const { note, ...viewer } = props;
  useEffect(() => {
    // The object came after the page: what the address points to was not there to scroll to.
    const place = window.location.hash === "#log" ? document.getElementById("log") : null;
    if (place === null || visited.has(place)) return;
    visited.add(place);
    // Whoever has begun with something else meanwhile is left to it.
    if (document.activeElement === document.body) showLog();
  }, []);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {note === undefined ? null : (
        <p
          role="status"
          className="flex min-h-8.5 flex-none items-center gap-2 border-b border-line-strong bg-warn-tint px-3 py-1 text-xs"
        >
          <StatusIcon form="warn" />
          <span>{note}</span>
        </p>
      )}
      <LogViewer {...viewer} />
    </div>
  );
}

/** Where the address has led already: a newer Pod's log takes nobody there again. */
const visited = new WeakSet<Element>();

/** Whose log it is, over a log beside something else; `children` are the ways to others. */
export function LogTitle(props: {
  readonly name: string;
  readonly children?: ReactNode;
}): ReactNode {
  const { name, children } = props;
  const { say } = useLanguage();
  return (
    <div className="flex min-h-7 w-full min-w-0 items-center gap-2">
      <h2 className="flex-none text-md font-medium">{say("Log")}</h2>
      <span className="min-w-0 truncate font-mono text-xs text-text-3" title={name}>
        {name}
      </span>
      <span className="flex-1" />
      {children}
    </div>
  );
}

/** Brings the log into sight and gives it the keyboard, once what was just chosen is drawn. */
export function showLog(): void {
  requestAnimationFrame(() => {
    const log = document.getElementById("log");
    const scroller = log?.closest<HTMLElement>("[data-scroller]");
    // Only what is meant to scroll: scrollIntoView would move the page's frame as well.
    scroller?.scrollTo({ top: log?.offsetTop ?? 0 });
    log?.querySelector<HTMLElement>("[role='log']")?.focus({ preventScroll: true });
  });
}

/** Where a log would stand; `others` are the ways to logs that are there. */
export function NoLog(props: {
  readonly children: ReactNode;
  readonly others?: ReactNode;
}): ReactNode {
  const { children, others } = props;
  const { say } = useLanguage();
  return (
    <section aria-label={say("Log")} className="px-4 py-3">
      <h2 className="text-md font-medium">{say("Log")}</h2>
      <p className="mt-1 text-xs text-text-2">{children}</p>
      {others === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{others}</div>}
    </section>
  );
}
