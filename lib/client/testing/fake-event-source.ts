import type { RowOf, TableName } from "#lib/api/frames";
import { packRow } from "#lib/api/row-tuples";

/** The network's edge in tests: what the page opened, and what the server does with it. */
export class FakeEventSource {
  static opened: FakeEventSource[] = [];

  /** The connection that was opened last. */
  static get last(): FakeEventSource {
    const last = FakeEventSource.opened.at(-1);
    if (!last) throw new Error("no EventSource was opened");
    return last;
  }

  /** Those the page holds at this moment. */
  static get open(): FakeEventSource[] {
    return FakeEventSource.opened.filter((source) => source.readyState !== 2);
  }

  readonly url: string;
  readyState = 0;
  #events = new EventTarget();

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.#events.addEventListener(type, listener);
  }

  close(): void {
    this.readyState = 2;
  }

  /** The server sends a frame. */
  send(frame: { readonly type: string }, id = ""): void {
    this.sendText(frame.type, JSON.stringify(packed(frame)), id);
  }

  sendText(type: string, data: string, id = ""): void {
    if (this.readyState === 2) throw new Error("the page has closed this connection");
    this.readyState = 1;
    this.#events.dispatchEvent(new MessageEvent(type, { data, lastEventId: id }));
  }

  /** The connection breaks; a browser would try again by itself. */
  cut(): void {
    this.readyState = 0;
    this.#events.dispatchEvent(new Event("error"));
  }

  /** The server answers with something else than a stream. */
  refuse(): void {
    this.readyState = 2;
    this.#events.dispatchEvent(new Event("error"));
  }
}

/** Hides or shows the page, as a browser tells it. */
export function setHidden(hidden: boolean): void {
  Object.defineProperty(document, "visibilityState", {
    configurable: true,
    get: () => (hidden ? "hidden" : "visible"),
  });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** The frame as the server writes it: rows as tuples. */
function packed(frame: object): object {
  if (!("tables" in frame && frame.tables)) return frame;
  const tables = Object.entries(frame.tables).map(([name, told]) => {
    const pack = (row: RowOf<TableName>) => packRow(name as TableName, row as never);
    return [name, Array.isArray(told) ? told.map(pack) : { ...told, rows: told.rows.map(pack) }];
  });
  return { ...frame, tables: Object.fromEntries(tables) };
}
