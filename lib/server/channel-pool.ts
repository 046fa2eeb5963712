import { formatScope, type Scope } from "#lib/api/scope";
import type { Requirement } from "#lib/kubernetes/selector";
import type { Sink } from "#lib/server/sse";
import { WatchChannel, type WatchContext } from "#lib/server/watch-channel";

/** The channels of one authorization group: one for each scope that someone looks at. */
export class ChannelPool {
  readonly #context: WatchContext;
  readonly #channels = new Map<string, WatchChannel>();

  constructor(context: WatchContext) {
    this.#context = context;
  }

  /** Serves the sink until it ends; `after` is the id of the last event it has, if any. */
  serve(scope: Scope, selector: readonly Requirement[], sink: Sink, after: string | null): void {
    const key = formatScope(scope);
    let channel = this.#channels.get(key);
    if (!channel) {
      channel = new WatchChannel(this.#context, scope, selector, () => this.#channels.delete(key));
      this.#channels.set(key, channel);
    }
    channel.serve(sink, after);
  }

  stop(): void {
    for (const channel of [...this.#channels.values()]) channel.stop();
  }
}
