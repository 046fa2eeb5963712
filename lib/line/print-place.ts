import type { Place } from "#lib/line/command";
import { shellWord } from "#lib/line/shell-word";

/** The flags that say where a command acts. */
export function printPlace(place: Place & { readonly allNamespaces?: boolean }): string[] {
  const { context, namespace, allNamespaces = false } = place;
  return [
    ...(allNamespaces ? ["-A"] : []),
    ...(namespace === null ? [] : [`-n ${shellWord(namespace)}`]),
    ...(context === null ? [] : [`--context ${shellWord(context)}`]),
  ];
}
