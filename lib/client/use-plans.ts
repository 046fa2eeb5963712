import { useEffect, useState } from "react";
import type { Action, ActionPlan } from "#lib/api/actions";
import type { ApiError } from "#lib/api/errors";
import { planAction } from "#lib/client/perform-action";
import { systemClock } from "#lib/time/clock";

/** Of so many objects it is asked beforehand what will happen. */
export const mostPlanned = 50;
const width = 4;
/** How long a hand rests before what it typed is sent, in milliseconds. */
const restMs = 250;

export type Planned = { readonly plan: ActionPlan } | { readonly error: ApiError };

export interface Plans {
  /** In the order of the actions, as far as they are known; of what was asked before until then. */
  readonly planned: readonly Planned[];
  /** Those of the present actions are all here. */
  readonly ready: boolean;
}

/** What the actions will do, asked again as they change. */
export function usePlans(actions: readonly Action[]): Plans {
  const first = actions.slice(0, mostPlanned);
  const key = JSON.stringify(first);
  const [state, setState] = useState<{ key: string; planned: readonly Planned[] } | null>(null);
  const rests = state !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the actions
  useEffect(() => {
    const ended = new AbortController();
    const cancel = systemClock.after(rests ? restMs : 0, () => {
      void planAll(first, ended.signal).then((planned) => {
        if (!ended.signal.aborted) setState({ key, planned });
      });
    });
    return () => {
      cancel();
      ended.abort();
    };
  }, [key]);
  return { planned: state?.planned ?? [], ready: state?.key === key };
}

/** A few at a time, so that a long list of them does not hold up what else is asked. */
async function planAll(
  actions: readonly Action[],
  signal: AbortSignal,
): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < actions.length && !signal.aborted; at = next++) {
      const outcome = await planAction(actions[at] as Action, signal);
      planned[at] = outcome.ok ? { plan: outcome.answer } : { error: outcome.error };
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return planned;
}
