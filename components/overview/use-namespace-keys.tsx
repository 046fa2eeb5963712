"use client";

import { type RefObject, useMemo } from "react";
import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import type { useListQuery } from "#components/list/list-query";

/** `n` chooses a namespace, `0` all of them, as on the lists. */
export function useNamespaceKeys(
  namespaceRef: RefObject<HTMLButtonElement | null>,
  change: ReturnType<typeof useListQuery>[1],
): void {
  useHotkeys(
    useMemo((): readonly Hotkey[] => {
      const go = (keys: string, does: string, run: () => void): Hotkey => ({
        keys,
        does,
        group: "Go and find",
        run,
      });
      return [
        go("n", "namespace", () => namespaceRef.current?.click()),
        go("0", "all namespaces", () => void change({ ns: "*" })),
      ];
    }, [namespaceRef, change]),
  );
}
