import { type TableName, type Tables, tableNames } from "#lib/api/frames";
import { formatScope, type ListView, type Scope } from "#lib/api/scope";
import type { FrameStream, StreamState } from "#lib/client/frame-stream";
import { applyFrame, type WatchData } from "#lib/client/table-state";
import { openWatchSource } from "#lib/client/watch-source";
import type { Clock } from "#lib/time/clock";

/** One open page: what the app's own client code makes of what the server tells it. */
export class Tab {
  readonly scope: Scope;
  readonly #source: FrameStream;
  readonly #broken: string[];
  readonly #versions = new Map<string, number>();
  readonly #gone = new Set<string>();
  #data: WatchData | null = null;
  #connection: StreamState = { state: "connecting" };

  /** What must never be seen, be it for a moment, is put down in `broken`. */
  constructor(scope: Scope, clock: Clock, broken: string[]) {
    this.scope = scope;
    this.#broken = broken;
    this.#source = openWatchSource(
      {
        scope: formatScope(scope),
        onFrame: (frame) => {
          if (frame.type === "heartbeat") return;
          const before = this.#data;
          this.#data = applyFrame(before, frame);
          this.#check(before);
        },
        onState: (state) => {
          this.#connection = state;
        },
      },
      clock,
    );
  }

  get connection(): StreamState["state"] {
    return this.#connection.state;
  }

  /** Whether the page says that it is up to date. */
  get live(): boolean {
    const states = Object.values(this.#data?.states ?? {});
    return (
      this.#connection.state === "open" &&
      states.length === 3 &&
      states.every(({ state }) => state === "live")
    );
  }

  get tables(): Partial<Tables> {
    return this.#data?.tables ?? {};
  }

  /** The list it shows as a whole; null where a label or a relation decides on a row. */
  get #whole(): ListView | null {
    return "selector" in this.scope && this.scope.selector === "" ? this.scope.view : null;
  }

  close(): void {
    this.#source.close();
  }

  #check(before: WatchData | null): void {
    const data = this.#data;
    if (!data) return;
    for (const name of tableNames) {
      this.#checkRows(name, before?.tables[name] ?? [], data.tables[name] ?? []);
    }
    const view = this.#whole;
    if (view === null) return;
    const count = data.counts[view];
    const rows = data.tables[view]?.length ?? 0;
    if (count !== null && count !== rows) {
      this.#broken.push(`${view} are said to be ${count} and shown as ${rows}`);
    }
  }

  #checkRows(
    name: TableName,
    before: readonly { readonly uid: string }[],
    rows: readonly { readonly uid: string; readonly images?: string; readonly node?: string }[],
  ): void {
    const here = new Set<string>();
    for (const { uid, images, node } of rows) {
      if (here.has(uid)) this.#broken.push(`${name} shows ${uid} twice`);
      if (this.#whole !== null && this.#gone.has(uid)) {
        this.#broken.push(`${name} shows ${uid} after it was gone`);
      }
      here.add(uid);
      const version = Number(/\d+/.exec(images ?? node ?? "")?.[0]);
      const seen = this.#versions.get(uid) ?? 0;
      if (version < seen) this.#broken.push(`${name} ${uid} went from ${seen} back to ${version}`);
      this.#versions.set(uid, version);
    }
    for (const { uid } of before) if (!here.has(uid)) this.#gone.add(uid);
  }
}
