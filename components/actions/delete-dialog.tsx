"use client";

import { Trash2 } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { ConfirmDialog } from "#components/actions/confirm-dialog";
import { PlanWords, plansOf } from "#components/actions/plan-words";
import { type ActionQuestion, askNothing } from "#components/actions/question";
import { runActions } from "#components/actions/run-actions";
import { counted, kindOf } from "#components/actions/words";
import { useLanguage } from "#components/language";
import { Status } from "#components/status";
import { type Action, type Cascade, cascades, type Delete } from "#lib/api/actions";
import { mostPlanned, usePlans } from "#lib/client/use-plans";
import { actionLine } from "#lib/line/action-line";
import { text } from "#lib/texts/text";

/** Beyond so many objects a name is typed first. */
const typedAbove = 10;
/** Objects that are named in the list. */
const named = 6;

/** What goes, and by which rule what belongs to it goes too. It cannot be undone. */
export function DeleteDialog({ question }: { readonly question: ActionQuestion }): ReactNode {
  const { say, rich } = useLanguage();
  const { resource, subjects } = question;
  const [cascade, setCascade] = useState<Cascade>(question.cascade ?? "background");
  const [typed, setTyped] = useState("");
  const actions = useMemo(
    () =>
      subjects.map(
        ({ namespace, name, uid }): Delete => ({
          action: "delete",
          resource,
          target: { namespace, name, uid },
          cascade,
        }),
      ),
    [subjects, resource, cascade],
  );
  const plans = usePlans(actions);
  const goes = dependentsOf(plansOf(plans));
  const [first] = subjects;
  const what = [
    counted(subjects.length, resource),
    ...(cascade === "orphan" || goes.jobs === 0 ? [] : [counted(goes.jobs, "jobs")]),
    ...(cascade === "orphan" || goes.pods === 0 ? [] : [counted(goes.pods, "pods")]),
  ];
  const total = subjects.length + (cascade === "orphan" ? 0 : goes.jobs + goes.pods);
  const word = subjects.length === 1 ? (first?.name ?? "") : `delete ${subjects.length}`;
  const mustType = total > typedAbove;
  const partly = subjects.length > mostPlanned;
  return (
    <ConfirmDialog
      title={
        subjects.length === 1
          ? rich("Delete {kind} {name}?", {
              kind: kindOf(resource),
              name: <span className="font-mono wrap-anywhere">{first?.name}</span>,
            })
          : say("Delete {what}?", { what: counted(subjects.length, resource) })
      }
      commands={actions.map(actionLine)}
      label={partly ? say("Delete {what} and more", { what }) : say("Delete {what}", { what })}
      icon={Trash2}
      danger
      unavailable={
        !plans.ready
          ? text("Counting what goes with it")
          : mustType && typed !== word
            ? text("Type {word} first", { word })
            : undefined
      }
      onCancel={askNothing}
      onConfirm={() => {
        askNothing();
        void runActions(actions);
      }}
    >
      <p className="mt-1 text-md text-text-2">{say("This cannot be undone. It deletes:")}</p>
      <ul className="my-2.5 overflow-hidden rounded-md border border-line-strong text-xs">
        {subjects.slice(0, named).map((subject) => (
          <Line key={subject.uid} count={1}>
            <span className="min-w-0 flex-1 truncate font-mono">
              {kindOf(resource).toLowerCase()}/{subject.name}
              <span className="text-text-3">
                {" "}
                {say("in {namespace}", { namespace: subject.namespace })}
              </span>
            </span>
            {subject.status === "" ? null : (
              <Status kind={statusKinds[resource]} word={subject.status} />
            )}
          </Line>
        ))}
        {subjects.length > named ? (
          <Line count={subjects.length - named}>
            {say("more {kind}s", { kind: kindOf(resource) })}
          </Line>
        ) : null}
        {cascade === "orphan" ? null : (
          <>
            {goes.jobs === 0 ? null : (
              <Line count={goes.jobs}>
                {goes.jobs === 1 ? say("Job") : say("Jobs")} <Names names={goes.jobNames} />
              </Line>
            )}
            {goes.pods === 0 ? null : (
              <Line count={goes.pods}>
                {goes.pods === 1 ? say("Pod and its log") : say("Pods and their logs")}{" "}
                <Names names={goes.podNames} />
              </Line>
            )}
          </>
        )}
        {partly ? (
          <li className="border-t border-line px-2.5 py-1.75 text-text-3">
            {say("What goes with them was counted of the first {count}.", { count: mostPlanned })}
          </li>
        ) : null}
      </ul>
      <CascadeChoice value={cascade} onChange={setCascade} />
      <PlanWords plans={plans} names={subjects.map(({ name }) => name)} />
      {mustType ? (
        <label className="mt-3 flex flex-wrap items-center gap-2 text-xs text-text-2">
          {rich("Type {word} to confirm", {
            word: <span className="font-mono text-text">{word}</span>,
          })}
          <input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            className="h-7 min-w-40 flex-1 rounded-md border border-control bg-surface px-2 font-mono text-xs"
          />
        </label>
      ) : null}
    </ConfirmDialog>
  );
}

const statusKinds: Readonly<Record<Action["resource"], "cronjob" | "job" | "pod">> = {
  cronjobs: "cronjob",
  jobs: "job",
  pods: "pod",
};

function Line(props: { readonly count: number; readonly children: ReactNode }): ReactNode {
  return (
    <li className="flex items-center gap-2.5 border-line px-2.5 py-1.75 not-first:border-t">
      <span className="w-6 flex-none text-right font-mono text-text-2">{props.count}</span>
      {props.children}
    </li>
  );
}

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <span className="min-w-0 flex-1 truncate font-mono text-2xs text-text-3">
      {names.join(" ")}
    </span>
  );
}

function CascadeChoice(props: {
  readonly value: Cascade;
  onChange(value: Cascade): void;
}): ReactNode {
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="float-left mr-2 font-mono text-xs leading-6 text-text-2">--cascade</legend>
      {cascades.map((cascade) => (
        <label
          key={cascade}
          className="flex h-6 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong px-2 font-mono text-xs has-checked:border-control has-checked:bg-cursor pointer-coarse:h-11"
        >
          <input
            type="radio"
            name="cascade"
            className="accent-ink"
            checked={props.value === cascade}
            onChange={() => props.onChange(cascade)}
          />
          {cascade}
        </label>
      ))}
    </fieldset>
  );
}

/** What goes with the objects, all of them together. */
function dependentsOf(plans: ReturnType<typeof plansOf>) {
  const all = plans.flatMap(({ dependents }) => dependents ?? []);
  const sum = (counts: readonly { readonly count: number }[]) =>
    counts.reduce((total, { count }) => total + count, 0);
  return {
    jobs: sum(all.map(({ jobs }) => jobs)),
    pods: sum(all.map(({ pods }) => pods)),
    jobNames: all.flatMap(({ jobs }) => jobs.names),
    podNames: all.flatMap(({ pods }) => pods.names),
  };
}
