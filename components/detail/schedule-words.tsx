"use client";

import { type ReactNode, Suspense, use } from "react";
import { useLanguage } from "#components/language";
import type { CronJobRow } from "#lib/api/rows";
import { type CronWording, cronText, englishCron } from "#lib/time/cron-text";

/** The schedule in words; nothing where it has none that are true. */
export function ScheduleWords({ row }: { readonly row: CronJobRow }): ReactNode {
  return (
    // Only the words wait for their language: the facts beside them need none.
    <Suspense fallback={null}>
      <Words schedule={row.schedule} zone={row.timeZone} />
    </Suspense>
  );
}

function Words(props: { readonly schedule: string; readonly zone: string | null }): ReactNode {
  const { schedule, zone } = props;
  const { language, rich } = useLanguage();
  const said = cronText(schedule, language === "en" ? englishCron : use(chineseCron()));
  if (said === null) return null;
  const words = <b>{said}</b>;
  return zone === null
    ? rich("{words}.", { words })
    : rich("{words} in {zone}.", { words, zone: <span translate="no">{zone}</span> });
}

let chinese: Promise<CronWording> | undefined;

/** Loaded when somebody reads it; what cannot be loaded is said in English. */
function chineseCron(): Promise<CronWording> {
  chinese ??= import("#lib/time/chinese-cron").then(
    ({ chineseCron }) => chineseCron,
    () => englishCron,
  );
  return chinese;
}
