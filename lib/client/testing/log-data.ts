import type { LogFrame, LogOrigin } from "#lib/api/log-frames";
import type { LogText } from "#lib/client/logs/log-buffer";
import { blockOf } from "#lib/logs/line-block";

/** A source whose key follows from what tells it from others, unless that is said. */
export function logOrigin(origin: Partial<LogOrigin> = {}): LogOrigin {
  const { pod = "echo-1", container = "echo", instance = 0 } = origin;
  return {
    key: `${pod}_${container}_${instance}`,
    pod,
    podUid: "uid-1",
    created: "2026-03-10T11:59:00Z",
    container,
    role: "container",
    instance,
    index: null,
    job: "",
    attempt: 1,
    started: null,
    ...origin,
  };
}

/** `12:00:05` becomes the stamp of that second of the day of tests, `12:00:05.5` of its half. */
export function stamp(time: string): string {
  const [second, digits = ""] = time.split(".");
  return `2026-03-10T${second}.${digits.padEnd(9, "0")}Z`;
}

/** A line that stands where it was written. */
export function logText(time: string, text: string, source: LogOrigin = logOrigin()): LogText {
  return { at: stamp(time), source, time: stamp(time), text };
}

/** Lines of one source on the wire, each `[12:00:05, text]`. */
export function linesFrame(
  source: number,
  ...lines: readonly (readonly [time: string, text: string])[]
): Extract<LogFrame, { type: "lines" }> {
  return {
    type: "lines",
    source,
    block: blockOf(lines.map(([time, text]) => [stamp(time), text])),
  };
}
