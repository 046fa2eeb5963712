import useSWRSubscription from "swr/subscription";
import type { Instant } from "#lib/api/rows";
import { formatScope, type Scope } from "#lib/api/scope";
import type { FrameStream, StreamState } from "#lib/client/frame-stream";
import { forgetView, knownData, rememberView } from "#lib/client/known-views";
import { afterNextFrame } from "#lib/client/next-frame";
import { settlePending } from "#lib/client/pending-actions";
import { serverClock } from "#lib/client/server-clock";
import { applyFrame, type WatchData } from "#lib/client/table-state";
import { openWatchSource, type WatchSourceOptions } from "#lib/client/watch-source";
import { systemClock } from "#lib/time/clock";

export interface WatchView {
  /** The last good data; neither a lost connection nor a failure removes it. */
  readonly data: WatchData | null;
  /** The browser's connection to our server; its times are milliseconds on the clock of `useNow`. */
  readonly connection: StreamState;
  /** Connects anew at once, which also makes the server ask the cluster again. */
  retryNow(): void;
}

/** A view that was left is remembered this long; SWR's cache would keep its rows for ever. */
const forgetMs = 300_000;
const forgetting = new Map<string, () => void>();

/** A view before anything was done for it. */
export const unopened: WatchView = {
  data: null,
  connection: { state: "connecting" },
  retryNow: () => {},
};

/**
 * The live view of a scope. Components must give their view a React key equal to the scope's
 * (`formatScope`): SWR writes to the wrong entry when a key changes in place (vercel/swr#1732). `begun`
 * is shown until the first snapshot, unless more is known.
 */
export function useWatch(scope: Scope, begun: WatchData | null = null): WatchView {
  const { data } = useSWRSubscription<WatchView, never, string>(
    formatScope(scope),
    (key: string, { next }: { next: Next }) => {
      const update = (change: (view: WatchView) => Partial<WatchView>) =>
        next(null, (view = unopened) => {
          const after = { ...view, ...change(view) };
          if (after.data) rememberView(key, after.data);
          return after;
        });
      // Heartbeats are noted only when they end: nothing is drawn anew for one.
      let heard: Instant | null = null;
      const noteHeard = ({ data }: WatchView) => ({
        data: data && { ...data, ...(heard && { heard }) },
      });
      const known = knownData(key);
      // Of what is shown from memory the stream has thousands of rows to tell again: read before the
      // frame that shows them, they would hold it up.
      const openSource = known ? openLate : openWatchSource;
      const source = openSource({
        scope: key,
        onFrame(frame) {
          serverClock.observe(frame.now);
          heard = frame.now;
          if (frame.type === "heartbeat") return;
          update((view) => {
            const after = applyFrame(view.data, frame);
            if (after) settlePending(after.tables);
            return { data: after };
          });
        },
        onState: (state) =>
          update((view) => ({
            ...(state.state === "open" ? {} : noteHeard(view)),
            connection: corrected(state),
          })),
      });
      // What is known already is shown until the snapshot comes.
      forgetting.get(key)?.();
      update(({ data }) => ({
        data: known ?? data ?? begun,
        connection: { state: "connecting" },
        retryNow: () => source.retryNow(),
      }));
      return () => {
        source.close();
        update(noteHeard);
        const forget = () => {
          update(() => unopened);
          forgetView(key);
        };
        forgetting.set(key, systemClock.after(forgetMs, forget));
      };
    },
    // SWR takes two Maps for equal, whatever they hold.
    { compare: Object.is },
  );
  return data ?? unopened;
}

/** A source that connects once what is known was drawn, or when it is asked to. */
function openLate(options: WatchSourceOptions): FrameStream {
  let source: FrameStream | null = null;
  const open = () => {
    cancel();
    source ??= openWatchSource(options);
    return source;
  };
  const cancel = afterNextFrame(open);
  return {
    retryNow() {
      if (source) source.retryNow();
      else open();
    },
    close() {
      cancel();
      source?.close();
    },
  };
}

type Next = (error: null, change: (view?: WatchView) => WatchView) => void;

function corrected(state: StreamState): StreamState {
  if (state.state !== "lost") return state;
  const { retryAt } = state;
  return {
    ...state,
    since: serverClock.correct(state.since),
    retryAt: retryAt === null ? null : serverClock.correct(retryAt),
  };
}
