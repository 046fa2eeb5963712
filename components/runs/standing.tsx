import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { slowSource } from "#components/runs/outlook-reason";
import { Ticking, Until } from "#components/time";
import type { Outlook, Reason } from "#lib/api/runs";
import { slowText } from "#lib/printers/outlook-columns";

/** How a CronJob stands in sentences: when it runs next, what holds it, what it missed. */
export function Standing({ outlook }: { readonly outlook: Outlook }): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { next, zone, reason, missed, slow, usual } = outlook;
  return (
    <>
      {next.at === null ? null : (
        <>
          {" "}
          {rich(zone.matters ? "Next in ~{time}." : "Next in {time}.", {
            time: <Until ms={Date.parse(next.at)} />,
          })}
        </>
      )}
      {slow === null ? null : (
        <span title={say("From {source}.", { source: slowSource(slow) })}>
          {" "}
          {rich("{slow} {run} {sentence}.", {
            slow: <b>{say("Slow:")}</b>,
            run: <span translate="no">{slow.name}</span>,
            sentence: <Ticking text={(now) => tell(slowText(slow, usual, now))} />,
          })}
        </span>
      )}
      {reason ? (
        <>
          {" "}
          <Because reason={reason} />
        </>
      ) : null}
      {missed ? (
        <span title={say("From {source}.", { source: missed.newest.source })}>
          {" "}
          {rich("{missed} since the last success. {newest}", {
            missed: (
              <b>
                {say(missed.more ? "{runs} or more missed" : "{runs} missed", {
                  runs: missed.count,
                })}
              </b>
            ),
            newest: tell(missed.newest.sentence),
          })}
        </span>
      ) : null}
    </>
  );
}

/** A reason as a sentence that begins with its word. */
export function Because({ reason }: { readonly reason: Reason }): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { word, sentence, source } = reason;
  return (
    <span title={say("From {source}.", { source })}>
      {rich("{word} {sentence}.", {
        word: <b translate="no">{say("{word}:", { word })}</b>,
        sentence: tell(sentence),
      })}
    </span>
  );
}
