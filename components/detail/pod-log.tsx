"use client";

import { SquareArrowOutUpRight } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { objectHref } from "#components/list/list-table";
import type { LogContainer } from "#components/log/log-choices";
import { LogViewer } from "#components/log-viewer";
import { buttonClass } from "#components/ui/button";
import type { PodRow } from "#lib/api/rows";

/**
 * The log of one Pod beside something else. Beside a table of Pods or Jobs, which has `j` and `k`,
 * it is `titled`: it names its Pod and links to the Pod's page.
 */
export function PodLog(props: {
  readonly pod: PodRow;
  readonly containers: readonly LogContainer[];
  readonly titled: boolean;
}): ReactNode {
  const { pod, containers, titled } = props;
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
      <LogViewer
        namespace={pod.namespace}
        target={{ kind: "pod", name: pod.name }}
        uid={pod.uid}
        containers={containers}
        defaultContainer={pod.defaultContainer}
        instances="current"
        title={titled ? <Title pod={pod} /> : undefined}
        lineKeys={!titled}
      />
    </div>
  );
}

/** Where the address has led already: a newer Pod's log takes nobody there again. */
const visited = new WeakSet<Element>();

function Title({ pod }: { readonly pod: PodRow }): ReactNode {
  return (
    <div className="flex min-h-7 w-full min-w-0 items-center gap-2">
      <h2 className="flex-none text-md font-medium">Log</h2>
      <span className="min-w-0 truncate font-mono text-xs text-text-3" title={pod.name}>
        {pod.name}
      </span>
      <span className="flex-1" />
      <Link
        href={`${objectHref("pods", pod.namespace, pod.name)}#log`}
        className={buttonClass({ size: "sm" })}
      >
        <SquareArrowOutUpRight aria-hidden />
        Open Pod
      </Link>
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

/** Where a log would stand. */
export function NoLog({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <section aria-label="Log" className="px-4 py-3">
      <h2 className="text-md font-medium">Log</h2>
      <p className="mt-1 text-xs text-text-2">{children}</p>
    </section>
  );
}
