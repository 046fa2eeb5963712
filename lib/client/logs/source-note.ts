import type { LogExit, LogOrigin } from "#lib/api/log-frames";
import type { Instant } from "#lib/api/rows";
import { type Text, text } from "#lib/texts/text";

/** What is said where a source begins. */
export function startNote({ attempt, instance }: LogOrigin): Text {
  if (attempt > 1 && instance > 0) {
    const slots = { attempt, restart: instance };
    return text("Started again: attempt {attempt}, restart {restart}", slots);
  }
  if (attempt > 1) return text("Started again: attempt {attempt}", { attempt });
  if (instance > 0) return text("Started again: restart {restart}", { restart: instance });
  return text("Started");
}

/** What is said where a source ends. */
export function exitNote({ exitCode: code, signal, reason }: LogExit): Text {
  const how =
    signal === 0
      ? text("Exited with code {code}", { code })
      : text("Ended by signal {signal} with code {code}", { signal, code });
  return reason === "" ? how : text("{what}: {reason}", { what: how, reason });
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
