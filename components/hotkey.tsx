import type { Text } from "#lib/texts/text";

/** A key of the page, or two in sequence. */
export interface Hotkey {
  /** `j`, `Ctrl f`, `Enter`, `Escape`, or two keys one after the other: `g g`. */
  readonly keys: string;
  /** What it does, for the help: `down`. */
  readonly does: Text;
  /** `does` is the label of a button: the help begins it small. */
  readonly labelled?: boolean;
  readonly group: HotkeyGroup;
  /** Not listed in the help: an arrow beside its letter. */
  readonly silent?: boolean;
  run(): void;
}

/** The columns of the help, by their headings in the catalogue. */
export type HotkeyGroup = "Move" | "Act on the row" | "Go and find";
