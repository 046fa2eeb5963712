import { SharedValue } from "#lib/client/shared-value";

/** Whether the line of the page is being typed: a key, a press on it or the menu begins that. */
export const lineEditing = new SharedValue(false);
