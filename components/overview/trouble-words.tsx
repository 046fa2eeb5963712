import type { Trouble } from "#lib/api/overview";
import type { StatusForm } from "#lib/printers/status";
import { type Message, type TextKey, text } from "#lib/texts/text";

/** How each trouble is called and drawn. */
export const troubleWords: Readonly<
  Record<Trouble, { readonly word: Message; readonly form: StatusForm }>
> = {
  failing: { word: text("Failing"), form: "bad" },
  stuck: { word: text("Stuck"), form: "warn" },
  late: { word: text("Late"), form: "missed" },
  missed: { word: text("Missed"), form: "missed" },
  failed: { word: text("Failed"), form: "bad" },
  slow: { word: text("Slow"), form: "run" },
  suspended: { word: text("Suspended"), form: "hold" },
};

/** How many each trouble has. */
export const troubleCounts = {
  failing: "{count} failing",
  stuck: "{count} stuck",
  late: "{count} late",
  missed: "{count} missed",
  failed: "{count} failed",
  slow: "{count} slow",
  suspended: "{count} suspended",
} as const satisfies Readonly<Record<Trouble, TextKey>>;
