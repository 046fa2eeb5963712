const key = '"managedFields":[';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/**
 * An object's JSON without `metadata.managedFields`, which nobody reads of most objects: a third to
 * a half of the text, and more than that of the time and the garbage of a parser, for it is all keys.
 * To look for its end costs a tenth of that.
 *
 * In JSON a quote within a text is escaped, so that what is found is the key of an array and nothing
 * else. A text in which it is not found, or does not end, is given back as it is.
 */
export function withoutManagedFields(json: string): string {
  const start = json.indexOf(key) - 1;
  // It comes late in the metadata. Where it would come first it stays.
  if (start < 0 || json.charCodeAt(start) !== comma) return json;
  const end = endOfArray(json, start + key.length);
  return end < 0 ? json : json.slice(0, start) + json.slice(end);
}

/** The place after the end of the array that begins at `from`; -1 when it does not end. */
function endOfArray(json: string, from: number): number {
  let depth = 0;
  for (let i = from; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case quote:
        i = endOfText(json, i + 1);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        if (depth === 0) return i + 1;
    }
  }
  return -1;
}

/** The place of the quote that ends a text; beyond the end when there is none. */
function endOfText(json: string, from: number): number {
  let i = from;
  for (; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === quote) break;
    if (code === backslash) i += 1;
  }
  return i;
}
