import type { LogOrigin } from "#lib/api/log-frames";
import type { Kubectl } from "../cluster/kubectl.ts";
import type { ReadLine, ReadSource } from "./log-reader.ts";

/** Said of a source at most; the first show what happened. */
const mostSaid = 10;

/** The lines of a source, without the gaps. */
export function linesOf({ entries }: ReadSource): ReadLine[] {
  return entries.filter((entry) => "text" in entry);
}

export function gapsOf({ entries }: ReadSource): string[] {
  return entries.flatMap((entry) => ("gap" in entry ? [entry.gap] : []));
}

/**
 * What is wrong with a source that was to bring these texts: one that is missing without a gap line
 * in its place, one that came again, came late or was never written. No two texts are the same.
 */
export function unaccounted({ entries }: ReadSource, texts: readonly string[]): string[] {
  const places = new Map(texts.map((text, index) => [text, index]));
  const wrong: string[] = [];
  let next = 0;
  let excused = false;
  for (const entry of entries) {
    if ("gap" in entry) {
      excused = true;
      continue;
    }
    const at = places.get(entry.text);
    if (at === undefined) wrong.push(`never written: ${entry.text}`);
    else if (at < next) wrong.push(`again or late: ${entry.text}`);
    else {
      if (at > next && !excused) wrong.push(`missing: ${texts[next]} and on, before ${texts[at]}`);
      next = at + 1;
      excused = false;
    }
  }
  if (next < texts.length && !excused) wrong.push(`missing: ${texts[next]} and on, at the end`);
  return wrong.slice(0, mostSaid);
}

/** `kubectl logs --timestamps` of a container of a source. */
export async function kubectlLines(
  kubectl: Kubectl,
  namespace: string,
  { pod, container }: LogOrigin,
  previous = false,
): Promise<ReadLine[]> {
  const flags = ["--timestamps", "--namespace", namespace, "--container", container];
  const text = await kubectl(["logs", ...flags, ...(previous ? ["--previous"] : []), pod]);
  return text.split("\n").slice(0, -1).map(stamped);
}

/** A node stamps in its own zone, and older ones leave trailing zeros out. */
function stamped(line: string): ReadLine {
  const [, second = "", fraction = "", zone = "", text = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.?(\d*)(Z|[-+]\d\d:\d\d) (.*)$/.exec(line) ?? [];
  const time = new Date(second + zone).toISOString().slice(0, 19);
  return { time: `${time}.${fraction.padEnd(9, "0")}Z`, text };
}
