"use client";

import type { ReactNode } from "react";
import { Age, Ticking } from "#components/time";
import type { Suspension } from "#lib/api/suspension";
import { suspensionReason } from "#lib/printers/suspension";

/** Since when it is suspended, and what was written down about it. */
export function SuspensionNote({ suspension }: { readonly suspension: Suspension }): ReactNode {
  const { since, by, reason, until } = suspension;
  if (reason === null && until === null) {
    if (since === null) return null;
    return (
      <span title="From metadata.managedFields.">
        {" "}
        <b>Suspended</b> <Age of={since} /> ago{by === null ? "" : ` by ${by}`}.
      </span>
    );
  }
  return (
    <span title="From its annotations batchboard/suspended-*.">
      {" "}
      <Ticking text={(now) => sentence(suspension, now)} />
    </span>
  );
}

function sentence(suspension: Suspension, now: number): string {
  const told = suspensionReason(suspension, now);
  return told ? `${told.word}: ${told.sentence}.` : "";
}
