import { parseAsString } from "nuqs";
import { logParsers } from "#lib/client/logs/log-parsers";

/** What the address says of the lines and the sources of one log, and of how it is read. */
export const ofOneLog = {
  line: parseAsString,
  solo: parseAsString,
  mute: parseAsString,
  follow: logParsers.follow,
};

/** Lets go of that, where another log is chosen. */
export const anotherLog = { line: null, solo: null, mute: null, follow: null };
