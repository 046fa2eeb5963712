/**
 * What of a log line may reach the screen (quality S22): text, tabs and colours. Everything else
 * that drives a terminal is taken out, and characters that hide or reorder text are written out.
 */

const esc = "\u001b";
const stringEnd = `(?:${esc}\\\\|\u009c)`;

/** Everything that drives a terminal, 7 and 8 bit, in the order in which it must be tried. */
const sequences = new RegExp(
  [
    // OSC: title, clipboard, links; then DCS, SOS, PM and APC.
    `(?:${esc}\\]|\u009d)[^\u0007${esc}\u0080-\u009f]*(?:\u0007|${stringEnd})`,
    `(?:${esc}[PX^_]|[\u0090\u0098\u009e\u009f])[^${esc}\u0080-\u009f]*${stringEnd}`,
    // CSI: cursor moves, erasing, modes, and colours.
    `(?:${esc}\\[|\u009b)(?<parameters>[0-?]*)(?<middle>[ -/]*)(?<final>[@-~])`,
    // Other escapes. Of one that never ends only its first character goes: nothing is hidden.
    `${esc}(?:[ -/]*[0-OQ-WYZ\\\\\`a-~])?`,
    "[\u0000-\u0008\u000a-\u001f\u007f-\u009f]",
  ].join("|"),
  "g",
);
const colourSequence = new RegExp(`${esc}\\[[\\d;]*m`, "g");

/** Formatting characters of no width, those that turn the direction of text, and blank fillers. */
const invisible = [
  "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e",
  "\\u2060-\\u206f\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff9-\\ufffb",
  "\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}",
].join("");
const invisibles = new RegExp(`[${invisible}]`, "gu");
const joinedEmoji = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d$/u;

/** Whether a line needs any care; few do. */
const suspicious = new RegExp(`[\u0000-\u0008\u000a-\u001f\u007f-\u009f${invisible}]`, "u");

/** As `suspicious`, in a text of many lines. */
const suspiciousLines = new RegExp(`[\u0000-\u0008\u000b-\u001f\u007f-\u009f${invisible}]`, "u");

/** Whether each line of a text, line breaks between them, is its own `plainText`. */
export function isPlainText(text: string): boolean {
  return !suspiciousLines.test(text);
}

/** A line with its colour sequences (`ESC [ … m`) and nothing else that is not text. */
export function colouredText(raw: string): string {
  if (!suspicious.test(raw)) return raw;
  return raw.replace(sequences, keptColour).replace(invisibles, writtenOut);
}

/** The text of a line as it is read on screen, without colours: what a search looks through. */
export function plainText(raw: string): string {
  return suspicious.test(raw) ? colouredText(raw).replace(colourSequence, "") : raw;
}

/** Line breaks and tabs stay: whoever shows the text knows what to do with them. */
const control = /(?![\t\n\r])\p{Cc}/gu;

/** A text with what hides or turns it written out, controls too; for texts that are no log. */
export function withHiddenWrittenOut(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(control, writtenOut).replace(invisibles, writtenOut);
}

/** Longer ones set no colour anybody sees; they are a way to be slow. */
const longestColour = 64;

/** A colour stays, in its plain form; any other sequence leaves nothing. */
function keptColour(sequence: string, ...found: unknown[]): string {
  const { parameters, middle, final } = found.at(-1) as Partial<Record<string, string>>;
  const colour = final === "m" && middle === "" && sequence.startsWith(esc);
  if (!colour || parameters === undefined || parameters.length > longestColour) return "";
  return /^[\d;:]*$/.test(parameters) ? `${esc}[${plainParameters(parameters)}m` : "";
}

/** ISO 8613-6 separates by colons (`4:3`, `38:2::255:0:0`) what everybody else does by semicolons. */
function plainParameters(params: string): string {
  return params.replace(/\b4:\d/g, "4").replace(/:+/g, ";");
}

/** `‹U+202E›` for a character nobody would see; the joint within an emoji is none. */
function writtenOut(character: string, at: number, line: string): string {
  if (character === "\u200d" && joinedEmoji.test(line.slice(Math.max(0, at - 3), at + 1))) {
    return character;
  }
  const code = character.codePointAt(0) ?? 0;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`;
}
