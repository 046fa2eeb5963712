import type { ReactNode } from "react";

const texts = [
  "text-lane-a",
  "text-lane-b",
  "text-lane-c",
  "text-lane-d",
  "text-lane-e",
  "text-lane-f",
  "text-lane-g",
  "text-lane-h",
];

/** The colour of a lane (0 to 7), for its text and, as `currentColor`, for its bar. */
export function laneClass(lane: number): string {
  return texts[lane % texts.length] ?? "";
}

/** The bar at the left of a lane's lines; its colour says nothing that its name does not. */
export function LaneBar(props: { readonly lane: number; readonly title: string }): ReactNode {
  return (
    <span
      title={props.title}
      className={`w-0.75 flex-none self-stretch bg-current ${laneClass(props.lane)}`}
    />
  );
}
