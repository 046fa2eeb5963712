import type { LogExit, LogOrigin } from "#lib/api/log-frames";
import type { Instant } from "#lib/api/rows";

/** What is said where a source begins. */
export function startNote({ attempt, instance }: LogOrigin): string {
  const which = [
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(instance > 0 ? [`restart ${instance}`] : []),
  ];
  return which.length === 0 ? "Started" : `Started again: ${which.join(", ")}`;
}

/** What is said where a source ends. */
export function exitNote({ exitCode, signal, reason }: LogExit): string {
  const how =
    signal === 0
      ? `Exited with code ${exitCode}`
      : `Ended by signal ${signal} with code ${exitCode}`;
  return reason === "" ? how : `${how}: ${reason}`;
}

/** An instant as log times are written, with nine digits, so that they compare as text. */
export function logInstant(instant: Instant): string {
  const [seconds = "", digits = ""] = instant.replace(/Z$/, "").split(".");
  return `${seconds}.${digits.padEnd(9, "0")}Z`;
}

/** The place right before a line's, which is a billionth of a second earlier. */
export function justBefore(at: string): string {
  const digits = /\.(\d{9})Z$/.exec(at)?.[1];
  const nanos = Number(digits ?? 0);
  return nanos === 0 ? at : `${at.slice(0, -10)}${String(nanos - 1).padStart(9, "0")}Z`;
}
