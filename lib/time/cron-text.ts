import cronstrue from "cronstrue";
import { parseGoDuration } from "#lib/time/duration";
import { plainSchedule } from "#lib/time/plain-schedule";

/** How a language says schedules. */
export interface CronWording {
  /** The name of a locale that cronstrue has. */
  readonly locale: string;
  /** A schedule that runs every so often; `duration` is Go's. */
  every(duration: string): string;
  /** What cronstrue says of a schedule, put right: with both days given one of them suffices. */
  mend(words: string): string;
}

export const englishCron: CronWording = {
  locale: "en",
  every: (duration) => `Every ${duration}`,
  // Neither "and" nor a comma says that one suffices.
  mend: (words) => words.replace(/ of the month, (?:and on )?(?=\w+day)/, " of the month or on "),
};

const macros = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/**
 * A schedule in words, without a zone; null for one that Kubernetes refuses (kubectl-semantics 7.2)
 * or that has no words which are true.
 */
export function cronText(schedule: string, wording: CronWording): string | null {
  const every = /^@every (.+)$/.exec(schedule)?.[1];
  if (every !== undefined) return (parseGoDuration(every) ?? 0) > 0 ? wording.every(every) : null;
  const plain = macros.test(schedule) ? schedule : plainSchedule(schedule);
  return plain === null ? null : words(plain, wording);
}

function words(schedule: string, { locale, mend }: CronWording): string | null {
  try {
    return mend(
      cronstrue.toString(schedule, {
        throwExceptionOnParseError: true,
        use24HourTimeFormat: true,
        locale,
      }),
    );
  } catch {
    return null;
  }
}
