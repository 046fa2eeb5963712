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
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import type { Rerun, Trigger } from "#lib/api/actions";
import type { JobEdits } from "#lib/api/job-edits";
import { triggeredName } from "#lib/api/job-names";
import { newActionKey } from "#lib/client/action-key";
import { usePlans } from "#lib/client/use-plans";
import { actionLine } from "#lib/line/action-line";
import { type Text, text } from "#lib/texts/text";

/** Makes Jobs: of CronJobs, or of Jobs that are over. */
export function JobDialog({ question }: { readonly question: ActionQuestion }): ReactNode {
  const { say, tell } = useLanguage();
  const { verb, subjects, indexes } = question;
  const rerun = verb === "rerun";
  // Made once, so that whatever is pressed or lost twice makes one Job.
  const [wanted] = useState(() =>
    subjects.flatMap((subject) =>
      (indexes ?? [undefined]).map((index) => ({ subject, index, key: newActionKey() })),
    ),
  );
  const [name, setName] = useState(question.name ?? "");
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
          : { ...common, action: "trigger", resource: "cronjobs", ...nameOf(name) };
      }),
    [wanted, name, edits, rerun, owner],
  );
  const plans = usePlans(actions);
  const [job] = plansOf(plans).flatMap((plan) => plan.job ?? []);
  const one = wanted.length === 1;
  const refused = refusalOf(plans.planned);
  const Fold = editing ? ChevronDown : ChevronRight;
  return (
    <ConfirmDialog
      title={
        one ? (
          <TitleOfOne question={question} index={wanted[0]?.index} />
        ) : (
          tell(titleOfMany(question))
        )
      }
      commands={actions.map(actionLine)}
      label={say("Create {what}", { what: counted(wanted.length, "jobs") })}
      icon={rerun ? RotateCcw : Play}
      width={editing ? "860px" : "640px"}
      unavailable={
        plans.ready
          ? refused && text("The API server would refuse it")
          : text("Asking the API server")
      }
      onCancel={askNothing}
      onConfirm={() => {
        askNothing();
        void runActions(actions);
      }}
    >
      <PlanWords plans={plans} names={wanted.map(({ subject }) => subject.name)} />
      {one && !rerun && wanted[0] ? (
        <label className="mt-3 flex items-center gap-2 text-xs text-text-2">
          {say("Name of the Job")}
          <input
            value={name}
            placeholder={triggeredName({ target: wanted[0].subject, key: wanted[0].key })}
            maxLength={253}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setName(target.value.trim())}
            className="h-7 min-w-0 flex-1 rounded-md border border-control bg-surface px-2 font-mono text-xs text-text"
          />
        </label>
      ) : null}
      {rerun && owned ? (
        <label className="mt-3 flex items-center gap-2 text-xs text-text-2">
          <input
            type="checkbox"
            className="accent-ink"
            checked={owner === "keep"}
            onChange={(event) => setOwner(event.target.checked ? "keep" : "drop")}
          />
          {say("A run of its CronJob, counted in its history")}
        </label>
      ) : null}
      <label className="mt-2 flex items-center gap-2 text-xs text-text-2">
        <input
          type="checkbox"
          className="accent-ink"
          checked={edits.suspend === true}
          onChange={(event) => setEdits({ ...edits, suspend: event.target.checked || undefined })}
        />
        {say("Suspended at first: it starts once it is resumed")}
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
            {say("Change it first")}
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

function TitleOfOne(props: {
  readonly question: ActionQuestion;
  readonly index: number | undefined;
}): ReactNode {
  const { rich } = useLanguage();
  const { question, index } = props;
  const kind = kindOf(question.resource);
  const name = <span className="font-mono wrap-anywhere">{question.subjects[0]?.name}</span>;
  if (question.verb !== "rerun") return rich("Trigger {kind} {name}", { kind, name });
  return index === undefined
    ? rich("Run {kind} {name} again", { kind, name })
    : rich("Run {kind} {name} again, index {index}", { kind, name, index });
}

function titleOfMany({ verb, resource, subjects, indexes }: ActionQuestion): Text {
  const what = counted(subjects.length, resource);
  if (verb !== "rerun") return text("Trigger {what}", { what });
  const [first] = subjects;
  return indexes
    ? text("Run {count} indexes of {name} again", {
        count: indexes.length,
        name: first?.name ?? "",
      })
    : text("Run {what} again", { what });
}

function targetOf({ namespace, name, uid }: Subject) {
  return { namespace, name, uid };
}

/** An empty field leaves the name to the key. */
function nameOf(name: string): Pick<Trigger, "name"> {
  return name === "" ? {} : { name };
}

/** Edits that change nothing are none. */
function editsOf(edits: JobEdits): { readonly edits?: JobEdits } {
  return Object.values(edits).some((value) => value !== undefined) ? { edits } : {};
}
