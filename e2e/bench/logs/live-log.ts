import type { ServerResponse } from "node:http";
import { lineOf, stampAt, stampLength } from "./log-text.ts";

const tickMs = 50;
/** From one follower's turn to the next one's; with `tickMs` it has no divisor. */
const phaseStep = 7;
/** So many ticks can be read again; who is further behind has lost some, as by a rotation. */
const keptTicks = 600;

interface Tick {
  readonly plain: Buffer;
  readonly stamped: Buffer;
}

interface Follower {
  readonly response: ServerResponse;
  /** The ms of a tick at which it is told. */
  readonly phase: number;
  readonly text: "plain" | "stamped";
  next: number;
}

/**
 * A log that grows by so many lines a second while somebody follows it; all its lines of a tick are
 * stamped alike. Those who follow are told one after the other within a tick: fifty containers do not
 * print in the same instant.
 */
export class LiveLog {
  readonly #perTick: number;
  readonly #followers = new Set<Follower>();
  #ticks: Tick[] = [];
  #dropped = 0;
  #lines = 0;
  #followed = 0;
  #timer: NodeJS.Timeout | null = null;
  /** The milliseconds since this one were all used. */
  #until = 0;

  constructor(linesPerSecond: number) {
    this.#perTick = (linesPerSecond * tickMs) / 1_000;
  }

  /** How many lines were written. */
  get lines(): number {
    return this.#lines;
  }

  /** Follows from the next line on; what is not followed is the last of what there is (`tailLines`). */
  send(query: URLSearchParams, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/plain", "access-control-allow-origin": "*" });
    response.flushHeaders();
    const text = query.get("timestamps") === "true" ? "stamped" : "plain";
    if (query.get("follow") !== "true") {
      const tail = Number(query.get("tailLines") ?? Number.POSITIVE_INFINITY);
      response.end(this.#last(tail, text), "latin1");
      return;
    }
    const follower: Follower = {
      response,
      text,
      phase: (this.#followed++ * phaseStep) % tickMs,
      next: this.#dropped + this.#ticks.length,
    };
    this.#followers.add(follower);
    response.on("drain", () => this.#tell(follower));
    response.once("close", () => this.#leave(follower));
    if (this.#timer !== null) return;
    this.#until = Math.floor(performance.now());
    this.#timer = setInterval(() => this.#catchUp(), 1);
  }

  #last(lines: number, text: Follower["text"]): string {
    const ticks = this.#ticks.slice(-Math.ceil(lines / this.#perTick));
    const written = ticks.map((tick) => tick[text].toString("latin1")).join("");
    // The last line ends with a break.
    return written
      .split("\n")
      .slice(-lines - 1)
      .join("\n");
  }

  #leave(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** A timer may be late: each millisecond that passed has its turn. */
  #catchUp(): void {
    for (const now = Math.floor(performance.now()); this.#until < now; this.#until += 1) {
      const phase = this.#until % tickMs;
      if (phase === 0) this.#tick();
      for (const follower of this.#followers) {
        if (follower.phase === phase) this.#tell(follower);
      }
    }
  }

  #tick(): void {
    const now = Date.now();
    const lines = Array.from({ length: this.#perTick }, () => lineOf(this.#lines++));
    const plain = Buffer.from(`${lines.join("\n")}\n`, "latin1");
    const stamped = Buffer.alloc(plain.length + lines.length * stampLength);
    let at = 0;
    for (const [i, line] of lines.entries()) {
      at += stamped.write(`${stampAt(now, i)} ${line}\n`, at, "latin1");
    }
    this.#ticks.push({ plain, stamped });
    if (this.#ticks.length > keptTicks) {
      this.#ticks = this.#ticks.slice(keptTicks / 2);
      this.#dropped += keptTicks / 2;
    }
  }

  #tell(follower: Follower): void {
    const { response, text } = follower;
    follower.next = Math.max(follower.next, this.#dropped);
    while (!response.writableNeedDrain) {
      const tick = this.#ticks[follower.next - this.#dropped];
      if (!tick) return;
      follower.next += 1;
      response.write(tick[text]);
    }
  }
}
