import type { LoggedLine } from "../container-logs.ts";
import type { Container, Terminated } from "./pod-fields.ts";

const mostLines = 80;
const mostBytes = 2048;

/** The end of a failed container's log, where its `terminationMessagePolicy` asks for it. */
export function terminationMessage(
  { terminationMessagePolicy }: Container,
  { exitCode }: Terminated,
  lines: readonly LoggedLine[] | undefined,
): string | null {
  if (terminationMessagePolicy !== "FallbackToLogsOnError" || exitCode === 0 || !lines) return null;
  const text = lines
    .slice(-mostLines)
    .map((line) => (line.partial ? line.text : `${line.text}\n`))
    .join("");
  return Buffer.from(text).subarray(-mostBytes).toString("utf8");
}
