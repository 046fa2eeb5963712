"use client";

import { Lock, RefreshCw, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { CopyRole } from "#components/forbidden";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Since, Until } from "#components/time";
import { Button } from "#components/ui/button";
import type { ApiError } from "#lib/api/errors";
import type { ListView } from "#lib/api/scope";
import { listRule } from "#lib/client/missing-role";
import type { WatchView } from "#lib/client/use-watch";
import {
  failureOf,
  namespacesIn,
  type Silence,
  silenceOf,
  staleSince,
  utcTime,
  viewStateOf,
} from "#lib/client/view-state";
import { translateOf } from "#lib/texts/text";

export interface ViewBannerProps {
  readonly watch: WatchView;
  readonly table: ListView;
}

/** What must be known before the rows below are believed; nothing while they are live. */
export function ViewBanner(props: ViewBannerProps): ReactNode {
  return (
    <>
      <StateBanner {...props} />
      <RefusedNamespaces {...props} />
    </>
  );
}

function StateBanner({ watch, table }: ViewBannerProps): ReactNode {
  const { say, tell } = useLanguage();
  const since = staleSince(watch, table);
  const failure = failureOf(watch, table);
  if (failure) return <FailedBanner error={failure} since={since} onRetry={watch.retryNow} />;
  const silence = silenceOf(watch, table);
  const state = viewStateOf(watch, table);
  // While the list is under way its rows are marked already, and what comes and goes moves them.
  if (silence !== null && since !== null) {
    const hasRows = (watch.data?.tables[table]?.length ?? 0) > 0;
    const { retryNow } = watch;
    const offline = state === "offline";
    return <SilentBanner {...{ offline, since, hasRows }} why={silence} onRetry={retryNow} />;
  }
  if (state === "paused") {
    return (
      <Banner ground="plain" icon={<StatusIcon form="hold" />} title={say("Paused.")}>
        {say("This tab was hidden; the rows come up to date as soon as it is shown.")}
      </Banner>
    );
  }
  if (state === "polling") {
    return (
      <Banner
        ground="plain"
        icon={<RefreshCw aria-hidden className="text-text-3" />}
        title={say("Polling.")}
        end={
          <Button size="sm" onClick={watch.retryNow}>
            <RotateCw aria-hidden />
            {say("Try a stream")}
          </Button>
        }
      >
        {say(
          "Something between this browser and Batchboard holds streams back. The rows are fetched every 5 seconds, and a stream is tried every 3 minutes.",
        )}
      </Banner>
    );
  }
  const resource = watch.data?.states[table];
  if (resource?.state !== "list-only" || state === "syncing") return null;
  const { message } = resource;
  const apart = namespacesIn(watch, table, "list-only").map(({ namespace }) => namespace);
  const asked = watch.data?.namespaces ?? "*";
  return (
    <Banner
      ground="plain"
      icon={lock}
      title={say("List only.")}
      end={
        <CopyRole
          rule={listRule(table, ["watch"])}
          where={apart.length > 0 ? apart : asked}
          message={message}
        />
      }
    >
      {apart.length === 0
        ? say("Listed every 30 seconds, because you may not watch them.")
        : say("In {namespaces}: listed every 30 seconds, because you may not watch them.", {
            namespaces: apart.join(", "),
          })}{" "}
      <span className="font-mono wrap-anywhere">{tell(message)}</span>
    </Banner>
  );
}

/** The namespaces of the scope whose rows are not among those below. */
function RefusedNamespaces({ watch, table }: ViewBannerProps): ReactNode {
  const { say, rich, tell } = useLanguage();
  const refused = namespacesIn(watch, table, "forbidden");
  const [first] = refused;
  if (first?.state.state !== "forbidden" || viewStateOf(watch, table) === "forbidden") return null;
  const { message } = first.state;
  const where = refused.map(({ namespace }) => namespace);
  return (
    <Banner
      ground="plain"
      icon={lock}
      title={rich("No access in {namespaces}.", {
        namespaces: refused.map(({ namespace, state }, i) => (
          <span key={namespace}>
            {i === 0 ? "" : ", "}
            <span data-namespace={namespace} data-state={state.state} className="font-mono">
              {namespace}
            </span>
          </span>
        )),
      })}
      end={<CopyRole rule={listRule(table)} where={where} message={message} />}
    >
      {say("The rows are those of the other namespaces.")}{" "}
      <span className="font-mono wrap-anywhere">{tell(message)}</span>
    </Banner>
  );
}

const lock = <Lock aria-hidden className="text-text-3" />;

/** The rows below are the last good ones; since when, why, what can be done, what happens next. */
function SilentBanner(props: {
  /** It is this browser's connection that is missing, not the cluster's. */
  readonly offline: boolean;
  readonly since: number;
  readonly hasRows: boolean;
  readonly why: Silence;
  onRetry(): void;
}): ReactNode {
  const { offline, since, hasRows, why, onRetry } = props;
  const { say, rich, tell, sentence } = useLanguage();
  const age = { clock: utcTime(since), age: <Since ms={since} /> };
  return (
    <Banner
      ground={offline ? "bad" : "warn"}
      icon={<StatusIcon form={offline ? "bad" : "warn"} />}
      title={
        offline
          ? rich("Offline since {clock} UTC, {age}.", age)
          : rich("Stale since {clock} UTC, {age}.", age)
      }
      end={
        <>
          {why.retryAt === null ? (
            <span className="text-text-2">{say("trying now")}</span>
          ) : (
            <span className="font-mono text-text-2">
              {rich("retry in {duration}", { duration: <Until ms={why.retryAt} /> })}
            </span>
          )}
          <Button size="sm" onClick={onRetry}>
            <RotateCw aria-hidden />
            {say("Retry now")}
          </Button>
        </>
      }
    >
      <span className="wrap-anywhere" translate={translateOf(why.message)}>
        {sentence(why.message)}
      </span>{" "}
      {hasRows ? `${say("Ages stand still.")} ` : ""}
      <span className="text-text-2">{tell(why.hint)}</span>
    </Banner>
  );
}

/** The view has failed, but there are rows from before. */
function FailedBanner(props: {
  readonly error: Pick<ApiError, "code" | "message">;
  readonly since: number | null;
  onRetry(): void;
}): ReactNode {
  const { error, since, onRetry } = props;
  const { say, tell } = useLanguage();
  const ended = error.code === "unauthenticated";
  return (
    <Banner
      ground="bad"
      icon={<StatusIcon form="bad" />}
      title={ended ? say("The session has ended.") : say("Not live.")}
      end={
        ended ? null : (
          <Button size="sm" onClick={onRetry}>
            <RotateCw aria-hidden />
            {say("Try again")}
          </Button>
        )
      }
    >
      <span className="wrap-anywhere" translate={translateOf(error.message)}>
        {tell(error.message)}
      </span>{" "}
      {ended ? `${say("Open the new link printed by npm start.")} ` : ""}
      {since === null
        ? null
        : say("Ages stand still since {clock} UTC.", { clock: utcTime(since) })}
    </Banner>
  );
}

const grounds = { warn: "bg-warn-tint", bad: "bg-bad-tint", plain: "bg-sunken" } as const;

/** One bar over the rows: an icon beside its text, and at the end what can be done. */
function Banner(props: {
  readonly ground: keyof typeof grounds;
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { ground, icon, title, end = null, children } = props;
  return (
    <div
      className={`flex min-h-8.5 flex-none flex-wrap items-center gap-x-4 gap-y-1 border-b border-line-strong py-1 pr-2.5 pl-3 text-xs ${grounds[ground]}`}
    >
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-2">
        <span className="flex h-[1.45em] flex-none items-center">{icon}</span>
        <p className="min-w-0">
          <b className="font-medium">{title}</b> {children}
        </p>
      </div>
      {end === null ? null : <div className="ml-auto flex items-center gap-2">{end}</div>}
    </div>
  );
}
