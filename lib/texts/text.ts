import type chinese from "./zh.json";

/**
 * A text of the catalogue, which is what it says in English; `{name}` is a slot. `zh.json` has each,
 * and what it is in Simplified Chinese.
 */
export type TextKey = keyof typeof chinese;

/**
 * What is said to a reader. A string is somebody else's words (a name, a cell of kubectl, a message
 * of the API server) and the same in every language.
 */
export type Text = string | Message;

/** Words of ours on their way to a reader, whose language is not known yet. Travels as JSON. */
export interface Message {
  readonly text: TextKey;
  readonly slots?: Readonly<Record<string, Value>>;
}

/** Several texts are told as a list: "a, b and c". */
export type Value = Text | number | readonly Text[];

type SlotOf<Key> = Key extends `${string}{${infer Name}}${infer Rest}`
  ? Name | SlotOf<Rest>
  : never;

/** What fills the slots of a key: nothing where it has none. */
export type Slots<Key, Filling> = [SlotOf<Key>] extends [never]
  ? []
  : [slots: { readonly [Name in SlotOf<Key>]: Filling }];

/** The `translate` of an element that shows a text: others' words are not to be translated. */
export function translateOf(text: Text): "no" | undefined {
  return typeof text === "string" ? "no" : undefined;
}

/** What was read from elsewhere is a text of ours. */
export function isMessage(read: unknown): read is Message {
  return (
    typeof read === "object" && read !== null && "text" in read && typeof read.text === "string"
  );
}

export function text<const Key extends TextKey>(key: Key, ...slots: Slots<Key, Value>): Message {
  const [filled] = slots;
  return filled === undefined ? { text: key } : { text: key, slots: filled };
}
