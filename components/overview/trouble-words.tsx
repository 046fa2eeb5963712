import type { Trouble } from "#lib/api/overview";
import type { StatusForm } from "#lib/printers/status";

/** How each trouble is called and drawn. */
export const troubleWords: Readonly<
  Record<Trouble, { readonly word: string; readonly form: StatusForm }>
> = {
  failing: { word: "Failing", form: "bad" },
  stuck: { word: "Stuck", form: "warn" },
  late: { word: "Late", form: "missed" },
  missed: { word: "Missed", form: "missed" },
  failed: { word: "Failed", form: "bad" },
  slow: { word: "Slow", form: "run" },
  suspended: { word: "Suspended", form: "hold" },
};
