import type { Clock } from "#lib/time/clock";

/** How many frames are taken one right after the other. */
const perTask = 5;

/**
 * Frames on their way to the view. A browser that was busy is handed all that has come meanwhile in
 * one task: after a few of them the others wait for tasks of their own, between which the page
 * answers and is drawn. None is dropped, and none overtakes another.
 */
export class FrameQueue<Frame> {
  readonly #take: (frame: Frame) => void;
  readonly #clock: Clock;
  #waiting: Frame[] = [];
  /** How many were taken in this task. */
  #taken = 0;
  #cancel: (() => void) | null = null;

  constructor(take: (frame: Frame) => void, clock: Clock) {
    this.#take = take;
    this.#clock = clock;
  }

  push(frame: Frame): void {
    this.#waiting.push(frame);
    this.#work();
  }

  /** What still waits is not taken. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = [];
    this.#taken = 0;
  }

  #work(): void {
    while (this.#taken < perTask) {
      const frame = this.#waiting.shift();
      if (frame === undefined) break;
      this.#taken += 1;
      this.#take(frame);
    }
    if (this.#taken === 0) return;
    this.#cancel ??= this.#clock.after(0, () => {
      this.#cancel = null;
      this.#taken = 0;
      this.#work();
    });
  }
}
