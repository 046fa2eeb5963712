"use client";

import { useSyncExternalStore } from "react";

const storageKey = "batchboard-single-keys";

/** Whether keys without a modifier work: someone who dictates must be able to turn them off. */
export const singleKeys = {
  listeners: new Set<() => void>(),
  on: () => localStorage.getItem(storageKey) !== "off",
  set(on: boolean) {
    localStorage.setItem(storageKey, on ? "on" : "off");
    for (const listener of singleKeys.listeners) listener();
  },
  subscribe(listener: () => void) {
    singleKeys.listeners.add(listener);
    return () => singleKeys.listeners.delete(listener);
  },
};

export function useSingleKeys(): readonly [on: boolean, set: (on: boolean) => void] {
  return [useSyncExternalStore(singleKeys.subscribe, singleKeys.on, () => true), singleKeys.set];
}
