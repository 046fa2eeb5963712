"use client";

import { type ReactNode, useMemo } from "react";
import { ConfirmDialog } from "#components/actions/confirm-dialog";
import { PlanWords, refusalOf } from "#components/actions/plan-words";
import { type ActionQuestion, askNothing } from "#components/actions/question";
import { runActions } from "#components/actions/run-actions";
import { counted } from "#components/actions/words";
import { ResumeIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import type { Resume, Suspend } from "#lib/api/actions";
import { usePlans } from "#lib/client/use-plans";
import { actionLine } from "#lib/line/action-line";

/** Says what a resume brings before it is done: a line that was typed does nothing by itself. */
export function ResumeDialog({ question }: { readonly question: ActionQuestion }): ReactNode {
  const { say } = useLanguage();
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
  const [first = ""] = names;
  const what = counted(subjects.length, resource);
  return (
    <ConfirmDialog
      title={
        names.length === 1 ? say("Resume {name}", { name: first }) : say("Resume {what}", { what })
      }
      commands={actions.map(actionLine)}
      label={say("Resume {what}", { what })}
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
