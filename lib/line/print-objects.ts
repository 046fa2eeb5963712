import { type Chosen, type ObjectName, singular } from "#lib/line/command";
import { shellWord } from "#lib/line/shell-word";

/** As kubectl takes it back; `tables` says how a whole table is named. */
export function printChosen(chosen: Chosen): string {
  if ("tables" in chosen) return chosen.tables.join(",");
  return printObjects(chosen.objects);
}

/** `job a b`, or `job/a pod/b` where there are several kinds, or a name that would be read as a flag. */
export function printObjects(objects: readonly ObjectName[]): string {
  const resources = new Set(objects.map(({ resource }) => resource));
  const isPlain = resources.size === 1 && !objects.some(({ name }) => name.startsWith("-"));
  const [first] = objects;
  if (first && isPlain) {
    return [singular[first.resource], ...objects.map(({ name }) => shellWord(name))].join(" ");
  }
  return objects.map(printPair).join(" ");
}

export function printPair({ resource, name }: ObjectName): string {
  return shellWord(`${singular[resource]}/${name}`);
}
