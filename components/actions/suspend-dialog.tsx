"use client";

import { type ReactNode, useMemo, useState } from "react";
import { ConfirmDialog } from "#components/actions/confirm-dialog";
import { PlanWords, refusalOf } from "#components/actions/plan-words";
import { type ActionQuestion, askNothing } from "#components/actions/question";
import { runActions } from "#components/actions/run-actions";
import { counted, kindOf } from "#components/actions/words";
import { SuspendIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import type { Resume, Suspend } from "#lib/api/actions";
import { serverClock } from "#lib/client/server-clock";
import { usePlans } from "#lib/client/use-plans";
import { actionLine } from "#lib/line/action-line";
import { text } from "#lib/texts/text";

/** As the server takes it. */
const longestReason = 500;

/** Suspends with a note: why, and until when. */
export function SuspendDialog({ question }: { readonly question: ActionQuestion }): ReactNode {
  const { say, rich } = useLanguage();
  const { subjects } = question;
  const resource = question.resource === "jobs" ? "jobs" : "cronjobs";
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const untilMs = until === "" ? null : Date.parse(until);
  const actions = useMemo(
    () =>
      subjects.map(({ namespace, name, uid }): Suspend => {
        const target = { namespace, name, uid };
        return { action: "suspend", resource, target };
      }),
    [subjects, resource],
  );
  // What will happen does not depend on the note.
  const plans = usePlans(actions);
  const [first] = subjects;
  const what = counted(subjects.length, resource);
  const refused = refusalOf(plans.planned);
  const noted = actions.map(
    (action): Suspend => ({
      ...action,
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      ...(untilMs === null ? {} : { until: new Date(untilMs).toISOString().replace(/\.\d+/, "") }),
    }),
  );
  return (
    <ConfirmDialog
      title={
        subjects.length === 1
          ? rich("Suspend {kind} {name}", {
              kind: kindOf(resource),
              name: <span className="font-mono wrap-anywhere">{first?.name}</span>,
            })
          : say("Suspend {what}", { what })
      }
      commands={actions.map(actionLine)}
      label={say("Suspend {what}", { what })}
      icon={SuspendIcon}
      unavailable={
        refused ??
        (untilMs !== null && !(untilMs > serverClock.now())
          ? text("The time until which it is suspended is over")
          : undefined)
      }
      onCancel={askNothing}
      onConfirm={() => {
        askNothing();
        const opposites = actions.map(
          ({ target }): Resume => ({ action: "resume", resource, target }),
        );
        void runActions(noted, opposites);
      }}
    >
      <PlanWords plans={plans} names={subjects.map(({ name }) => name)} />
      <label className="mt-3 block text-xs text-text-2">
        {say("Why, for whoever finds it suspended")}
        <input
          value={reason}
          maxLength={longestReason}
          onChange={(event) => setReason(event.target.value)}
          className="mt-1 h-8 w-full rounded-md border border-control bg-surface px-2 text-md text-text"
        />
      </label>
      <label className="mt-2.5 block text-xs text-text-2">
        {say("Until, in your own time zone")}
        <input
          type="datetime-local"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          className="mt-1 block h-8 rounded-md border border-control bg-surface px-2 font-mono text-xs text-text"
        />
      </label>
      <p className="mt-2 text-xs text-text-3">
        {say(
          "Both are kept in its annotations, with your name. Batchboard is no scheduler: it resumes nothing by itself, and marks what is still suspended after that time.",
        )}
      </p>
    </ConfirmDialog>
  );
}
