import type { Clock } from "#lib/time/clock";
import type { ApiFailure, ApiObject } from "../objects.ts";
import { expired, failure } from "./failure.ts";
import {
  type ListOptions,
  listOptions,
  type Selection,
  tooLargeVersion,
  versionNumber,
} from "./list-options.ts";
import { negotiate } from "./media-type.ts";
import { asServed, shaped } from "./reading.ts";
import type { ResourceRequest } from "./request.ts";
import { groupVersion } from "./resource.ts";
import { type Change, prefixOf, type Storage } from "./storage.ts";
import { refuseUnknownInclude, type TablePrinter } from "./table.ts";

export interface Watcher {
  readonly storage: Storage;
  readonly tables: TablePrinter;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

const bookmarkMs = 60_000;
/** Beyond it a timer would fire at once. */
const longestMs = 2 ** 31 - 1;
/** The last bookmark comes this long before the end. */
const lastBookmarkMs = 2_000;

const notStreamed = () =>
  failure(
    406,
    "NotAcceptable",
    "only the following media types are accepted: application/json;stream=watch",
  );

/** Opens a watch; what cannot begin is refused before the answer does. */
export function watchObjects(watcher: Watcher, request: ResourceRequest): AsyncIterable<string> {
  const options = listOptions(request, true);
  if (negotiate(request.request.headers.accept).kind === "yaml") throw notStreamed();
  refuseUnknownInclude(request.query.get("includeObject") ?? "");
  return new Watch(watcher, request, options);
}

/**
 * The lines of one watch. It keeps a place in the history rather than a queue of its own, so that a
 * slow reader costs nothing; one that falls behind the history is told so with a 410.
 */
class Watch implements AsyncIterableIterator<string> {
  readonly #watcher: Watcher;
  readonly #request: ResourceRequest;
  readonly #selection: Selection;
  readonly #show: (object: ApiObject) => object;
  readonly #cleanups: (() => void)[] = [];
  #waiting: string[] = [];
  #position: number;
  #ended = false;
  #wake: () => void = () => {};

  constructor(watcher: Watcher, request: ResourceRequest, options: ListOptions) {
    this.#watcher = watcher;
    this.#request = request;
    this.#selection = options.selection;
    this.#show = this.#shower();
    const asked = versionNumber(options.resourceVersion || "0");
    this.#schedule(options);
    this.#position = this.#begin(options, asked);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    for (;;) {
      if (!this.#ended) this.#read();
      if (this.#waiting.length > 0) {
        const value = this.#waiting.join("");
        this.#waiting = [];
        return { done: false, value };
      }
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    this.#waiting = [];
    this.#end();
    return { done: true, value: undefined };
  }

  /** Sends what exists first where that is asked for; the version to go on from. */
  #begin(options: ListOptions, asked: number): number {
    const { storage } = this.#watcher;
    const { resource, namespace } = this.#request;
    if (!options.sendInitialEvents) return asked || storage.version;
    if (asked > storage.version) {
      this.#fail(tooLargeVersion(asked, storage));
      return asked;
    }
    for (const object of storage.list(resource.plural, namespace)) {
      if (this.#selection(object)) this.#send("ADDED", this.#show(object));
    }
    if (options.allowWatchBookmarks) {
      this.#bookmark({ "k8s.io/initial-events-end": "true" });
    }
    return storage.version;
  }

  #schedule(options: ListOptions): void {
    const { clock, random, storage } = this.#watcher;
    const seconds = options.timeoutSeconds ?? Math.round(1_800 + 1_800 * random());
    const lastMs = Math.min(Math.max(seconds, 0) * 1_000, longestMs);
    const wake = () => this.#wake();
    this.#cleanups.push(
      storage.listen(this.#request.resource.plural, wake),
      clock.after(lastMs, () => this.#end()),
    );
    const { signal } = this.#request.request;
    if (signal) {
      const end = () => this.#end();
      signal.addEventListener("abort", end, { once: true });
      this.#cleanups.push(() => signal.removeEventListener("abort", end));
      if (signal.aborted) this.#end();
    }
    if (!options.allowWatchBookmarks) return;
    const bookmark = () => {
      this.#read();
      if (!this.#ended) this.#bookmark();
      this.#wake();
    };
    let cancel = () => {};
    const repeat = () => {
      cancel = clock.after(bookmarkMs, () => {
        bookmark();
        repeat();
      });
    };
    repeat();
    this.#cleanups.push(() => cancel());
    if (lastMs > lastBookmarkMs) {
      this.#cleanups.push(clock.after(lastMs - lastBookmarkMs, bookmark));
    }
  }

  /** Takes what has happened since. */
  #read(): void {
    const { storage } = this.#watcher;
    const { plural } = this.#request.resource;
    const changes = storage.changes(plural, this.#position);
    if (changes === null) {
      const compacted = storage.compacted(plural);
      return this.#fail(expired(`too old resource version: ${this.#position} (${compacted})`));
    }
    for (const change of changes) this.#tell(change);
    this.#position = Math.max(this.#position, storage.version);
  }

  #tell({ type, key, object, previous }: Change): void {
    const { namespace } = this.#request;
    if (!key.startsWith(prefixOf(namespace))) return;
    const was = previous !== null && this.#selection(previous);
    const is = type !== "DELETED" && this.#selection(object);
    if (is) this.#send(was ? "MODIFIED" : "ADDED", this.#show(object));
    else if (was) {
      const { resourceVersion } = object.metadata;
      const last = type === "DELETED" ? object : (previous as ApiObject);
      this.#send(
        "DELETED",
        this.#show({ ...last, metadata: { ...last.metadata, resourceVersion } }),
      );
    }
  }

  #bookmark(annotations?: Readonly<Record<string, string>>): void {
    const { resource } = this.#request;
    const metadata = {
      resourceVersion: String(this.#watcher.storage.version),
      ...(annotations && { annotations }),
    };
    const object = { kind: resource.kind, apiVersion: groupVersion(resource), metadata };
    this.#send("BOOKMARK", this.#show(object as unknown as ApiObject));
  }

  /** How objects are shown; of Tables only the first defines its columns. */
  #shower(): (object: ApiObject) => object {
    const { resource, query, request } = this.#request;
    const form = negotiate(request.headers.accept);
    const { clock, tables, storage } = this.#watcher;
    let isFirst = true;
    return (object) => {
      const nowMs = clock.now();
      if (form.kind !== "table") {
        return shaped({ storage, tables, nowMs }, this.#request, form, object);
      }
      const { resourceVersion, name } = object.metadata;
      // What a bookmark says is in its object.
      const includeObject = name === undefined ? "" : (query.get("includeObject") ?? "");
      const table = { version: form.version, includeObject };
      const rows = [asServed(object, resource)];
      const shown = tables.table(resource.plural, rows, { resourceVersion }, table, nowMs, isFirst);
      isFirst = false;
      return shown;
    };
  }

  #send(type: string, object: object): void {
    this.#waiting.push(`${JSON.stringify({ type, object })}\n`);
  }

  /** It has begun, so that a refusal is its last event. */
  #fail({ status }: ApiFailure): void {
    this.#send("ERROR", status);
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    this.#wake();
  }
}
