import cronstrue from "cronstrue";
import { parseGoDuration } from "#lib/time/duration";
import { plainSchedule } from "#lib/time/plain-schedule";

const macros = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/**
 * A schedule in words, without a zone; null for one that Kubernetes refuses (kubectl-semantics 7.2)
 * or that has no words which are true.
 */
export function cronText(schedule: string): string | null {
  const every = /^@every (.+)$/.exec(schedule)?.[1];
  if (every !== undefined) return (parseGoDuration(every) ?? 0) > 0 ? `Every ${every}` : null;
  if (macros.test(schedule)) return words(schedule);
  const plain = plainSchedule(schedule);
  const text = plain === null ? null : words(plain);
  // With both days given one of them suffices, which neither "and" nor a comma says.
  return text?.replace(/ of the month, (?:and on )?(?=\w+day)/, " of the month or on ") ?? null;
}

function words(schedule: string): string | null {
  try {
    return cronstrue.toString(schedule, {
      throwExceptionOnParseError: true,
      use24HourTimeFormat: true,
    });
  } catch {
    return null;
  }
}
