import { type Text, text } from "#lib/texts/text";

/** What is told of a failure besides. */
export interface FailureDetail {
  /** Whose words they are: those of the container itself are quoted. */
  readonly by: "container" | "cluster";
  readonly words: string;
}

/** What failed, and what is told of it: `container dbt exited 3, saying "no such table"`. */
export function withDetail(what: Text, detail: FailureDetail | null): Text {
  if (detail === null) return what;
  const { by, words } = detail;
  return by === "container"
    ? text('{what}, saying "{words}"', { what, words })
    : text("{what}: {words}", { what, words });
}
