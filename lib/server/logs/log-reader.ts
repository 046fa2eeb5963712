import type { ApiError } from "#lib/api/errors";
import type { LogExit, SourceStanding } from "#lib/api/log-frames";
import { isNewer } from "#lib/kubernetes/resource-version";
import { pods } from "#lib/kubernetes/resources";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import type { Pod } from "#lib/kubernetes/types";
import { RequestError, toApiError } from "#lib/server/api-error";
import { exitOf, isOver, waysTo } from "#lib/server/logs/container-instance";
import {
  type LogChoice,
  LogPass,
  type ReaderContext,
  type SourceOutput,
} from "#lib/server/logs/log-pass";
import type { LogSource } from "#lib/server/logs/log-source";
import { runGone } from "#lib/server/logs/missing-lines";
import { type Text, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";

export interface ReadingMode {
  /** Goes on with what is written from now on. */
  readonly follow: boolean;
  /** What cannot be read now is left for the next time, without a wait. */
  readonly once: boolean;
}

const firstRetryMs = 500;
const lastRetryMs = 15_000;
/** A connection that lasted this long was a good one, even if it had nothing to say. */
const healthyMs = 30_000;
/** A waiting container is asked for again at least this often, should its Pod's change be missed. */
const waitMs = 5_000;
/** And not more often than this, however often its Pod changes. */
const leastRoundMs = 500;
const exitReportMs = 3_000;
/** So often in a row a node may say that it does not know the Pod. */
const mostDenials = 5;

/**
 * Reads one source to its end: waits until it starts, takes it up again after a cut without loss or
 * repetition, reads the rest of one that was restarted as the previous log, and ends with the exit
 * code (kubectl-semantics 9, quality R22–R24).
 */
export class LogReader {
  readonly #context: ReaderContext;
  readonly #source: LogSource;
  readonly #mode: ReadingMode;
  readonly #output: SourceOutput;
  readonly #signal: AbortSignal;
  readonly #pass: LogPass;
  /** What was written after some time is not read. */
  readonly #isBounded: boolean;
  /** The Pod as it was seen last. */
  #pod: Pod;
  /** It was seen a moment ago. */
  #isFresh = true;
  /** The last connection was read to where it closed. */
  #isWhole = false;
  /** How the source stands, as it was said. */
  #said = "";
  /** Tries in a row that brought nothing new. */
  #failures = 0;
  /** Tries in a row in which the node did not know the Pod. */
  #denials = 0;

  constructor(
    context: ReaderContext,
    source: LogSource,
    choice: LogChoice,
    mode: ReadingMode,
    output: SourceOutput,
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#source = source;
    this.#mode = mode;
    this.#output = output;
    this.#signal = signal;
    this.#pod = source.pod;
    this.#isBounded = choice.until !== "";
    this.#pass = new LogPass(context, source, choice, output, signal);
  }

  /** The Pod has become another. */
  see(pod: Pod): void {
    if (isNewer(pod.metadata.resourceVersion, this.#pod.metadata.resourceVersion)) this.#pod = pod;
  }

  /** Never throws: what cannot be read is how the source then stands. */
  async run(): Promise<void> {
    try {
      while (!this.#signal.aborted && !(await this.#round()));
    } catch (error) {
      if (this.#signal.aborted) return;
      this.#fail(error);
    }
  }

  /** One try; true when there is no other. */
  async #round(): Promise<boolean> {
    const { clock, podChanged } = this.#context;
    const { container, instance } = this.#source.origin;
    const nextRound = clock.now() + leastRoundMs;
    const pod = await this.#look();
    if (!pod) return this.#mode.once;
    const way = waysTo(pod, container, instance);
    if (way === "gone") {
      if (!this.#isWhole) this.#output.gap(runGone);
      return this.#end(null);
    }
    const exit = exitOf(pod, container, instance);
    const previous = way === "previous" || this.#source.previous;
    const hasEnded = exit !== null || isOver(pod) || previous;
    const follow = this.#mode.follow && !hasEnded;
    let waiting: Error | null;
    try {
      waiting = await this.#read(pod, previous, follow);
    } catch (error) {
      if (!this.#isPatient(error) && !this.#isDenial(error)) throw error;
      return this.#interrupted(saidBy(error));
    }
    this.#denials = 0;
    if (waiting) {
      if (isOver(pod)) throw waiting;
      this.#say({ state: "waiting", message: saidBy(waiting) });
      if (!this.#mode.follow) return true;
      await podChanged(pod, Math.max(waitMs, 20 * this.#context.gapMs()), this.#signal);
      await clock.sleep(Math.max(0, nextRound - clock.now()), this.#signal).catch(() => {});
      return false;
    }
    if (!this.#isWhole) return false;
    if (hasEnded) return this.#end(exit);
    if (this.#mode.follow) return this.#closed();
    // It goes on, and is not read on.
    if (!this.#mode.once) this.#say({ state: "ended", exit: null });
    return true;
  }

  /** Reads the log to where it ends or is cut; if there is none yet, the reason is returned. */
  async #read(pod: Pod, previous: boolean, follow: boolean): Promise<Error | null> {
    const { clock, slots } = this.#context;
    this.#isWhole = false;
    const release = await slots.take(this.#signal, () => this.#say({ state: "queued" }));
    const openedAt = clock.now();
    try {
      const how = { previous, follow, release, opened: () => this.#say({ state: "reading" }) };
      const read = await this.#pass.read(pod, how);
      if (read.state === "waiting") return read.reason;
      this.#isWhole = read.state === "whole";
      return null;
    } finally {
      release();
      if (this.#pass.tookNew || clock.now() - openedAt >= healthyMs) this.#failures = 0;
    }
  }

  /**
   * A followed log was closed: because the container ended, or cut on the way, which looks the same.
   * The kubelet reports the end a moment later; what was written until then is read once more.
   */
  async #closed(): Promise<boolean> {
    const before = await this.#look();
    if (!before) return false;
    if (!this.#hasEnded(before)) {
      await this.#context.podChanged(before, exitReportMs, this.#signal);
      if (this.#signal.aborted) return true;
      const later = await this.#look();
      if (!later) return false;
      if (!this.#hasEnded(later)) {
        return this.#interrupted(
          text("the API server closed the log although the container still runs"),
        );
      }
    }
    this.#isFresh = true;
    return false;
  }

  #hasEnded(pod: Pod): boolean {
    const { container, instance } = this.#source.origin;
    const isNewest = waysTo(pod, container, instance) === "newest";
    return !isNewest || isOver(pod) || exitOf(pod, container, instance) !== null;
  }

  /** The Pod as it is now; null when the API server could not be asked and it was said. */
  async #look(): Promise<Pod | null> {
    if (this.#isFresh) {
      this.#isFresh = false;
      return this.#pod;
    }
    const { namespace, name, uid } = this.#source.pod.metadata;
    try {
      const found = await this.#context.client.get(pods, namespace, name, this.#signal);
      if (found.metadata.uid !== uid) {
        throw new RequestError(
          "not-found",
          text("{kind} {name} in {namespace} was deleted; another {kind} has taken its name.", {
            kind: "Pod",
            name,
            namespace: namespace ?? "",
          }),
          text("What was read of it stays here."),
        );
      }
      this.#pod = found;
      return found;
    } catch (error) {
      if (!this.#isPatient(error)) throw error;
      await this.#interrupted(saidBy(error));
      return null;
    }
  }

  /** Says that the source is interrupted and waits before the next try; true when there is none. */
  async #interrupted(message: Text): Promise<boolean> {
    this.#say({ state: "interrupted", message });
    if (this.#mode.once) return true;
    const delay = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 5));
    this.#failures += 1;
    await this.#context.clock.sleep(delay, this.#signal).catch(() => {});
    return false;
  }

  #isPatient(error: unknown): error is Error {
    return (this.#mode.follow || this.#mode.once) && isPassing(error);
  }

  /** A kubelet that has just started does not know its Pods yet. A Pod that is gone the next look misses. */
  #isDenial(error: unknown): error is StatusError {
    if (!(this.#mode.follow || this.#mode.once)) return false;
    if (!(error instanceof StatusError) || error.code !== 404) return false;
    this.#denials += 1;
    return this.#denials <= mostDenials;
  }

  #end(exit: LogExit | null): true {
    this.#say({ state: "ended", exit }, !this.#isBounded);
    return true;
  }

  #fail(error: unknown): void {
    const { container, instance } = this.#source.origin;
    const isGone = toApiError(error).code === "not-found";
    const exit = exitOf(this.#pod, container, instance);
    // The Pod went after its log was read: nothing is missing.
    if (isGone && this.#isWhole && exit) return void this.#end(exit);
    const failure = toApiError(error);
    if (failure.code === "internal") this.#context.onError(error);
    this.#say({ state: "failed", error: isGone ? withHint(failure) : failure });
  }

  /** Says how the source stands, unless that is what was said last. */
  #say(standing: SourceStanding, whole = false): void {
    const text = JSON.stringify(standing);
    if (text === this.#said) return;
    this.#said = text;
    this.#output.standing(standing, whole);
  }
}

function withHint(error: ApiError): ApiError {
  return { hint: text("What was read of it before stays here."), ...error };
}

/** The cluster may give it in a while. */
export function isPassing(error: unknown): error is Error {
  if (error instanceof ConnectionError) return true;
  if (error instanceof RequestError) return error.code === "unreachable";
  return error instanceof StatusError && (error.code >= 500 || error.code === 429);
}
