import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { type Text, text, translateOf } from "#lib/texts/text";

const shapes: readonly (readonly [word: Text, shape: ReactNode])[] = [
  ["Complete", <rect key="c" className="fill-ok-fill" width="6" height="10" rx="1" />],
  ["Failed", <path key="f" className="fill-bad-fill" d="M0 0l3 4 3-4V10H0Z" />],
  [
    "Running",
    <rect
      key="r"
      className="fill-run-tint stroke-[1.5] stroke-run-fill"
      x="0.75"
      y="0.75"
      width="4.5"
      height="8.5"
      rx="1"
    />,
  ],
  [text("missed"), <rect key="m" className="fill-warn-fill" y="8" width="6" height="2" />],
  [text("manual"), <path key="h" className="fill-text" d="M3 3l2.4 2.2L3 7.4.6 5.2Z" />],
  [
    text("next"),
    <rect
      key="n"
      className="fill-none stroke-text-3"
      strokeDasharray="2 1.6"
      x="0.5"
      y="0.5"
      width="5"
      height="9"
      rx="1"
    />,
  ],
];

/** What the marks of the RUNS column mean, and whose the columns right of the line are. */
export function StripLegend(): ReactNode {
  const { say, tell } = useLanguage();
  return (
    <>
      <span className="max-[1180px]:hidden">
        {say("Right of the line is computed by Batchboard. ~ no timeZone set, taken as UTC")}
      </span>
      <span className="ml-auto inline-flex items-center gap-3 max-[1180px]:hidden">
        {shapes.map(([word, shape]) => (
          <span key={tell(word)} className="inline-flex items-center gap-1">
            <svg viewBox="0 0 6 10" width="6" height="10" aria-hidden="true">
              {shape}
            </svg>
            <span translate={translateOf(word)}>{tell(word)}</span>
          </span>
        ))}
        <span>{say("height = duration")}</span>
      </span>
    </>
  );
}
