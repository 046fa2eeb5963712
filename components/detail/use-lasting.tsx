"use client";

import { useState } from "react";

/** What was there last stays when it goes, as long as `choice` is the same. */
export function useLasting<T extends object | true>(
  choice: string,
  value: T | undefined,
): T | undefined {
  const [last, setLast] = useState<{ choice: string; value: T } | null>(null);
  if (value !== undefined && (last?.value !== value || last.choice !== choice)) {
    setLast({ choice, value });
  }
  return value ?? (last?.choice === choice ? last.value : undefined);
}
