"use client";

import { type ReactNode, useMemo } from "react";
import { ConfirmDialog } from "#components/actions/confirm-dialog";
import { PlanWords, refusalOf } from "#components/actions/plan-words";
import { type ActionQuestion, askNothing } from "#components/actions/question";
import { runActions } from "#components/actions/run-actions";
import { counted } from "#components/actions/words";
import { ResumeIcon } from "#components/icons";
import type { Resume, Suspend } from "#lib/api/actions";
import { usePlans } from "#lib/client/use-plans";
import { actionLine } from "#lib/line/action-line";

/** Says what a resume brings before it is done: a line that was typed does nothing by itself. */
export function ResumeDialog({ question }: { readonly question: ActionQuestion }): ReactNode {
  const { subjects } = question;
  const resource = question.resource === "jobs" ? "jobs" : "cronjobs";
  const actions = useMemo(
    () =>
      subjects.map(({ namespace, name, uid }): Resume => {
        const target = { namespace, name, uid };
        return { action: "resume", resource, target };
      }),
    [subjects, resource],
  );
  const plans = usePlans(actions);
  const names = subjects.map(({ name }) => name);
  return (
    <ConfirmDialog
      title={
        subjects.length === 1
          ? `Resume ${names[0]}`
          : `Resume ${counted(subjects.length, resource)}`
      }
      commands={actions.map(actionLine)}
      label={`Resume ${counted(subjects.length, resource)}`}
      icon={ResumeIcon}
      unavailable={refusalOf(plans.planned)}
      onCancel={askNothing}
      onConfirm={() => {
        askNothing();
        const opposites = actions.map(
          ({ target }): Suspend => ({ action: "suspend", resource, target }),
        );
        void runActions(actions, opposites);
      }}
    >
      <PlanWords plans={plans} names={names} />
    </ConfirmDialog>
  );
}
