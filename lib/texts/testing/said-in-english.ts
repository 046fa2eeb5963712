import { expect } from "vitest";
import { isMessage } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** Lets a test say in English what it expects of a text: `toEqual` takes one for what it says. */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    if (typeof a === "string" && isMessage(b)) return a === inEnglish(b);
    if (typeof b === "string" && isMessage(a)) return b === inEnglish(a);
    return undefined;
  },
]);
