import type { KubernetesEvent } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { tickOfJobName } from "#lib/runs/run";

/**
 * What the CronJob controller told, as far as it is kept: Events live for an hour, and of one object
 * client-go sends 25 and then one in five minutes. So an Event proves that something happened, and
 * its absence proves nothing.
 */
export interface ControllerEvent {
  readonly reason: string;
  readonly message: string;
  /** When it was told first and last, in milliseconds; of the times between nothing is known. */
  readonly first: number;
  readonly last: number;
}

/** Newest first; without those that tell no time. */
export function controllerEvents(events: readonly KubernetesEvent[]): ControllerEvent[] {
  return events
    .map((event) => {
      const told = event.eventTime ?? event.metadata.creationTimestamp;
      const first = millisecondsOf(event.firstTimestamp ?? told);
      const last = millisecondsOf(event.series?.lastObservedTime ?? event.lastTimestamp) ?? first;
      const message = (event.message ?? "").replace(combined, "").trim();
      return { reason: event.reason ?? "", message, first, last };
    })
    .filter((event): event is ControllerEvent => event.first !== null && event.last !== null)
    .sort((a, b) => b.last - a.last);
}

/** What client-go puts before the newest of more than ten like Events. */
const combined = /^\(combined from similar events\):\s*/;

/** By the minute of their tick the Jobs the controller told of, with its end or what it told last. */
export function toldJobs(
  cronJob: string,
  events: readonly ControllerEvent[],
): Map<number, { readonly name: string; readonly reason: string }> {
  const jobs = new Map<number, { readonly name: string; readonly reason: string }>();
  for (const { reason, message } of events) {
    const name = jobMessages[reason]?.exec(message)?.[1];
    const tick = name === undefined ? null : tickOfJobName(cronJob, name);
    if (name === undefined || tick === null) continue;
    const minute = Math.floor(tick / 60_000);
    const isEnd = reason === "SuccessfulDelete" || reason === "MissingJob";
    if (isEnd || !jobs.has(minute)) jobs.set(minute, { name, reason });
  }
  return jobs;
}

const jobMessages: Readonly<Record<string, RegExp | undefined>> = {
  SuccessfulCreate: /^Created job (\S+)$/,
  SuccessfulDelete: /^Deleted job (\S+)$/,
  SawCompletedJob: /^Saw completed job: ([^\s,]+)/,
  MissingJob: /^Active job went missing: (\S+)$/,
};

/** The words of the API server in a FailedCreate. */
export function refusalOf({ message }: ControllerEvent): string {
  return message.replace(/^Error creating job: /, "");
}
