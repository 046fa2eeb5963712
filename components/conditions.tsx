"use client";

import type { ReactNode } from "react";
import { denseTable, Section, Sideways } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { Age } from "#components/time";
import type { Condition } from "#lib/api/rows";

/** Where there is little room the message stands under its reason. */
const roomy = "@max-[719px]:hidden";

/** What the object's status says of itself, in the order in which it came to be so. */
export function Conditions(props: { readonly conditions: readonly Condition[] }): ReactNode {
  const { say } = useLanguage();
  const { conditions } = props;
  if (conditions.length === 0) return null;
  const inTime = conditions.toSorted((a, b) => ((a.since ?? "") < (b.since ?? "") ? -1 : 1));
  return (
    <Section title={say("Conditions")}>
      <Sideways>
        <table aria-label={say("Conditions")} className={denseTable}>
          <thead>
            <tr>
              <th scope="col">TYPE</th>
              <th scope="col">STATUS</th>
              <th scope="col">REASON</th>
              <th scope="col">SINCE</th>
              <th scope="col" className={roomy}>
                MESSAGE
              </th>
            </tr>
          </thead>
          <tbody>
            {inTime.map(({ type, status, reason, since, message }) => (
              <tr key={type}>
                <td className={status === "True" ? "text-text!" : ""}>{type}</td>
                <td>{status}</td>
                <td className="py-1">
                  {reason}
                  <span className="block max-w-[60ch] text-xs wrap-anywhere @min-[720px]:hidden">
                    {message}
                  </span>
                </td>
                <td className="whitespace-nowrap">
                  <Age of={since} />
                </td>
                <td className={`min-w-48 py-1 wrap-anywhere ${roomy}`}>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </Section>
  );
}
