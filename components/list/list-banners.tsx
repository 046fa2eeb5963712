"use client";

import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { StatusIcon } from "#components/status";
import { Since, Until } from "#components/time";
import { Button } from "#components/ui/button";
import type { ApiError } from "#lib/api/errors";

/** The rows below are the last good ones; since when, why, and what happens next. */
export function StaleBanner(props: {
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
export function FailedBanner(props: {
  readonly error: Pick<ApiError, "code" | "message">;
  onRetry(): void;
}): ReactNode {
  const { error, onRetry } = props;
  const ended = error.code === "unauthenticated";
  return (
    <div className="flex min-h-8.5 flex-wrap items-center gap-2 border-b border-line-strong bg-bad-tint py-1 pr-2.5 pl-3 text-xs">
      <StatusIcon form="bad" />
      <span>
        <b className="font-medium">{ended ? "The session has ended." : "Not live."}</b>{" "}
        {error.message} {ended ? "Open the new link printed by npm start." : ""}
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
