"use client";

import { ScrollText, SquareArrowOutUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { templateContainers } from "#components/detail/log-containers";
import { LogTitle, NoLog, ShownLog } from "#components/detail/shown-log";
import type { Children } from "#components/detail/use-children";
import { useLasting } from "#components/detail/use-lasting";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { Because } from "#components/runs/standing";
import { Button, buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { JobRow, PodRow } from "#lib/api/rows";
import type { Reason } from "#lib/api/runs";
import { isFinished } from "#lib/printers/status";
import { type Text, text } from "#lib/texts/text";

export interface JobLogProps {
  readonly job: JobRow;
  /** Why it failed or waits, where that is known. */
  readonly reason: Reason | undefined;
  /** Of all indexes. */
  readonly pods: readonly PodRow[];
  /** Those that are listed, and whom of them the address names. */
  readonly list: Children<PodRow>;
  /** Whose Pods alone are listed; null for those of all. */
  readonly index: number | null;
  /** Why the index has no Pod; null where it has one, or none is chosen. */
  readonly noneOfIndex: Text | null;
  readonly podsKnown: boolean;
  /** That of its CronJob (IANA); null where none is set or known. */
  readonly zone: string | null;
  /** Shows the whole Job's log again. */
  onWhole(): void;
}

/** The log of a whole Job, or of the one Pod of it that was chosen. */
export function JobLog(props: JobLogProps): ReactNode {
  const { job, pods, list, index, noneOfIndex, podsKnown, zone, onWhole } = props;
  const { say, tell, sentence } = useLanguage();
  const whole = list.named === null && index === null;
  const pod = useLasting(`${job.uid} ${list.named} ${index}`, list.shown);
  const wasRead = useLasting(job.uid, pods.length > 0 || undefined);
  if (!whole && !pod) {
    return (
      <NoLog others={<WholeJob onWhole={onWhole} />}>
        {!podsKnown ? (
          tell(unknown)
        ) : noneOfIndex === null ? (
          <NotThere name={list.named ?? ""} />
        ) : (
          sentence(noneOfIndex)
        )}
      </NoLog>
    );
  }
  if (whole && !wasRead) {
    return <NoLog>{podsKnown ? <NoPods {...props} /> : tell(unknown)}</NoLog>;
  }
  const { namespace, name, containers } = job;
  const lost = podsKnown && (pod ? list.shown === undefined : pods.length === 0);
  return (
    <ShownLog
      namespace={namespace}
      target={pod ? { kind: "pod", name: pod.name } : { kind: "job", name }}
      uid={pod?.uid ?? job.uid}
      containers={templateContainers(containers)}
      defaultContainer="*"
      instances="all"
      {...(zone === null ? {} : { zone })}
      note={lost ? tell(pod ? podGone : podsGone) : undefined}
      title={
        pod ? (
          <LogTitle name={pod.name}>
            <WholeJob onWhole={onWhole} />
            <Link
              href={`${objectHref("pods", namespace, pod.name)}#log`}
              className={buttonClass({ size: "sm" })}
            >
              <SquareArrowOutUpRight aria-hidden />
              {say("Open Pod")}
            </Link>
          </LogTitle>
        ) : (
          <LogTitle name={say("{job}, all Pods", { job: `job/${name}` })} />
        )
      }
      lineKeys={false}
    />
  );
}

const unknown = text("A log goes with its Pod, and of those nothing is known yet.");
const podGone = text("The Pod is gone. What was loaded of its log stays here.");
const podsGone = text("Its Pods are gone. What was loaded of their logs stays here.");

function WholeJob({ onWhole }: { onWhole(): void }): ReactNode {
  const { say } = useLanguage();
  return (
    <Button size="sm" title={say("Show the log of all Pods of the Job")} onClick={onWhole}>
      <ScrollText aria-hidden />
      {say("Whole Job")}
    </Button>
  );
}

function NotThere({ name }: { readonly name: string }): ReactNode {
  const { rich } = useLanguage();
  return rich("The Pod {name} is gone, and its log with it.", {
    name: <span className="font-mono">{name}</span>,
  });
}

/** Why a Job whose Pods are listed has none. */
function NoPods({ job, reason }: JobLogProps): ReactNode {
  const { say } = useLanguage();
  if (job.suspend) return say("A suspended Job has no Pods, and no log until it is resumed.");
  if (!isFinished(job)) return say("It begins with the first Pod.");
  return (
    <>
      {say("A log goes with its Pod, and no Pod of this Job is left.")}
      {reason ? (
        <>
          {" "}
          <Because reason={reason} />
        </>
      ) : null}
    </>
  );
}
