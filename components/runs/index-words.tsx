import type { Indexes } from "#components/runs/use-indexes";
import type { IndexStanding, IndexState } from "#lib/client/index-states";
import type { StatusForm } from "#lib/printers/status";
import { type Text, text } from "#lib/texts/text";

/** How an index stands, in words; `over` is a Job that has ended. */
export function indexWord(
  { state, failures: count }: Pick<IndexStanding, "state" | "failures">,
  over: boolean,
): Text {
  switch (state) {
    case "complete":
      return "Complete";
    case "failed":
      return "Failed";
    case "active":
      return active;
    case "retried":
      return text(count === 1 ? "active after {count} failure" : "active after {count} failures", {
        count,
      });
    case "waiting":
      return text(
        count === 1 ? "waiting after {count} failure" : "waiting after {count} failures",
        { count },
      );
    case "none":
      return over ? notCompleted : notStarted;
  }
}

const active = text("active");
const notCompleted = text("not completed");
const notStarted = text("not started");

/** An index on hover: how it stands, and from what that is known. */
export function indexText(
  { standings, over }: Pick<Indexes, "standings" | "over">,
  index: number,
  podsKnown: boolean,
): Text {
  const standing = standings.standingOf(index);
  const gone = podsKnown && standing.state !== "none" && !standings.hasPods(index);
  return text(
    gone ? "{index}: {state}, {source}; its Pods are gone" : "{index}: {state}, {source}",
    { index, state: indexWord(standing, over), source: standing.source },
  );
}

/** What the legend calls a state. */
export function stateWord(state: IndexState, over: boolean): Text {
  switch (state) {
    case "retried":
      return text("active after n failures");
    case "waiting":
      return text("waiting to be tried again");
    default:
      return indexWord({ state, failures: 0 }, over);
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
