import { parseScope } from "#lib/api/scope";
import { narrowData } from "#lib/client/narrow-data";
import type { WatchData } from "#lib/client/table-state";
import { isMessage } from "#lib/texts/text";

/** What the views show that are on screen or were a while ago, by their scopes (`formatScope`). */
const views = new Map<string, WatchData>();

export function rememberView(scope: string, data: WatchData): void {
  views.set(scope, data);
}

export function forgetView(scope: string): void {
  views.delete(scope);
}

/**
 * What is known of a scope before its own stream has told anything: what an earlier visit saw, or
 * what a wider view holds of it, whichever was heard last; null for nothing.
 */
export function knownData(scope: string): WatchData | null {
  const to = parseScope(new URLSearchParams(scope));
  let newest: WatchData | null = null;
  for (const [wider, data] of views) {
    if (newest && newest.heard >= data.heard) continue;
    const from = parseScope(new URLSearchParams(wider));
    if (isMessage(to) || isMessage(from)) continue;
    newest = (wider === scope ? data : narrowData(data, from, to)) ?? newest;
  }
  return newest;
}
