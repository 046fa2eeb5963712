import { heartbeatMs, heartbeatStepMs } from "#lib/api/frames";

/**
 * How the server is asked: by a stream that stays open, or again and again by one that ends with
 * its first answer. Some proxies hold a stream back until it ends (quality R18).
 */
export interface Course {
  readonly by: "stream" | "poll";
  /** Polling has been answered: whatever breaks now, it is the way. */
  readonly proven: boolean;
  /** While polling: when a stream is tried again, in milliseconds. */
  readonly streamAt: number;
}

export const direct: Course = { by: "stream", proven: false, streamAt: 0 };

/** A connection that has beaten once has held. */
export const heldMs = heartbeatMs - heartbeatStepMs;
/** Silence for this long means that a connection is dead, whatever the browser believes. */
export const silenceMs = 2.5 * heartbeatMs;
/** A stream that is not held back answers at once: one that is tried out has this long for it. */
const trialMs = 5_000;
const pollMs = 5_000;
const streamAgainMs = 180_000;

/** How long a connection of this course may be silent, in milliseconds. */
export function patienceMs({ by, proven }: Course): number {
  return by === "stream" && proven ? trialMs : silenceMs;
}

/** How a connection ended: whether it ever told anything, and whether it was given up for silence. */
export interface Ending {
  readonly heard: boolean;
  readonly silent: boolean;
}

/** What to do after a connection, and after how many milliseconds; null when nothing was wrong with the course. */
export function nextCourse(
  course: Course,
  { heard, silent }: Ending,
  now: number,
): { readonly course: Course; readonly delayMs: number } | null {
  const { by, proven, streamAt } = course;
  const poll: Course = { by: "poll", proven: true, streamAt };
  if (by === "poll") {
    if (!heard) return null;
    const due = now >= streamAt;
    return { course: due ? { ...poll, by: "stream" } : poll, delayMs: pollMs };
  }
  if (heard) return null;
  if (!proven && !silent) return null;
  // A network that was away is no proxy: the first poll that is answered is followed by a stream.
  return {
    course: { by: "poll", proven, streamAt: proven ? now + streamAgainMs : now },
    delayMs: 0,
  };
}

/** The course after a loss: one that was not proven is given up. */
export function courseAfterLoss(course: Course): Course {
  return course.proven ? { ...course, by: "poll" } : direct;
}
