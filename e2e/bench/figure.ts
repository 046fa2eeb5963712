import { median, percentile } from "./samples.ts";

/** What is promised of a figure: at most so much of its denominator, or of its unit. */
export interface Limit {
  readonly at: number;
  readonly text: string;
}

/** One line of docs/performance.md: one value, or pair of values, for each round. */
export interface Figure {
  /** The case of docs/quality.md, for example `P5`. */
  readonly name: string;
  readonly what: string;
  readonly against: string;
  readonly limit: Limit;
  /** What was measured, by round, in `unit`. */
  readonly ours: readonly number[];
  /** The floor or the peer in the same rounds; null for a figure that stands by itself. */
  readonly theirs: readonly number[] | null;
  readonly unit: "ms" | "B" | "%" | "";
  readonly note?: string;
}

/** The value of each round: a ratio, or the figure itself. */
function values({ ours, theirs }: Figure): number[] {
  return ours.map((value, round) => (theirs ? value / (theirs[round] ?? Number.NaN) : value));
}

function holds(figure: Figure): boolean {
  return median(values(figure)) <= figure.limit.at;
}

/** The figures as a Markdown table, in the order of their cases. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const rounds = values(figure);
    const written = (value: number) =>
      figure.theirs ? `${ratio(value)} ×` : amount(value, figure.unit);
    const spread =
      rounds.length > 1
        ? `${written(percentile(rounds, 0))} – ${written(percentile(rounds, 1))}`
        : "";
    const made = figure.theirs
      ? `${amount(median(figure.ours), figure.unit)} : ${amount(median(figure.theirs), figure.unit)}`
      : "";
    const verdict = holds(figure) ? "yes" : "**no**";
    return [
      figure.name,
      figure.what,
      figure.against,
      written(median(rounds)),
      spread,
      figure.limit.text,
      verdict,
      String(rounds.length),
      [made, figure.note].filter(Boolean).join("; "),
    ];
  });
  const head = ["", "measured", "against", "median", "spread", "limit", "holds", "rounds", "of"];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function ratio(value: number): string {
  if (value < 0.1) return value.toFixed(3);
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

function amount(value: number, unit: Figure["unit"]): string {
  if (unit === "B") {
    if (value >= 1024 * 1024) return `${(value / 1024 / 1024).toFixed(1)} MiB`;
    return value >= 1024 ? `${(value / 1024).toFixed(1)} KiB` : `${value.toFixed(0)} B`;
  }
  if (unit === "ms" && value >= 1000) return `${(value / 1000).toFixed(1)} s`;
  const number = value < 10 ? value.toFixed(1) : value.toFixed(0);
  return unit === "" ? number : `${number} ${unit}`;
}
