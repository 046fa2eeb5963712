"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { systemClock } from "#lib/time/clock";

/** Code that no page needs in order to be read, such as that of a menu. */
export interface Late<Code> {
  /** Null until it is here. */
  now(): Code | null;
  /**
   * Fetches it, once.
   * @throws where it could not be had; the next call tries anew.
   */
  load(): Promise<Code>;
  /** Calls the listener when it has come, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

export function late<Code>(fetchCode: () => Promise<Code>): Late<Code> {
  const listeners = new Set<() => void>();
  let code: Code | null = null;
  let loading: Promise<Code> | null = null;
  const load = async () => {
    try {
      code = await fetchCode();
    } catch (error) {
      loading = null;
      throw error;
    }
    for (const listener of listeners) listener();
    return code;
  };
  return {
    now: () => code,
    load() {
      loading ??= load();
      return loading;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * A page that has stood for so long fetches what it may need: a menu must open, and a failure be
 * told, also when the server can no longer be reached.
 */
const restMs = 3_000;

/** Whether the page has stood for so long that what may be needed later can be fetched. */
export function useRest(): boolean {
  const [rests, setRests] = useState(false);
  useEffect(() => systemClock.after(restMs, () => takeTurn(() => setRests(true))), []);
  return rests;
}

/** The code, or null: it comes when somebody loads it, and else when the page is at rest. */
export function useLate<Code>(it: Late<Code>): Code | null {
  useEffect(() => systemClock.after(restMs, () => takeTurn(() => it.load())), [it]);
  return useSyncExternalStore(it.subscribe, it.now, () => null);
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** What is fetched at rest comes one after the other: together it would hold up what moves. */
function takeTurn(fetchIt: () => unknown): void {
  lastTurn = lastTurn
    .then(fetchIt)
    .catch(() => {})
    .then(() => systemClock.sleep(apartMs));
}

const apartMs = 100;
