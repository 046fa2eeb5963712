import type { Snapshot } from "#lib/api/frames";
import type { ListView } from "#lib/api/scope";
import { shellWord } from "#lib/client/shell-word";

/** The kubectl line that shows what a list shows, before the filters that kubectl has not. */
export function listCommand(list: {
  readonly view: ListView;
  readonly namespaces: Snapshot["namespaces"];
  readonly selector: string;
  readonly wide: boolean;
}): string {
  const { view, namespaces, selector, wide } = list;
  const options = [
    ...(selector === "" ? [] : [`-l ${shellWord(selector)}`]),
    ...(wide ? ["-o wide"] : []),
  ];
  const get = (where: string, ...more: string[]) =>
    ["kubectl get", view, where, ...options, ...more].join(" ");
  if (namespaces === "*") return get("-A", "--watch");
  const [only, ...others] = namespaces;
  if (only !== undefined && others.length === 0) return get(`-n ${shellWord(only)}`, "--watch");
  return `for n in ${namespaces.map(shellWord).join(" ")}; do ${get('-n "$n"')}; done`;
}
