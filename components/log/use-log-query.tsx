"use client";

import { useState } from "react";
import { type LogQuery, type LogTarget, mayGoOn } from "#lib/api/log-query";
import { askedOf } from "#lib/client/logs/log-address";
import type { LogSettings } from "#lib/client/logs/log-settings";

/** Whose log it is, and what is read of it unless the settings say otherwise. */
export interface LogSubject {
  readonly namespace: string;
  readonly target: LogTarget;
  /** Guards against another object under the target's name; empty for whichever there is. */
  readonly uid: string;
  /** A name, `*` for all, empty for the one that kubectl chooses, null while it is not known. */
  readonly defaultContainer: string | null;
  readonly instances: "current" | "all";
}

/** The settings that say what is read, and not how it is shown. */
const reading = ["container", "previous", "instances", "tail", "since", "from", "until"] as const;

export function readsAnother(changes: Partial<LogSettings>): boolean {
  return reading.some((name) => name in changes);
}

/**
 * What is asked of the server. A log can be opened from a time that the address does not name:
 * `readFrom` that (empty for all of it), null for what the address says. `settings` are then those
 * that hold.
 */
export function useLogQuery(
  subject: LogSubject,
  address: LogSettings,
): {
  readonly query: LogQuery;
  readonly settings: LogSettings;
  readFrom(from: string | null): void;
} {
  const [from, readFrom] = useState<string | null>(null);
  const settings = from === null ? address : { ...address, tail: null, since: "", from, until: "" };
  const { namespace, target, uid, instances } = subject;
  const asked = askedOf(settings, { container: subject.defaultContainer ?? "", instances });
  // Where the log stands still, its lines come all the same.
  const query = { namespace, target, uid, ...asked, follow: mayGoOn(asked) };
  return { query, settings, readFrom };
}
