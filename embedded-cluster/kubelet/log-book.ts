import type { Clock } from "#lib/time/clock";
import type { ContainerInstance, ContainerLogs, LoggedLine } from "../container-logs.ts";

type Stream = LoggedLine["stream"];

/** The container runtime cuts a longer line (containerd's max_container_log_line_size). */
const longestLine = 16 * 1024;
/** What one instance may hold; then the older half goes, as if the log had been rotated. */
const longestLog = 2 * 1024 * 1024;
/** What a line costs beside its characters. */
const lineCost = 96;

interface Log {
  readonly instance: ContainerInstance;
  lines: LoggedLine[];
  size: number;
  ended: boolean;
  readonly open: Record<Stream, string>;
  readonly listeners: Set<(line: LoggedLine | null) => void>;
  /** Milliseconds and nanoseconds in them of the last stamp. */
  last: { ms: number; ns: number };
}

/** The output of all containers: the present instance of each and the one before it. */
export class LogBook implements ContainerLogs {
  readonly #clock: Clock;
  readonly #pods = new Map<string, Map<string, Log>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  lines(instance: ContainerInstance): readonly LoggedLine[] | undefined {
    return this.#find(instance)?.lines.slice();
  }

  follow(instance: ContainerInstance, heard: (line: LoggedLine | null) => void): () => void {
    const log = this.#find(instance);
    // Its own function, so that one who follows twice hears twice.
    const listener = (line: LoggedLine | null) => heard(line);
    if (!log || log.ended) queueMicrotask(() => listener(null));
    else log.listeners.add(listener);
    return () => {
      log?.listeners.delete(listener);
    };
  }

  /** Begins the log of an instance; of its container only the instance before is kept. */
  begin(instance: ContainerInstance): void {
    const pod = this.#pods.get(instance.podUid) ?? new Map<string, Log>();
    this.#pods.set(instance.podUid, pod);
    for (const [key, log] of pod) {
      const older = log.instance.restart < instance.restart - 1;
      if (log.instance.container === instance.container && older) pod.delete(key);
    }
    pod.set(keyOf(instance), {
      instance,
      lines: [],
      size: 0,
      ended: false,
      open: { stdout: "", stderr: "" },
      listeners: new Set(),
      last: { ms: 0, ns: 0 },
    });
  }

  /** Takes the whole log of an instance that has ended. */
  restore(instance: ContainerInstance, lines: readonly LoggedLine[]): void {
    this.begin(instance);
    const log = this.#find(instance);
    if (!log) return;
    log.lines = [...lines];
    log.size = lines.reduce((size, { text }) => size + text.length + lineCost, 0);
    log.ended = true;
  }

  /** Takes output as it comes; only whole lines are logged before the end. */
  write(instance: ContainerInstance, stream: Stream, text: string): void {
    const log = this.#find(instance);
    if (!log || log.ended) return;
    let open = log.open[stream] + text;
    for (let end = open.indexOf("\n"); end >= 0 || open.length > longestLine; ) {
      const whole = end >= 0 && end <= longestLine;
      // The runtime takes a carriage return before the line's end for part of that end.
      const text = whole ? open.slice(0, end).replace(/\r$/, "") : open.slice(0, longestLine);
      this.#add(log, stream, text, !whole);
      open = open.slice(whole ? end + 1 : longestLine);
      end = open.indexOf("\n");
    }
    log.open[stream] = open;
  }

  end(instance: ContainerInstance): void {
    const log = this.#find(instance);
    if (!log || log.ended) return;
    for (const stream of ["stdout", "stderr"] as const) {
      if (log.open[stream] !== "") this.#add(log, stream, log.open[stream], true);
    }
    log.ended = true;
    for (const listener of log.listeners) listener(null);
    log.listeners.clear();
  }

  /** Forgets a Pod that has gone; whoever follows it hears the end. */
  drop(podUid: string): void {
    const pod = this.#pods.get(podUid);
    for (const { instance } of pod?.values() ?? []) this.end(instance);
    this.#pods.delete(podUid);
  }

  #find(instance: ContainerInstance): Log | undefined {
    return this.#pods.get(instance.podUid)?.get(keyOf(instance));
  }

  #add(log: Log, stream: Stream, text: string, partial: boolean): void {
    const line = { time: this.#stamp(log), stream, text, partial };
    log.lines.push(line);
    log.size += text.length + lineCost;
    while (log.size > longestLog) {
      const gone = log.lines.splice(0, Math.ceil(log.lines.length / 2));
      log.size -= gone.reduce((size, { text: old }) => size + old.length + lineCost, 0);
    }
    for (const listener of log.listeners) listener(line);
  }

  /** The clock's time, in nanoseconds that grow with each line. */
  #stamp(log: Log): string {
    const now = this.#clock.now();
    if (now > log.last.ms) log.last = { ms: now, ns: (now * 7919) % 1000 };
    else log.last = { ms: log.last.ms, ns: log.last.ns + 1009 };
    if (log.last.ns >= 1_000_000) log.last = { ms: log.last.ms + 1, ns: log.last.ns - 1_000_000 };
    const { ms, ns } = log.last;
    return `${new Date(ms).toISOString().slice(0, -1)}${String(ns).padStart(6, "0")}Z`;
  }
}

const keyOf = ({ container, restart }: ContainerInstance) => `${container}/${restart}`;
