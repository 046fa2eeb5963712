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
import { type Form, negotiate } from "./media-type.ts";
import { Pieces } from "./pieces.ts";
import { shaped, tableForm } from "./reading.ts";
import type { ResourceRequest } from "./request.ts";
import { groupVersion } from "./resource.ts";
import { type Change, prefixOf, type Storage } from "./storage.ts";
import type { TablePrinter } from "./table.ts";

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
  const form = negotiate(request.request.headers.accept);
  if (form.kind === "yaml" || (form.kind === "metadata" && form.isList)) throw notStreamed();
  if (form.kind === "table") tableForm(form, request.query);
  return new Watch(watcher, request, form, options).pieces;
}

/**
 * The lines of one watch. It keeps a place in the history rather than a queue of its own, so that a
 * slow reader costs nothing; one that falls behind the history is told so with a 410.
 */
class Watch {
  readonly pieces = new Pieces({ fill: () => this.#read(), left: () => this.#cleanUp() });
  readonly #watcher: Watcher;
  readonly #request: ResourceRequest;
  readonly #form: Form;
  readonly #selection: Selection;
  readonly #cleanups: (() => void)[] = [];
  #position: number;
  /** Of Tables only the first defines its columns. */
  #isFirst = true;

  constructor(watcher: Watcher, request: ResourceRequest, form: Form, options: ListOptions) {
    this.#watcher = watcher;
    this.#request = request;
    this.#form = form;
    this.#selection = options.selection;
    const asked = versionNumber(options.resourceVersion || "0");
    this.#schedule(options);
    this.#position = this.#begin(options, asked);
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
      if (this.#selection(object)) this.#show("ADDED", object);
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
    this.#cleanups.push(
      storage.listen(this.#request.resource.plural, () => this.pieces.wake()),
      clock.after(lastMs, () => this.pieces.end()),
    );
    this.pieces.endWith(this.#request.request.signal);
    if (!options.allowWatchBookmarks) return;
    const bookmark = () => {
      this.#read();
      this.#bookmark();
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
    if (is) this.#show(was ? "MODIFIED" : "ADDED", object);
    else if (was) {
      const { resourceVersion } = object.metadata;
      const last = type === "DELETED" ? object : previous;
      this.#show("DELETED", { ...last, metadata: { ...last.metadata, resourceVersion } });
    }
  }

  #bookmark(annotations?: Readonly<Record<string, string>>): void {
    const { resource } = this.#request;
    const metadata = {
      resourceVersion: String(this.#watcher.storage.version),
      ...(annotations && { annotations }),
    };
    const object = { kind: resource.kind, apiVersion: groupVersion(resource), metadata };
    this.#show("BOOKMARK", object as unknown as ApiObject);
  }

  #show(type: string, object: ApiObject): void {
    const reader = { ...this.#watcher, nowMs: this.#watcher.clock.now() };
    this.#send(type, shaped(reader, this.#request, this.#form, object, this.#isFirst));
    this.#isFirst = false;
  }

  #send(type: string, object: object): void {
    this.pieces.write(`${JSON.stringify({ type, object })}\n`);
  }

  /** It has begun, so that a refusal is its last event. */
  #fail({ status }: ApiFailure): void {
    this.#send("ERROR", status);
    this.pieces.end();
  }

  #cleanUp(): void {
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
  }
}
