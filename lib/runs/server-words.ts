import { type Text, text } from "#lib/texts/text";

/**
 * What API servers, kubelets and runtimes say, cut to what tells something: without the prefixes
 * that their layers put before each other's words, on one line, and never longer than a line.
 */
const longest = 200;

/** On one line, and cut where it is longer than `limit` characters. */
export function oneLine(message: string, limit = longest): string {
  const line = message.replace(/\s+/g, " ").trim();
  if (line.length <= limit) return line;
  // The word that does not fit is left out, and no character is halved.
  const cut = line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "");
  return `${cut.replace(/(?<=.) \S{0,30}$/, "").trimEnd()}…`;
}

/** On one line and without its full stop, to stand within a sentence. */
export function clause(message: string): string {
  return oneLine(message).replace(/\.$/, "");
}

/**
 * A termination message may hold the end of a log: its last line tells most, but for those of marks
 * alone, such as a closing brace. Null for none.
 */
export function terminationLine(message: string | null | undefined): string | null {
  const last = message?.split(/[\r\n]+/).findLast((line) => /[\p{L}\p{N}]/u.test(line)) ?? "";
  return oneLine(last) || null;
}

/** The runtime's words on a container that it could not start. */
export function startErrorWords(message: string): string {
  return oneLine(
    message
      .replace(
        /^.*(unable to start container process|starting container process caused): (error during container init: )?/s,
        "",
      )
      .replace(/: unknown$/, ""),
  );
}

/** The registry's words on an image, which stands before them. */
export function imageWords(message: string): string {
  let words = message.trim();
  for (let before = ""; before !== words; ) {
    before = words;
    words = words.replace(imagePrefix, "");
  }
  return oneLine(words);
}

const imagePrefix = new RegExp(
  [
    'Back-off pulling image "[^"]*"(: |$)',
    "ErrImagePull: ",
    "rpc error: code = \\w+ desc = ",
    'failed to (pull and unpack|pull|resolve|do request for) (image|reference) "[^"]*": ',
    'Failed to apply default image tag "[^"]*": ',
    'couldn\'t parse image name "[^"]*": ',
    "failed to resolve image: ",
    'Container image "[^"]*" is ',
    "[^\\s:/]+(:\\d+)?(/[^\\s:/]+)+(:[^\\s:]+)?: ",
  ]
    .map((prefix) => `^(?:${prefix})`)
    .join("|"),
);

/** The scheduler's words: why no node takes the Pod. That preemption does not help either is left out. */
export function schedulerWords(message: string): string {
  return clause(message.replace(/\.? preemption: .*$/s, ""));
}

/** The words of the API server on a Pod that it does not admit. */
export function refusalWords(message: string): string {
  return oneLine(
    message
      .replace(/^\(combined from similar events\): /, "")
      .replace(/^Error creating: /, "")
      .replace(/^(pods|Pod) "[^"]*" is (forbidden|invalid): /, "")
      .replace(/^error looking up service account [^:]*: /, ""),
  );
}

/** The kubelet's words on a volume or a network that a Pod waits for; empty for none. */
export function setupWords(message: string): Text {
  const [prefix, name] = volumePrefix.exec(message) ?? [];
  if (prefix === undefined || name === undefined) {
    return oneLine(message.replace(sandboxPrefix, ""));
  }
  const volume = oneLine(name, longestName);
  const left = longest - "volume : ".length - volume.length;
  const words = oneLine(message.slice(prefix.length), left);
  return words === "" ? "" : text("volume {volume}: {words}", { volume, words });
}

/** A DNS label in quotation marks. */
const longestName = 65;
const volumePrefix = /^MountVolume\.\w+ failed for volume ("[^"]*") ?: (?:rpc error: .*? desc = )?/;
const sandboxPrefix = /^Failed to create pod sandbox: (rpc error: code = \w+ desc = )?/;
