const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  /** Its steps may begin anew with each turn: `*\/45` means minutes 0 and 45 of every hour. */
  readonly wraps: boolean;
}

const fields: readonly Field[] = [
  { min: 0, max: 59, names: [], wraps: true },
  { min: 0, max: 23, names: [], wraps: true },
  { min: 1, max: 31, names: [], wraps: false },
  { min: 1, max: 12, names: months, wraps: true },
  { min: 0, max: 6, names: days, wraps: false },
];

/**
 * A schedule of five fields in terms that everyone reads as the controller does (kubectl-semantics
 * 7.2): a star where the controller sees one, numbers for names, and steps only where they make a
 * steady interval. Null for one that Kubernetes refuses or never runs.
 */
export function plainSchedule(schedule: string): string | null {
  const texts = schedule.trim().split(/\s+/);
  if (texts.length !== fields.length) return null;
  const plain = fields.map((field, i) => plainField(texts[i] ?? "", field));
  return plain.includes(null) ? null : plain.join(" ");
}

function plainField(text: string, field: Field): string | null {
  // robfig/cron passes over empty terms.
  const terms = text
    .split(",")
    .filter((term) => term !== "")
    .map((term) => termOf(term, field));
  if (terms.length === 0) return null;
  if (!terms.every((term) => term !== null)) return null;
  // A star beside others is one all the same: the field is every value, and no restricted day.
  if (terms.some(({ star, step }) => star && step === 1)) return "*";
  const [only, ...more] = terms;
  if (only && more.length === 0 && isSteady(only, field)) return stepText(only);
  return [...new Set(terms.flatMap(values))].join(",");
}

/** The values from `first` to `last`, `step` apart. */
interface Term {
  readonly star: boolean;
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** It ends where the field does. */
  readonly open: boolean;
}

function termOf(text: string, field: Field): Term | null {
  // What follows the hyphen of a star is not looked at, and a number may have a plus.
  const match = /^(?:[*?](?:-[^/]*)?|(\+?\w+)(?:-(\+?\w+))?)(?:\/(\+?\d+))?$/.exec(text);
  if (!match) return null;
  const [, from, to, by] = match;
  const star = from === undefined;
  const open = star || (to === undefined && by !== undefined);
  const first = star ? field.min : numberOf(from, field);
  const last = open ? field.max : numberOf(to ?? from ?? "", field);
  const step = by === undefined ? 1 : Number(by);
  if (first === null || last === null || last < first || step < 1) return null;
  return { star, first, last, step, open };
}

/** Whether a step is an interval: it fires more than once, and the next turn does not cut it short. */
function isSteady({ first, last, step, open }: Term, { min, max, wraps }: Field): boolean {
  const turn = max - min + 1;
  if (step === 1 || !wraps || turn % step !== 0 || first + step > last) return false;
  return !open || first - min < step;
}

function stepText({ star, first, last, step, open }: Term): string {
  if (star) return `*/${step}`;
  return open ? `${first}/${step}` : `${first}-${last}/${step}`;
}

/** The terms without a step that say the same. */
function values({ first, last, step }: Term): string[] {
  if (step === 1 && last > first) return [`${first}-${last}`];
  const all = [];
  for (let value = first; value <= last; value += step) all.push(String(value));
  return all;
}

function numberOf(text: string, { min, max, names }: Field): number | null {
  const name = names.indexOf(text.toLowerCase());
  if (name === -1 && !/^\+?\d+$/.test(text)) return null;
  const value = name === -1 ? Number(text) : name + min;
  return value >= min && value <= max ? value : null;
}
