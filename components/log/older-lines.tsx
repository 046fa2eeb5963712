import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import type { LogQuery } from "#lib/api/log-query";
import type { LogView } from "#lib/client/logs/log-view";

/** The room above the first line, in pixels. */
export const olderPx = 28;

/** Whether lines before those that are held may be had: not where the log was read whole. */
export function mayHaveOlder({ older, sources }: LogView, query: LogQuery): boolean {
  if (older !== "unknown") return older !== "none" && sources.length > 0;
  const { tail, since, sinceTime } = query;
  return tail === null
    ? (since !== "" || sinceTime !== "") && sources.length > 0
    : sources.some(({ lines }) => lines >= tail);
}

/** Above the first line that is held: those before it come when one scrolls here, or asks. */
export function OlderLines(props: {
  readonly older: LogView["older"];
  onOlder(): void;
}): ReactNode {
  const { say } = useLanguage();
  const loading = props.older === "loading";
  return (
    <div
      style={{ height: olderPx }}
      className="sticky left-0 flex w-max items-center pl-1.5 font-sans text-text-2"
    >
      <button
        type="button"
        aria-busy={loading}
        className="h-6 rounded-sm px-1.5 hover:bg-hover"
        onClick={() => loading || props.onOlder()}
      >
        {say(loading ? "Older lines are being read …" : "Older lines")}
      </button>
    </div>
  );
}
