import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Link } from "#components/ui/link";
import type { Counts, TableName } from "#lib/api/frames";
import type { Tally } from "#lib/api/overview";
import type { ObjectView } from "#lib/api/scope";
import { statusForm } from "#lib/printers/status";
import { type Message, text } from "#lib/texts/text";

const tables: readonly { table: TableName; kind: ObjectView; title: Message }[] = [
  { table: "cronjobs", kind: "cronjob", title: text("CronJobs") },
  { table: "jobs", kind: "job", title: text("Jobs") },
  { table: "pods", kind: "pod", title: text("Pods") },
];

/** How many there are of each table and of its words, each a link into the list that shows them. */
export function Tallies(props: {
  readonly tally: Tally | undefined;
  readonly counts: Counts | undefined;
  /** The chosen namespaces, which go along; null for the default. */
  readonly ns: string | null;
}): ReactNode {
  const { tally, counts, ns } = props;
  const { say, tell } = useLanguage();
  return (
    <nav aria-label={say("Counts")} className="min-w-0 flex-1 max-card:w-full max-card:flex-none">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row that scrolls */}
      <div
        role="group"
        aria-label={say("Counts")}
        className="flex [scrollbar-width:none] items-center gap-4 overflow-x-auto p-0.5 text-xs"
      >
        {tables.map(({ table, kind, title }) => (
          <span key={table} className="flex flex-none items-center gap-1">
            <Count href={hrefOf(table, ns)} label={tell(title)} count={counts?.[table] ?? null} />
            {Object.entries(tally?.[table] ?? {})
              // What went well is the rest: it needs no number of its own.
              .filter(([word]) => statusForm(kind, word) !== "ok")
              .map(([word, count]) => (
                <Count key={word} href={hrefOf(table, ns, word)} label={word} count={count ?? 0}>
                  <StatusIcon form={statusForm(kind, word)} />
                </Count>
              ))}
          </span>
        ))}
      </div>
    </nav>
  );
}

function Count(props: {
  readonly href: string;
  readonly label: string;
  readonly count: number | null;
  readonly children?: ReactNode;
}): ReactNode {
  const { href, label, count, children } = props;
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex h-6.5 flex-none items-center gap-1.5 rounded-md px-1.5 leading-none whitespace-nowrap text-text-2 hover:bg-hover hover:text-text pointer-coarse:h-11 pointer-coarse:px-2"
    >
      {children}
      <span translate="no">{label}</span>
      <span className="font-mono text-2xs text-text-3">{count ?? ""}</span>
    </Link>
  );
}

function hrefOf(table: TableName, ns: string | null, status?: string): string {
  const params = new URLSearchParams();
  if (ns !== null) params.set("ns", ns);
  if (status !== undefined) params.set("status", status);
  return params.size === 0 ? `/${table}` : `/${table}?${params}`;
}
