/**
 * Text as kubectl prints it, with what no two runs have in common written as words: the moments
 * (TIME, AGE), the names that are made up (-RANDOM, -MINUTE of a CronJob's run), UID, IP, ID, DIGEST,
 * BYTES and VERSION. `known` are names of this run and the word for each, as its namespace and nodes.
 * Columns are as wide as what stands in them, so that between words two spaces stand for any more.
 */
export function normalForm(text: string, known: Readonly<Record<string, string>> = {}): string {
  let form = text;
  for (const [name, word] of Object.entries(known)) form = form.replaceAll(name, word);
  for (const [pattern, word] of variable) form = form.replace(pattern, word);
  return form
    .split("\n")
    .map((line) => line.replace(/(\S) {3,}(?=\S)/g, "$1  ").replace(/ +$/, ""))
    .join("\n");
}

/** As k8s.io/apimachinery/pkg/util/rand makes them, five at a time. */
const random = "[bcdfghjklmnpqrstvwxz2456789]{5}";

const variable: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UID"],
  [/\b(containerd:\/\/)[0-9a-f]{64}\b/g, "$1ID"],
  [/\b(sha256:)[0-9a-f]{64}\b/g, "$1DIGEST"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, "TIME"],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, "TIME"],
  [/\b\d{1,3}(\.\d{1,3}){3}\b/g, "IP"],
  [/-\d{8}\b/g, "-MINUTE"],
  [new RegExp(`-${random}(?=(-${random})*(?![-\\w]))`, "g"), "-RANDOM"],
  [/(-RANDOM|-MINUTE|\b[a-z]+)\.[0-9a-f]{16}\b/g, "$1.TICK"],
  [/\b(resourceVersion: )"\d+"/g, '$1"VERSION"'],
  [/\b\d+( bytes)\b/g, "BYTES$1"],
  [/(?<![-\w.=])(\d+(\.\d+)?(y|d|h|ms|m|s))+(?![-\w])/g, "AGE"],
];
