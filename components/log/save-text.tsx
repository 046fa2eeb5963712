import type { LogTarget } from "#lib/api/log-query";
import type { SourceView } from "#lib/client/logs/log-view";

/** Has the browser save a text as a file. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The name a log is saved under: letters, digits, `-` and `.` alone. */
export function logFileName(target: LogTarget, sources: readonly SourceView[]): string {
  const [first, second] = sources;
  const name =
    first && !second
      ? `${first.origin.pod}-${first.origin.container}`
      : target.kind === "selector"
        ? target.selector
        : target.name;
  // A cluster could call a container anything.
  return `${name.replace(/[^a-z0-9.-]/g, "-")}.log`;
}
