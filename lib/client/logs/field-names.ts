import { isNote, type LogBuffer } from "#lib/client/logs/log-buffer";
import { logFields } from "#lib/logs/fields";
import { plainText } from "#lib/logs/text";

/** So many of the newest entries are asked for their fields. */
const asked = 300;
/** No more are offered. */
const mostNames = 60;

/** The names of the fields that the newest lines have beside time, level and message, sorted. */
export function fieldNames(buffer: LogBuffer): string[] {
  const names = new Set<string>();
  for (let number = buffer.end - 1; number >= buffer.end - asked; number--) {
    const entry = buffer.at(number);
    if (!entry) break;
    if (isNote(entry)) continue;
    for (const { name } of logFields(plainText(entry.text))?.others ?? []) names.add(name);
    if (names.size >= mostNames) break;
  }
  return [...names].sort().slice(0, mostNames);
}
