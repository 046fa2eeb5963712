import type { Clock } from "#lib/time/clock";
import type { Pod } from "./pod-fields.ts";
import type { Verdict } from "./pod-status.ts";

export const deadlineExceeded: Verdict = {
  reason: "DeadlineExceeded",
  message: "Pod was active on the node longer than the specified deadline",
};

/** A Pod's activeDeadlineSeconds, counted from its start; it may be set or shortened later. */
export class ActiveDeadline {
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #exceeded: () => void;
  #seconds: number | undefined;
  #cancel = () => {};

  constructor(clock: Clock, exceeded: () => void) {
    this.#clock = clock;
    this.#startMs = clock.now();
    this.#exceeded = exceeded;
  }

  heard({ spec: { activeDeadlineSeconds: seconds } }: Pod): void {
    if (seconds === undefined || seconds === this.#seconds) return;
    this.#seconds = seconds;
    this.#cancel();
    const leftMs = this.#startMs + seconds * 1000 - this.#clock.now();
    this.#cancel = this.#clock.after(Math.max(0, leftMs), this.#exceeded);
  }

  cancel(): void {
    this.#cancel();
  }
}
