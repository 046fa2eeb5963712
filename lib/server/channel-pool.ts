import { formatScope, type Scope } from "#lib/api/scope";
import type { Requirement } from "#lib/kubernetes/selector";
import type { Sink } from "#lib/server/sse";
import { WatchChannel, type WatchContext } from "#lib/server/watch-channel";

/**
 * So many channels go on for those who were cut off from them: each keeps deltas, and there may be
 * one for every label selector that somebody types.
 */
const idleLimit = 32;

/** The channels of one authorization group: one for each scope that someone looks at. */
export class ChannelPool {
  readonly #context: WatchContext;
  readonly #channels = new Map<string, WatchChannel>();

  constructor(context: WatchContext) {
    this.#context = context;
  }

  /** Serves the sink until it ends; `after` is the id of the last event it has, if any. */
  serve(scope: Scope, selector: readonly Requirement[], sink: Sink, after: string | null): void {
    this.#channel(scope, selector).serve(sink, after);
  }

  /**
   * How a list begins (`WatchChannel.beginning`), for somebody who will ask for the rest in a moment:
   * what has to be listed for that is begun, and not waited for.
   */
  beginning(scope: Scope, selector: readonly Requirement[]): Promise<string | null> {
    return this.#channel(scope, selector).beginning();
  }

  #channel(scope: Scope, selector: readonly Requirement[]): WatchChannel {
    const key = formatScope(scope);
    const known = this.#channels.get(key);
    if (known) return known;
    const channel = new WatchChannel(this.#context, scope, selector, () =>
      this.#channels.delete(key),
    );
    this.#channels.set(key, channel);
    this.#stopLongestIdle();
    return channel;
  }

  #stopLongestIdle(): void {
    const idle = [...this.#channels.values()].filter(({ idleSince }) => idleSince !== null);
    if (idle.length <= idleLimit) return;
    idle.sort((a, b) => (a.idleSince ?? 0) - (b.idleSince ?? 0))[0]?.stop();
  }

  stop(): void {
    for (const channel of [...this.#channels.values()]) channel.stop();
  }
}
