"use client";

import { useParams, useSearchParams } from "next/navigation";
import { memo, type ReactNode, useMemo } from "react";
import { useHotkeys } from "#components/keyboard";
import { useLanguage } from "#components/language";
import { useRest } from "#components/ui/late";
import { Link, useRouter } from "#components/ui/link";
import type { Counts } from "#lib/api/frames";
import type { ListView } from "#lib/api/scope";
import { type Message, type Text, text } from "#lib/texts/text";

/** A page of the frame: one of the three lists, or what they come to. */
export type TabName = ListView | "overview";

const tabs: readonly { view: TabName; path: string; label: Message; keys: string }[] = [
  { view: "overview", path: "/", label: text("Overview"), keys: "g o" },
  { view: "cronjobs", path: "/cronjobs", label: text("CronJobs"), keys: "1" },
  { view: "jobs", path: "/jobs", label: text("Jobs"), keys: "2" },
  { view: "pods", path: "/pods", label: text("Pods"), keys: "3" },
];

/** What a table is called. */
export function titleOf(view: TabName): Text {
  return tabs.find((tab) => tab.view === view)?.label ?? view;
}

/** The table whose state is the page's: most of the overview is made of Jobs. */
export function tableOfTab(view: TabName): ListView {
  return view === "overview" ? "jobs" : view;
}

/** Where a page of the frame stands. */
export function pathOfTab(view: TabName): string {
  return view === "overview" ? "/" : `/${view}`;
}

/** The overview and the three tables, with how many rows each has. */
export const Tabs = memo(function Tabs(props: {
  readonly section: TabName;
  readonly counts: Counts | undefined;
  readonly place: "top" | "bottom";
}): ReactNode {
  const { say, tell } = useLanguage();
  const { section, counts, place } = props;
  const query = useCarriedQuery();
  const box =
    place === "top"
      ? "ml-2 flex h-full gap-0.5 max-card:hidden"
      : "hidden h-14 border-t border-line-strong bg-bg max-card:grid max-card:grid-cols-4";
  return (
    <nav aria-label={say("Resources")} className={box}>
      {tabs.map(({ view, path, label }) => (
        <Tab key={view} href={`${path}${query}`} isCurrent={view === section} place={place}>
          {tell(label)}
          {view === "overview" ? null : (
            <span className="font-mono text-2xs leading-none font-normal text-text-3">
              {counts?.[view] ?? ""}
            </span>
          )}
        </Tab>
      ))}
    </nav>
  );
});

/** A tab's page is fetched when this one is at rest. */
function Tab(props: {
  readonly href: string;
  readonly isCurrent: boolean;
  readonly place: "top" | "bottom";
  readonly children: ReactNode;
}): ReactNode {
  const rests = useRest();
  const bar = props.place === "top" ? "after:-bottom-px" : "after:-top-px";
  return (
    <Link
      href={props.href}
      prefetch={rests ? null : false}
      aria-current={props.isCurrent ? "page" : undefined}
      className={`relative flex items-center justify-center gap-1.5 px-2.5 text-text-2 hover:text-text aria-[current]:font-medium aria-[current]:text-text aria-[current]:after:absolute aria-[current]:after:inset-x-2.5 aria-[current]:after:h-0.5 aria-[current]:after:bg-ink ${bar}`}
    >
      {props.children}
    </Link>
  );
}

/** The namespaces go along from table to table; the page of an object is in one of its own. */
function useCarriedQuery(): string {
  const { namespace } = useParams<{ namespace?: string }>();
  const ns = useSearchParams().get("ns") ?? namespace;
  return ns === undefined ? "" : `?${new URLSearchParams({ ns })}`;
}

/** `g o`, 1, 2 and 3 go where the tabs go. */
export function useTabKeys(): void {
  const router = useRouter();
  const query = useCarriedQuery();
  useHotkeys(
    useMemo(
      () =>
        tabs.map(({ path, label, keys }) => ({
          keys,
          does: label,
          group: "Go and find" as const,
          run: () => router.push(`${path}${query}`),
        })),
      [router, query],
    ),
  );
}
