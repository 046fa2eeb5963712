import type { Text } from "#lib/texts/text";

/** How well a store follows its resource; shown to people as it is. Times are ms since the epoch. */
export type ReflectorState =
  /** The first list is under way; nothing of it is in the store before it is complete. */
  | { readonly state: "syncing"; readonly listed: number; readonly remaining: number | null }
  | { readonly state: "live" }
  /** It waits, or lists anew and that takes long; what the store holds is out of date. */
  | {
      readonly state: "backing-off";
      /** When the API server was last heard. */
      readonly since: number;
      readonly message: Text;
      /** Not in the future while a try is under way; null while that is a list that takes long. */
      readonly retryAt: number | null;
      /** The store holds a complete list of before. */
      readonly synced: boolean;
    }
  | {
      readonly state: "forbidden";
      readonly verb: "list" | "watch";
      readonly message: Text;
      readonly retryAt: number;
    }
  /** It may be listed and not watched: listed again on a timer. */
  | { readonly state: "list-only"; readonly message: Text; readonly refreshed: number };
