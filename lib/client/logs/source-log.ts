import type { LogLine, LogOrigin, SourceStanding } from "#lib/api/log-frames";
import type { LogEntry, LogNote } from "#lib/client/logs/log-buffer";
import { exitNote, justBefore, logInstant, startNote } from "#lib/client/logs/source-note";
import { textStart } from "#lib/logs/line-block";
import { placeTime } from "#lib/logs/order";
import type { Text } from "#lib/texts/text";

/** What is known of one source, and what came of it since it was asked last. */
export class SourceLog {
  readonly lane: number;
  origin: LogOrigin;
  standing: SourceStanding = { state: "queued" };
  /** How many lines were read. */
  lines = 0;
  /** Its place as the server named it last (`KEY.POSITION`); empty for none. */
  position = "";
  /** The latest time of its lines: where the next stands at least. */
  #at = "";
  /** Where its first line stands; null for none. */
  #begins: string | null = null;
  #startSaid = false;
  #exitSaid = false;
  /** Entries that were not taken yet, each run in the order of places. */
  #runs: LogEntry[][] = [];

  constructor(origin: LogOrigin, lane: number) {
    this.origin = origin;
    this.lane = lane;
  }

  /** Whether anything of it is or was to be seen. */
  get held(): boolean {
    return this.#at !== "" || this.lines > 0;
  }

  /** Whether more is to be heard of it. */
  get open(): boolean {
    return this.standing.state !== "ended" && this.standing.state !== "failed";
  }

  /** Takes in a block of lib/logs/line-block. */
  push(block: string): void {
    const { origin: source } = this;
    if (block === "") return;
    const first = block.slice(0, textStart(block, 0) - 1);
    const run = this.#run(placeTime(this.#at, first));
    const before = run.length;
    let at = this.#at;
    for (let start = 0; start < block.length; ) {
      const begin = textStart(block, start);
      const end = block.indexOf("\n", begin);
      const time = block.slice(start, begin - 1);
      at = placeTime(at, time);
      run.push({ at, source, time, text: block.slice(begin, end) });
      start = end + 1;
    }
    this.#begins ??= first;
    this.#at = at;
    this.lines += run.length - before;
  }

  gap(message: Text): void {
    this.#say({ at: this.#at, source: this.origin, note: message, about: "gap" });
  }

  stand(standing: SourceStanding): void {
    this.standing = standing;
    if (standing.state !== "ended" || !standing.exit || this.#exitSaid) return;
    this.#exitSaid = true;
    const { finished } = standing.exit;
    const at = placeTime(this.#at, finished === null ? "" : logInstant(finished));
    this.#say({ at, source: this.origin, note: exitNote(standing.exit), about: "exit" });
  }

  /** It is read from its beginning: nothing that came of it counts. */
  startOver(): void {
    this.lines = 0;
    this.#at = "";
    this.#begins = null;
    this.#startSaid = false;
    this.#exitSaid = false;
    this.#runs = [];
  }

  /** Lines older than any before were found. */
  prepend(lines: readonly LogLine[]): void {
    for (const [time] of lines) this.#at = placeTime(this.#at, time);
    this.#begins = placeTime("", lines[0]?.[0] ?? "");
    this.lines += lines.length;
  }

  /**
   * What came since, in runs that each are in the order of places. Where it starts is said of one
   * among others, and of one that was restarted.
   */
  take(amongOthers: boolean): LogEntry[][] {
    const runs = this.#runs;
    this.#runs = [];
    if (this.#startSaid || !(amongOthers || this.origin.instance > 0)) return runs;
    const start = this.#start();
    if (!start) return runs;
    this.#startSaid = true;
    return [[start], ...runs];
  }

  #start(): LogNote | null {
    const { started } = this.origin;
    const begins = this.#begins;
    if (begins === null && (started === null || this.standing.state !== "ended")) return null;
    const known = started === null ? null : logInstant(started);
    // The API has whole seconds, and clocks of nodes differ: it is said before the first line.
    const at =
      known !== null && (begins === null || known < begins) ? known : justBefore(begins ?? "");
    return { at, source: this.origin, note: startNote(this.origin), about: "start" };
  }

  #say(note: LogNote): void {
    this.#run(note.at).push(note);
  }

  /** The run that goes on at this place. */
  #run(at: string): LogEntry[] {
    const last = this.#runs.at(-1);
    const end = last?.at(-1);
    if (last && end && end.at <= at) return last;
    const run: LogEntry[] = [];
    this.#runs.push(run);
    return run;
  }
}
