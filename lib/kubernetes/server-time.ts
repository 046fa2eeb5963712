/**
 * How far the API server's clock is ahead of ours, from the Date headers of its answers. Such a
 * header is cut to a second and was written somewhere between our request and its answer, so each
 * one gives an interval for the offset; together they narrow it down to the fraction of a second.
 */
export class ServerTime {
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  /** In milliseconds; 0 while nothing contradicts it. */
  get offsetMs(): number {
    const agrees = this.#least <= 0 && this.#most >= 0;
    return agrees ? 0 : Math.round((this.#least + this.#most) / 2);
  }

  /** Takes the Date header of an answer; both instants by our clock. */
  learn(date: unknown, sentAt: number, answeredAt: number): void {
    const written = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(written)) return;
    const [least, most] = [written - answeredAt, written + 1000 - sentAt];
    if (least > this.#most || most < this.#least) {
      // One of the clocks was set: what was known before is void.
      [this.#least, this.#most] = [least, most];
    } else {
      this.#least = Math.max(least, this.#least);
      this.#most = Math.min(most, this.#most);
    }
  }
}
