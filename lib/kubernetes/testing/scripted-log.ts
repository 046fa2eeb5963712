import type { ServerResponse } from "node:http";

/** The log of one container: what was written, and whether more may come. */
export class ScriptedLog {
  #lines: string[] = [];
  #ended = false;
  readonly #pumps = new Set<() => void>();
  readonly #responses = new Map<ServerResponse, () => void>();

  /** Lines carry their timestamp; `ended` closes the log for followers. */
  write(lines: readonly string[], ended: boolean): void {
    this.#lines.push(...lines);
    this.#ended = ended;
    for (const pump of [...this.#pumps]) pump();
  }

  /** Moves the file away, as log rotation does: what was written is gone. */
  rotate(): void {
    this.#lines = [];
  }

  /** Cuts off everyone who reads it; "end" looks as if the log had ended. */
  cut(how: "reset" | "end"): void {
    for (const [response, pump] of this.#responses) {
      this.#pumps.delete(pump);
      if (how === "end") response.end();
      else response.socket?.resetAndDestroy();
    }
  }

  /** How many read it now. */
  get readers(): number {
    return this.#responses.size;
  }

  send(query: URLSearchParams, response: ServerResponse): void {
    const since = query.get("sinceTime");
    const tail = query.get("tailLines");
    const follow = query.get("follow") === "true";
    const wanted = (line: string) => since === null || `${line.slice(0, 19)}Z` >= since;
    const shown = (line: string) =>
      query.get("timestamps") === "true" ? line : line.replace(/^\S+ /, "");
    let sent = tail === null ? 0 : Math.max(0, this.#lines.length - Number(tail));
    response.writeHead(200, { "content-type": "text/plain" });
    response.flushHeaders();
    const pump = () => {
      const lines = this.#lines.slice(sent).filter(wanted);
      sent = this.#lines.length;
      if (lines.length > 0) response.write(lines.map((line) => `${shown(line)}\n`).join(""));
      if (!follow || this.#ended) {
        this.#pumps.delete(pump);
        response.end();
      }
    };
    if (follow) this.#pumps.add(pump);
    this.#responses.set(response, pump);
    response.once("close", () => {
      this.#pumps.delete(pump);
      this.#responses.delete(response);
    });
    pump();
  }
}
