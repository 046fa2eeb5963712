"use client";

import type { ReactNode } from "react";
import { type Speech, useLanguage } from "#components/language";
import { Age, Ticking } from "#components/time";
import type { Suspension } from "#lib/api/suspension";
import { suspensionReason } from "#lib/printers/suspension";

/** Since when it is suspended, and what was written down about it. */
export function SuspensionNote({ suspension }: { readonly suspension: Suspension }): ReactNode {
  const speech = useLanguage();
  const { say, rich } = speech;
  const { since, by, reason, until } = suspension;
  if (reason === null && until === null) {
    if (since === null) return null;
    const word = <b>{say("Suspended")}</b>;
    const age = <Age of={since} />;
    return (
      <span title={say("From metadata.managedFields.")}>
        {" "}
        {by === null
          ? rich("{word} {age} ago.", { word, age })
          : rich("{word} {age} ago by {by}.", { word, age, by: <span translate="no">{by}</span> })}
      </span>
    );
  }
  return (
    <span title={say("From its annotations batchboard/suspended-*.")}>
      {" "}
      <Ticking text={(now) => sentence(suspension, now, speech)} />
    </span>
  );
}

function sentence(suspension: Suspension, now: number, { say }: Speech): string {
  const told = suspensionReason(suspension, now);
  return told ? say("{word}: {sentence}.", { word: told.word, sentence: told.sentence }) : "";
}
