import { useEffect, useState } from "react";
import type { Creation, CreationAnswer } from "#lib/api/creation";
import type { ApiError } from "#lib/api/errors";
import { requestUrl } from "#lib/client/page-context";
import { type Outcome, post } from "#lib/client/perform-action";
import { systemClock } from "#lib/time/clock";

/** How long a hand rests before what it typed is sent, in milliseconds. */
const restMs = 400;

/** What the API server thinks of a text. */
export interface Checked {
  readonly answer: CreationAnswer | null;
  readonly error: ApiError | null;
  /** It is what was said of the present text. */
  readonly ready: boolean;
}

/** Has the API server look at the text each time a hand rests; nothing is created. */
export function useChecked({ yaml, namespace, key }: Omit<Creation, "dryRun">): Checked {
  const question = JSON.stringify([yaml, namespace]);
  const [said, setSaid] = useState<{ question: string; outcome: Outcome<CreationAnswer> } | null>(
    null,
  );
  const isEmpty = yaml.trim() === "";
  useEffect(() => {
    if (isEmpty) return;
    const ended = new AbortController();
    const cancel = systemClock.after(restMs, () => {
      const creation: Creation = { yaml, namespace, key, dryRun: true };
      void post<CreationAnswer>(requestUrl("creations"), creation, ended.signal).then((outcome) => {
        if (!ended.signal.aborted) setSaid({ question, outcome });
      });
    });
    return () => {
      cancel();
      ended.abort();
    };
  }, [yaml, namespace, key, question, isEmpty]);
  const outcome = isEmpty ? undefined : said?.outcome;
  return {
    answer: outcome?.ok ? outcome.answer : null,
    error: outcome && !outcome.ok ? outcome.error : null,
    ready: !isEmpty && said?.question === question,
  };
}

/** Creates them. */
export function create(creation: Omit<Creation, "dryRun">): Promise<Outcome<CreationAnswer>> {
  return post<CreationAnswer>(requestUrl("creations"), {
    ...creation,
    dryRun: false,
  } satisfies Creation);
}
