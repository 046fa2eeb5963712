import type { ReactNode } from "react";
import { slowSource } from "#components/runs/outlook-reason";
import { Ticking, Until } from "#components/time";
import type { Outlook, Reason } from "#lib/api/runs";
import { slowText } from "#lib/printers/outlook-columns";

/** How a CronJob stands in sentences: when it runs next, what holds it, what it missed. */
export function Standing({ outlook }: { readonly outlook: Outlook }): ReactNode {
  const { next, zone, reason, missed, slow, usual } = outlook;
  return (
    <>
      {next.at === null ? null : (
        <>
          {" "}
          Next in {zone.matters ? "~" : ""}
          <Until ms={Date.parse(next.at)} />.
        </>
      )}
      {slow === null ? null : (
        <span title={`From ${slowSource(slow)}.`}>
          {" "}
          <b>Slow:</b> {slow.name} <Ticking text={(now) => slowText(slow, usual, now)} />.
        </span>
      )}
      {reason ? (
        <>
          {" "}
          <Because reason={reason} />
        </>
      ) : null}
      {missed ? (
        <span title={`From ${missed.newest.source}.`}>
          {" "}
          <b>
            {missed.count}
            {missed.more ? " or more" : ""} missed
          </b>{" "}
          since the last success. {missed.newest.sentence}
        </span>
      ) : null}
    </>
  );
}

/** A reason as a sentence that begins with its word. */
export function Because({ reason }: { readonly reason: Reason }): ReactNode {
  const { word, sentence, source } = reason;
  return (
    <span title={`From ${source}.`}>
      <b>{word}:</b> {sentence}.
    </span>
  );
}
