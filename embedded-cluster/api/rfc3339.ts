const layout = "2006-01-02T15:04:05Z07:00";
const pieces = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d\d/],
  ["-", /^-/],
  ["02", /^\d\d/],
  ["T", /^T/],
  ["15", /^\d\d/],
  [":", /^:/],
  ["04", /^\d\d/],
  [":", /^:/],
  ["05", /^\d\d([.,]\d+)?/],
  ["Z07:00", /^(Z|[-+]\d\d:\d\d)/],
] as const;

/** What Go's time.Parse says of a text that is no RFC 3339 time; empty for one that is. */
export function timeFault(text: string): string {
  const shown = JSON.stringify(text);
  const numbers: number[] = [];
  let rest = text;
  for (const [piece, shape] of pieces) {
    const found = shape.exec(rest)?.[0];
    if (found === undefined) {
      return `parsing time ${shown} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${piece}"`;
    }
    if (/^\d/.test(found)) numbers.push(Number.parseInt(found, 10));
    rest = rest.slice(found.length);
  }
  if (rest !== "") return `parsing time ${shown}: extra text: ${JSON.stringify(rest)}`;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const wrong = [
    ["month", month < 1 || month > 12],
    ["day", day < 1 || day > days],
    ["hour", hour > 23],
    ["minute", minute > 59],
    ["second", second > 59],
  ].find(([, isWrong]) => isWrong);
  return wrong ? `parsing time ${shown}: ${wrong[0]} out of range` : "";
}
