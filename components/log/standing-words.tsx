import type { LogExit, SourceStanding } from "#lib/api/log-frames";
import type { StatusForm } from "#lib/printers/status";
import { type Text, text } from "#lib/texts/text";

/** How a source stands, in a few words; `detail` is the API server's sentence, empty for none. */
export function standingWords(standing: SourceStanding): {
  readonly form: StatusForm;
  readonly words: Text;
  readonly detail: Text;
} {
  switch (standing.state) {
    case "waiting":
      return { form: "wait", words: text("waiting"), detail: standing.message };
    case "queued":
      return { form: "wait", words: text("waits for its turn"), detail: "" };
    case "reading":
      return { form: "run", words: text("reading"), detail: "" };
    case "interrupted":
      return { form: "warn", words: text("interrupted"), detail: standing.message };
    case "failed":
      return { form: "bad", words: text("not readable"), detail: standing.error.message };
    case "ended":
      return standing.exit === null
        ? { form: "ending", words: text("ended"), detail: "" }
        : {
            form: failed(standing.exit) ? "bad" : "ok",
            words: exitWords(standing.exit),
            detail: "",
          };
  }
}

/** `exit 137 signal 9 OOMKilled`. */
export function exitWords({ exitCode: code, signal, reason }: LogExit): Text {
  const exit =
    signal === 0
      ? text("exit {code}", { code })
      : text("exit {code} signal {signal}", { code, signal });
  return reason === "" ? exit : text("{exit} {reason}", { exit, reason });
}

export function failed({ exitCode, signal }: LogExit): boolean {
  return exitCode !== 0 || signal !== 0;
}

/** `8 ended, 1 with exit 3`: of many sources what their ends were, most frequent codes first. */
export function endedWords(standings: readonly SourceStanding[]): Text {
  const ended = standings.filter((standing) => standing.state === "ended");
  const codes = new Map<number, number>();
  for (const { exit } of ended) {
    if (exit && failed(exit)) codes.set(exit.exitCode, (codes.get(exit.exitCode) ?? 0) + 1);
  }
  const unread = standings.filter(({ state }) => state === "failed").length;
  const parts = [...codes]
    .sort(([a, many], [b, more]) => more - many || a - b)
    .map(([code, count]) => text("{count} with exit {code}", { count, code }));
  if (unread > 0) parts.push(text("{count} not readable", { count: unread }));
  return parts.reduce(
    (said, next) => text("{some}, {next}", { some: said, next }),
    text("{count} ended", { count: ended.length }),
  );
}
