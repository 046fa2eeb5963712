"use client";

import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { StatusIcon } from "#components/status";
import { failureOf, staleSince, viewStateOf, whyStale } from "#components/stream-status";
import { Since, Until } from "#components/time";
import { Button } from "#components/ui/button";
import type { ApiError } from "#lib/api/errors";
import type { TableName } from "#lib/api/frames";
import type { WatchView } from "#lib/client/use-watch";

/** What must be known before the rows below are believed; nothing while they are up to date. */
export function ViewBanner(props: {
  readonly watch: WatchView;
  readonly table: TableName;
}): ReactNode {
  const { watch, table } = props;
  const since = staleSince(watch, table);
  const failure = failureOf(watch, table);
  if (failure) return <FailedBanner error={failure} since={since} onRetry={watch.retryNow} />;
  // While the list is under way its rows are marked already, and what comes and goes moves them.
  if (since === null || viewStateOf(watch, table) !== "stale") return null;
  return <StaleBanner since={since} {...whyStale(watch, table)} onRetry={watch.retryNow} />;
}

/** The rows below are the last good ones; since when, why, and what happens next. */
function StaleBanner(props: {
  readonly since: number;
  readonly message: string | undefined;
  readonly retryAt: number | null;
  onRetry(): void;
}): ReactNode {
  const { since, message, retryAt, onRetry } = props;
  return (
    <div className="flex min-h-8.5 flex-wrap items-center gap-2 border-b border-line-strong bg-warn-tint py-1 pr-2.5 pl-3 text-xs">
      <StatusIcon form="warn" />
      <span>
        <b className="font-medium">
          Stale since <Since ms={since} />.
        </b>{" "}
        {sentence(message ?? "No answer from Batchboard's own server")} Ages frozen at{" "}
        {utcTime(since)} UTC.
      </span>
      <span className="flex-1" />
      {retryAt === null ? (
        <span className="text-text-2">trying now</span>
      ) : (
        <span className="font-mono text-text-2">
          retry in <Until ms={retryAt} />
        </span>
      )}
      <Button size="sm" onClick={onRetry}>
        <RotateCw aria-hidden />
        Retry now
      </Button>
    </div>
  );
}

/** The view has failed, but there are rows from before. */
function FailedBanner(props: {
  readonly error: Pick<ApiError, "code" | "message">;
  readonly since: number | null;
  onRetry(): void;
}): ReactNode {
  const { error, since, onRetry } = props;
  const ended = error.code === "unauthenticated";
  return (
    <div className="flex min-h-8.5 flex-wrap items-center gap-2 border-b border-line-strong bg-bad-tint py-1 pr-2.5 pl-3 text-xs">
      <StatusIcon form="bad" />
      <span>
        <b className="font-medium">{ended ? "The session has ended." : "Not live."}</b>{" "}
        {error.message} {ended ? "Open the new link printed by npm start." : ""}{" "}
        {since === null ? null : `Ages frozen at ${utcTime(since)} UTC.`}
      </span>
      <span className="flex-1" />
      {ended ? null : (
        <Button size="sm" onClick={onRetry}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function utcTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
