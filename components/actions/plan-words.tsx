import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import type { ActionPlan } from "#lib/api/actions";
import type { Planned, Plans } from "#lib/client/use-plans";
import { type Text, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** Warnings that are shown of several objects. */
const shownWarnings = 5;

/** The plans that could be made. */
export function plansOf({ planned }: Plans): readonly ActionPlan[] {
  return planned.flatMap((one) => ("plan" in one ? [one.plan] : []));
}

/** Why the first of the actions cannot be done; undefined for none. */
export function refusalOf(planned: readonly Planned[]): Text | undefined {
  for (const one of planned) {
    if ("error" in one) return one.error.message;
    if (one.plan.refused) return one.plan.refused.message;
  }
  return undefined;
}

/** What will happen, and what speaks against it, a sentence each. */
export function PlanWords(props: {
  readonly plans: Plans;
  /** Of the objects, in the order of the plans. */
  readonly names: readonly string[];
}): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { plans, names } = props;
  const all = plansOf(plans);
  const effects = all.length === 1 ? (all[0]?.effects ?? []) : common(all);
  const warnings = warningsOf(plans.planned, names);
  const refused = refusalOf(plans.planned);
  return (
    <div aria-live="polite" aria-busy={!plans.ready}>
      {all.length === 0 && refused === undefined ? (
        <p className="mt-2 text-xs text-text-3">{say("Asking the cluster what will happen")}</p>
      ) : null}
      <ul className="mt-1.5 flex flex-col gap-1 text-md text-text-2">
        {effects.map((effect) => (
          <li key={inEnglish(effect)}>{tell(effect)}</li>
        ))}
      </ul>
      {warnings.length === 0 ? null : (
        <ul className="mt-2.5 flex flex-col gap-1.5 rounded-md border border-warn-fill bg-warn-tint px-2.5 py-2 text-xs text-text">
          {warnings.slice(0, shownWarnings).map((warning) => (
            <li key={inEnglish(warning)} className="flex items-start gap-2">
              <span className="pt-px">
                <StatusIcon form="warn" />
              </span>
              {tell(warning)}
            </li>
          ))}
          {warnings.length > shownWarnings ? (
            <li>{say("And {count} more warnings.", { count: warnings.length - shownWarnings })}</li>
          ) : null}
        </ul>
      )}
      {refused === undefined ? null : (
        <p role="alert" className="mt-2.5 flex items-start gap-2 text-xs">
          <StatusIcon form="bad" />
          <span>
            {rich("The API server would refuse it: {refusal}", {
              refusal: <span className="font-mono wrap-anywhere">{tell(refused)}</span>,
            })}
          </span>
        </p>
      )}
    </div>
  );
}

/** What is said of several objects names those it is said of. */
function warningsOf(planned: readonly Planned[], names: readonly string[]): readonly Text[] {
  const of = new Map<string, { readonly warning: Text; readonly whom: string[] }>();
  for (const [i, one] of planned.entries()) {
    for (const warning of one && "plan" in one ? one.plan.warnings : []) {
      const said = of.get(inEnglish(warning)) ?? { warning, whom: [] };
      said.whom.push(names[i] ?? "");
      of.set(inEnglish(warning), said);
    }
  }
  return [...of.values()].map(({ warning, whom }) => {
    if (planned.length === 1 || whom.length === planned.length) return warning;
    const slots = { names: whom.slice(0, 3), warning };
    return whom.length > 3
      ? text("{names} and others: {warning}", slots)
      : text("{names}: {warning}", slots);
  });
}

/** The sentences that hold for each of them. */
function common(plans: readonly ActionPlan[]): readonly Text[] {
  const [first, ...rest] = plans;
  const others = rest.map(({ effects }) => new Set(effects.map(inEnglish)));
  return (first?.effects ?? []).filter((effect) =>
    others.every((effects) => effects.has(inEnglish(effect))),
  );
}
