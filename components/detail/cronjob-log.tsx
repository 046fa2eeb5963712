"use client";

import { ChevronDown, SquareArrowOutUpRight } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useMemo } from "react";
import { anotherLog, ofOneLog } from "#components/detail/another-log";
import { templateContainers } from "#components/detail/log-containers";
import { LogTitle, NoLog, ShownLog } from "#components/detail/shown-log";
import type { Children } from "#components/detail/use-children";
import { useLasting } from "#components/detail/use-lasting";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { Button, buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { Menu, MenuChoice } from "#components/ui/menu";
import { mostRuns } from "#lib/api/log-query";
import type { CronJobRow, JobRow, PodRow } from "#lib/api/rows";
import { type Text, text } from "#lib/texts/text";

export interface CronJobLogProps {
  readonly cronJob: CronJobRow;
  readonly list: Children<JobRow>;
  readonly pods: readonly PodRow[];
  readonly runs: Runs;
  readonly jobsKnown: boolean;
  readonly podsKnown: boolean;
}

/** How many of the newest runs are read together, by the address. */
export interface Runs {
  /** At least 1. */
  readonly count: number;
  /** Reads so many, and lets go of the run that was chosen. */
  choose(count: number): void;
}

const parsers = { runs: parseAsInteger, job: parseAsString, ...ofOneLog };

export function useRuns(): Runs {
  const [{ runs }, set] = useQueryStates(parsers);
  return useMemo(
    () => ({
      count: Math.max(1, Math.min(runs ?? 1, mostRuns)),
      choose: (count) => void set({ ...anotherLog, runs: count === 1 ? null : count, job: null }),
    }),
    [runs, set],
  );
}

/** The log of the newest run of a CronJob, of one that was chosen, or of the last few together. */
export function CronJobLog(props: CronJobLogProps): ReactNode {
  const { cronJob, list, pods, runs, jobsKnown, podsKnown } = props;
  const { say, rich, tell } = useLanguage();
  const { named, shown } = list;
  const job = useLasting(`${cronJob.uid} ${named}`, shown);
  const hasPod = job !== undefined && pods.some(({ owner }) => owner?.uid === job.uid);
  const wasRead = useLasting(job?.uid ?? "", hasPod || undefined);
  const choice = <RunChoice runs={runs} named={named} />;
  if (!job) {
    if (!jobsKnown) return <NoLog>{tell(unknown)}</NoLog>;
    if (named === null) return <NoLog>{say("It begins with the first Job.")}</NoLog>;
    return (
      <NoLog others={choice}>
        {rich("The Job {name} is gone, and its log with it.", {
          name: <span className="font-mono">{named}</span>,
        })}
      </NoLog>
    );
  }
  const { namespace, name, uid, containers } = cronJob;
  const shared = {
    namespace,
    containers: templateContainers(containers),
    defaultContainer: "*",
    instances: "all",
    lineKeys: false,
    ...(cronJob.timeZone === null ? {} : { zone: cronJob.timeZone }),
  } as const;
  if (named === null && runs.count > 1) {
    return (
      <ShownLog
        {...shared}
        target={{ kind: "cronjob", name, runs: runs.count }}
        uid={uid}
        title={<LogTitle name={`cronjob/${name}`}>{choice}</LogTitle>}
      />
    );
  }
  if (!wasRead) {
    return (
      <NoLog others={choice}>
        {podsKnown
          ? rich("{job} has no Pod, and a log goes with its Pod.", {
              job: <span className="font-mono">job/{job.name}</span>,
            })
          : tell(unknown)}
      </NoLog>
    );
  }
  return (
    <ShownLog
      {...shared}
      target={{ kind: "job", name: job.name }}
      uid={job.uid}
      note={podsKnown && !hasPod ? tell(runGone) : undefined}
      title={
        <LogTitle name={`job/${job.name}`}>
          {choice}
          <Link
            href={`${objectHref("jobs", namespace, job.name)}#log`}
            className={buttonClass({ size: "sm" })}
          >
            <SquareArrowOutUpRight aria-hidden />
            {say("Open Job")}
          </Link>
        </LogTitle>
      }
    />
  );
}

const unknown = text("A log goes with its Pod, and of those nothing is known yet.");
const runGone = text("The Pods of this run are gone. What was loaded of their logs stays here.");

const counts = [1, 3, 5, 10] as const;

/** Which runs are read: the newest, or the last few together. */
export function RunChoice(props: {
  readonly runs: Runs;
  readonly named: string | null;
}): ReactNode {
  const { runs, named } = props;
  const { say, tell } = useLanguage();
  const value = named === null ? String(runs.count) : "";
  const others = counts.some((count) => count === runs.count) ? [] : [runs.count];
  return (
    <Menu
      trigger={
        <Button size="sm" title={say("Which runs are read")}>
          {named === null ? tell(textOf(runs.count)) : say("One run")}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        label={say("Runs")}
        value={value}
        choices={[...counts, ...others].map((count) => ({
          value: String(count),
          text: tell(textOf(count)),
        }))}
        onChange={(count) => runs.choose(Number(count))}
      />
    </Menu>
  );
}

function textOf(count: number): Text {
  return count === 1 ? text("Newest run") : text("Last {count} runs", { count });
}
