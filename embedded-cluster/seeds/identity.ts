import { createHash } from "node:crypto";

/** A uid that is the same for the same thing in each start. */
export function uidOf(thing: string): string {
  const hex = createHash("sha256").update(thing).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** The letters and digits of generated names (apimachinery's rand). */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

export function suffixOf(thing: string): string {
  const bytes = createHash("sha256").update(thing).digest();
  return [...bytes.subarray(0, 5)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
