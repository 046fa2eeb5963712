import cronstrue from "cronstrue";
import { parseGoDuration } from "#lib/time/duration";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  /** Its steps begin anew with each turn: `*\/45` means minutes 0 and 45 of every hour. */
  readonly wraps: boolean;
}

const fields: readonly Field[] = [
  { min: 0, max: 59, names: [], wraps: true },
  { min: 0, max: 23, names: [], wraps: true },
  { min: 1, max: 31, names: [], wraps: false },
  { min: 1, max: 12, names: months, wraps: true },
  { min: 0, max: 6, names: days, wraps: false },
];
const macros = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/**
 * A schedule in words, without a zone; null for one that Kubernetes refuses (kubectl-semantics 7.2)
 * or that has no words which are true.
 */
export function cronText(schedule: string): string | null {
  const every = /^@every (.+)$/.exec(schedule)?.[1];
  if (every !== undefined) return (parseGoDuration(every) ?? 0) > 0 ? `Every ${every}` : null;
  const parts = schedule.trim().split(/\s+/);
  if (macros.test(schedule)) return words(schedule);
  if (parts.length !== fields.length) return null;
  const plain = parts.map((part, i) => {
    const field = fields[i];
    return field ? plainField(part, field) : null;
  });
  if (plain.includes(null)) return null;
  // With both days given one of them suffices, which "and" does not say.
  return words(plain.join(" "))?.replace(", and on ", " or on ") ?? null;
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

/** A field in terms cronstrue reads as the controller does; null for one that is not valid. */
function plainField(text: string, field: Field): string | null {
  const terms = text.split(",").map((term) => plainTerm(term, field));
  return terms.includes(null) ? null : terms.join(",");
}

function plainTerm(text: string, field: Field): string | null {
  const match = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(text);
  if (!match) return null;
  const [, first, last, stepText] = match;
  const from = first === undefined ? field.min : numberOf(first, field);
  const to = last === undefined ? (stepText ? field.max : from) : numberOf(last, field);
  const step = stepText === undefined ? 1 : Number(stepText);
  if (from === null || to === null || to < from || step < 1) return null;
  const turn = field.max - field.min + 1;
  if (stepText === undefined || (field.wraps && turn % step === 0)) {
    return text.replace("?", "*").toUpperCase();
  }
  const end = first === undefined ? field.max : to;
  const values = [];
  for (let value = from; value <= end; value += step) values.push(value);
  return values.join(",");
}

function numberOf(text: string, { min, max, names }: Field): number | null {
  const name = names.indexOf(text.toLowerCase());
  const value = name === -1 ? Number(text) : name + min;
  return Number.isInteger(value) && value >= min && value <= max ? value : null;
}
