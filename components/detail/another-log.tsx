import { parseAsString } from "nuqs";

/** What the address says of the lines and the sources of one log. */
export const ofOneLog = { line: parseAsString, solo: parseAsString, mute: parseAsString };

/** Lets go of that, where another log is chosen. */
export const anotherLog = { line: null, solo: null, mute: null };
