/** About a millisecond of work. */
const bytesATurn = 128 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/**
 * Fifty busy logs bring megabytes at once, and a change of a Job that comes just then would wait until
 * all of them are sent. So of all logs together only so many bytes are worked on in one turn of the
 * event loop, first come first served; between two turns everything else has its own.
 */
export class LogTurns {
  #left = bytesATurn;
  #waiting: Waiting[] = [];
  #isNextTurnSet = false;

  /** Resolves when so many bytes may be worked on. */
  take(bytes: number): Promise<void> {
    this.#setNextTurn();
    if (this.#left > 0 && this.#waiting.length === 0) {
      this.#left -= bytes;
      return Promise.resolve();
    }
    return new Promise((go) => this.#waiting.push({ bytes, go }));
  }

  #setNextTurn(): void {
    if (this.#isNextTurnSet) return;
    this.#isNextTurnSet = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isNextTurnSet = false;
    this.#left = bytesATurn;
    let served = 0;
    for (const { bytes, go } of this.#waiting) {
      if (this.#left <= 0) break;
      this.#left -= bytes;
      served += 1;
      go();
    }
    this.#waiting = this.#waiting.slice(served);
    if (served > 0) this.#setNextTurn();
  }
}

/** The turns of this process: all its streams share one event loop. */
export const logTurns = new LogTurns();
