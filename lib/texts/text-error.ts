import type { Text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** An error that says what happened; its message is that in English, for logs and terminals. */
export class TextError extends Error {
  readonly text: Text;

  constructor(text: Text, options?: ErrorOptions) {
    super(inEnglish(text), options);
    this.text = text;
  }
}

/** What an error says to a reader. */
export function saidBy(error: unknown): Text {
  if (error instanceof TextError) return error.text;
  return error instanceof Error ? error.message : String(error);
}
