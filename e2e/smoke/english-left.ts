import chinese from "../../lib/texts/zh.json" with { type: "json" };
import type { ShownText } from "./shown-texts.ts";

/** Names that stay as they are in a Chinese sentence. */
const kept =
  /\b(Batchboard|Kubernetes|kubectl|kubeconfig|stern|Job|CronJob|Pod|Event|Deployment|ReplicaSet|Kueue|Init|finalizer|API|YAML|JSON|logfmt|Secret|UTC|TLS|URL|RE2|Enter|Esc|Tab|Shift|Ctrl|Alt|Home|End|English)s?\b/g;

const known: Readonly<Record<string, string>> = chinese;

/** The catalogue's texts with slots, where they say enough to be known again. */
const shapes = Object.keys(known)
  .filter(
    (key) =>
      key.includes("{") && (key.replace(/\{\w+\}/g, "").match(/[A-Za-z]{2,}/g) ?? []).length > 1,
  )
  .map(
    (key) =>
      new RegExp(
        `^${key
          .split(/\{\w+\}/)
          .map(RegExp.escape)
          .join(".+")}$`,
      ),
  );

/**
 * What is still English in the Chinese texts of a page, as sentences. `cluster` is what the cluster
 * says itself: its messages are shown as they came.
 */
export function englishLeft(texts: readonly ShownText[], cluster: string): string[] {
  const faults = texts.flatMap((shown) => {
    const why = fault(shown, cluster);
    return why === null ? [] : [`${why}: "${shown.text.slice(0, 160)}" (${shown.where})`];
  });
  return [...new Set(faults)];
}

function fault({ text, kind }: ShownText, cluster: string): string | null {
  if (text.includes("[object")) return "no text at all";
  if (kind === "marked" || cluster.includes(text)) return null;
  if (shapes.some((shape) => shape.test(text))) return "a text of the catalogue in English";
  if (kind === "code") return null;
  if ((known[text] ?? text) !== text) return "a text of the catalogue in English";
  const own = text.replace(kept, "·");
  const phrases = own.match(/[A-Za-z']{2,}(?: [A-Za-z']{2,})+/g) ?? [];
  const phrase = phrases.find((words) => !cluster.includes(words));
  if (phrase !== undefined) return `English words "${phrase}"`;
  const isChinese = /\p{Script=Han}/u.test(own);
  const word = isChinese
    ? undefined
    : own.match(/(?<![\w./:@#-])[A-Za-z][a-z]{2,}(?![\w./:@#-])/)?.[0];
  return word === undefined || cluster.includes(word) ? null : `an English word "${word}"`;
}
