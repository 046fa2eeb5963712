import type { Indexes } from "#components/runs/use-indexes";
import type { IndexStanding, IndexState } from "#lib/client/index-states";
import type { StatusForm } from "#lib/printers/status";

/** How an index stands, in words; `over` is a Job that has ended. */
export function indexWord({ state, failures }: IndexStanding, over: boolean): string {
  const times = `${failures} ${failures === 1 ? "failure" : "failures"}`;
  switch (state) {
    case "complete":
      return "Complete";
    case "failed":
      return "Failed";
    case "active":
      return "active";
    case "retried":
      return `active after ${times}`;
    case "waiting":
      return `waiting after ${times}`;
    case "none":
      return over ? "not completed" : "not started";
  }
}

/** An index on hover: how it stands, and from what that is known. */
export function indexText(
  { standings, over }: Pick<Indexes, "standings" | "over">,
  index: number,
  podsKnown: boolean,
): string {
  const standing = standings.standingOf(index);
  const gone = podsKnown && standing.state !== "none" && !standings.hasPods(index);
  const text = `${index}: ${indexWord(standing, over)}, ${standing.source}`;
  return gone ? `${text}; its Pods are gone` : text;
}

/** What the legend calls a state. */
export function stateWord(state: IndexState, over: boolean): string {
  switch (state) {
    case "retried":
      return "active after n failures";
    case "waiting":
      return "waiting to be tried again";
    default:
      return indexWord({ state, failures: 0, source: "" }, over);
  }
}

/** The icon of a state. */
export const indexForms: Readonly<Record<IndexState, StatusForm>> = {
  complete: "ok",
  failed: "bad",
  active: "run",
  retried: "run",
  waiting: "warn",
  none: "wait",
};

/** The digit on a cell; one that has no room is a plus. */
export function failureDigit({ state, failures }: IndexStanding): string {
  if (state !== "retried" && state !== "waiting") return "";
  return failures > 9 ? "+" : String(failures);
}
