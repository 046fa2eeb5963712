import type { LogExit, SourceStanding } from "#lib/api/log-frames";
import type { StatusForm } from "#lib/printers/status";

/** How a source stands, in a few words; `detail` is the API server's sentence, empty for none. */
export function standingWords(standing: SourceStanding): {
  readonly form: StatusForm;
  readonly words: string;
  readonly detail: string;
} {
  switch (standing.state) {
    case "waiting":
      return { form: "wait", words: "waiting", detail: standing.message };
    case "queued":
      return { form: "wait", words: "waits for its turn", detail: "" };
    case "reading":
      return { form: "run", words: "reading", detail: "" };
    case "interrupted":
      return { form: "warn", words: "interrupted", detail: standing.message };
    case "failed":
      return { form: "bad", words: "not readable", detail: standing.error.message };
    case "ended":
      return standing.exit === null
        ? { form: "ending", words: "ended", detail: "" }
        : {
            form: failed(standing.exit) ? "bad" : "ok",
            words: exitWords(standing.exit),
            detail: "",
          };
  }
}

/** `exit 137 signal 9 OOMKilled`. */
export function exitWords({ exitCode, signal, reason }: LogExit): string {
  return `exit ${exitCode}${signal === 0 ? "" : ` signal ${signal}`} ${reason}`.trim();
}

export function failed({ exitCode, signal }: LogExit): boolean {
  return exitCode !== 0 || signal !== 0;
}

/** `8 ended, 1 with exit 3`: of many sources what their ends were, most frequent codes first. */
export function endedWords(standings: readonly SourceStanding[]): string {
  const ended = standings.filter((standing) => standing.state === "ended");
  const codes = new Map<number, number>();
  for (const { exit } of ended) {
    if (exit && failed(exit)) codes.set(exit.exitCode, (codes.get(exit.exitCode) ?? 0) + 1);
  }
  const unread = standings.filter(({ state }) => state === "failed").length;
  const parts = [...codes]
    .sort(([a, many], [b, more]) => more - many || a - b)
    .map(([code, count]) => `${count} with exit ${code}`);
  return [
    `${ended.length} ended`,
    ...parts,
    ...(unread === 0 ? [] : [`${unread} not readable`]),
  ].join(", ");
}
