import { type Message, text } from "#lib/texts/text";

/** What is said where lines of a log are, or may be, missing. */

export const rotated = text(
  "Some lines may be missing here: the log file was rotated while it was not being read.",
);

export const runGone = text(
  "Lines of this run may be missing here: the container was restarted more than once since, and only the last two runs are kept.",
);

/** Before a run, of those between it and the last that was read. */
export function lostRuns(count: number): Message {
  return count === 1
    ? text(
        "One run of this container came and went before this one while nobody read; their logs are gone.",
      )
    : text(
        "{count} runs of this container came and went before this one while nobody read; their logs are gone.",
        { count },
      );
}
