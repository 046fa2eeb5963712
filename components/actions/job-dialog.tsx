"use client";

import { ChevronDown, ChevronRight, Play, RotateCcw } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { ConfirmDialog } from "#components/actions/confirm-dialog";
import { JobEditsForm } from "#components/actions/job-edits-form";
import { PlanWords, plansOf, refusalOf } from "#components/actions/plan-words";
import { type ActionQuestion, askNothing, type Subject } from "#components/actions/question";
import { runActions } from "#components/actions/run-actions";
import { counted, kindOf } from "#components/actions/words";
import { YamlDiff } from "#components/actions/yaml-diff";
import { Button } from "#components/ui/button";
import type { Rerun, Trigger } from "#lib/api/actions";
import type { JobEdits } from "#lib/api/job-edits";
import { newActionKey } from "#lib/client/action-key";
import { usePlans } from "#lib/client/use-plans";
import { actionLine } from "#lib/line/action-line";

/** Makes Jobs: of CronJobs, or of Jobs that are over. */
export function JobDialog({ question }: { readonly question: ActionQuestion }): ReactNode {
  const { verb, resource, subjects, indexes } = question;
  const rerun = verb === "rerun";
  // Made once, so that whatever is pressed or lost twice makes one Job.
  const [wanted] = useState(() =>
    subjects.flatMap((subject) =>
      (indexes ?? [undefined]).map((index) => ({ subject, index, key: newActionKey() })),
    ),
  );
  const [edits, setEdits] = useState<JobEdits>({});
  const [editing, setEditing] = useState(false);
  const owned = subjects.some(({ cronJob }) => cronJob !== null);
  const [owner, setOwner] = useState<Rerun["owner"]>(owned ? "keep" : "drop");
  const actions = useMemo(
    () =>
      wanted.map(({ subject, index, key }): Trigger | Rerun => {
        const common = { target: targetOf(subject), key, ...editsOf(edits) };
        return rerun
          ? {
              ...common,
              action: "rerun",
              resource: "jobs",
              owner: subject.cronJob === null ? "drop" : owner,
              ...(index === undefined ? {} : { index }),
            }
          : { ...common, action: "trigger", resource: "cronjobs" };
      }),
    [wanted, edits, rerun, owner],
  );
  const plans = usePlans(actions);
  const [job] = plansOf(plans).flatMap((plan) => plan.job ?? []);
  const [first] = subjects;
  const one = wanted.length === 1;
  const refused = refusalOf(plans.planned);
  const Fold = editing ? ChevronDown : ChevronRight;
  return (
    <ConfirmDialog
      title={
        one ? (
          <>
            {rerun ? "Run" : "Trigger"} {kindOf(resource)}{" "}
            <span className="font-mono wrap-anywhere">{first?.name}</span>
            {rerun ? " again" : null}
            {wanted[0]?.index === undefined ? null : `, index ${wanted[0].index}`}
          </>
        ) : (
          titleOfMany(question)
        )
      }
      commands={actions.map(actionLine)}
      label={`Create ${counted(wanted.length, "jobs")}`}
      icon={rerun ? RotateCcw : Play}
      width={editing ? "860px" : "640px"}
      unavailable={
        plans.ready ? refused && "The API server would refuse it" : "Asking the API server"
      }
      onCancel={askNothing}
      onConfirm={() => {
        askNothing();
        void runActions(actions);
      }}
    >
      <PlanWords plans={plans} names={wanted.map(({ subject }) => subject.name)} />
      {rerun && owned ? (
        <label className="mt-3 flex items-center gap-2 text-xs text-text-2">
          <input
            type="checkbox"
            className="accent-ink"
            checked={owner === "keep"}
            onChange={(event) => setOwner(event.target.checked ? "keep" : "drop")}
          />
          A run of its CronJob, counted in its history
        </label>
      ) : null}
      <label className="mt-2 flex items-center gap-2 text-xs text-text-2">
        <input
          type="checkbox"
          className="accent-ink"
          checked={edits.suspend === true}
          onChange={(event) => setEdits({ ...edits, suspend: event.target.checked || undefined })}
        />
        Suspended at first: it starts once it is resumed
      </label>
      {one && job ? (
        <>
          <Button
            variant="ghost"
            size="sm"
            className="mt-2 -ml-1.5"
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
          >
            <Fold aria-hidden />
            Change it first
          </Button>
          {editing ? (
            <>
              <JobEditsForm job={job} edits={edits} onChange={setEdits} />
              <YamlDiff before={job.unedited} after={job.yaml} />
            </>
          ) : null}
        </>
      ) : null}
    </ConfirmDialog>
  );
}

function titleOfMany({ verb, resource, subjects, indexes }: ActionQuestion): string {
  if (verb !== "rerun") return `Trigger ${counted(subjects.length, resource)}`;
  return indexes
    ? `Run ${indexes.length} indexes of ${subjects[0]?.name} again`
    : `Run ${counted(subjects.length, resource)} again`;
}

function targetOf({ namespace, name, uid }: Subject) {
  return { namespace, name, uid };
}

/** Edits that change nothing are none. */
function editsOf(edits: JobEdits): { readonly edits?: JobEdits } {
  return Object.values(edits).some((value) => value !== undefined) ? { edits } : {};
}
