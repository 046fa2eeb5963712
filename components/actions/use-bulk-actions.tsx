"use client";

import { Play, RotateCcw, Trash2 } from "lucide-react";
import { useMemo } from "react";
import type { Actionable } from "#components/actions/actionable";
import { ask } from "#components/actions/question";
import { missingIn } from "#components/actions/rights";
import { runActions } from "#components/actions/run-actions";
import { flip, oppositeOf, type RowAction } from "#components/actions/use-row-actions";
import { kindOf } from "#components/actions/words";
import { ResumeIcon, SuspendIcon } from "#components/icons";
import type { Action } from "#lib/api/actions";
import type { Right } from "#lib/api/rights";
import { useRights } from "#lib/client/use-rights";
import { actionLine } from "#lib/line/action-line";
import { type Text, text } from "#lib/texts/text";

/** What can be done with several objects at once. */
export interface BulkAction extends RowAction {
  /** A kubectl line for each object. */
  readonly commands: readonly string[];
}

/** What can be done with all of them, each where it makes sense. */
export function useBulkActions(
  resource: Action["resource"],
  objects: readonly Actionable[],
  hold: Text | undefined,
): readonly BulkAction[] {
  const namespaces = useMemo(
    () => [...new Set(objects.map(({ namespace }) => namespace))],
    [objects],
  );
  const verdict = useRights(namespaces);
  return useMemo(() => {
    if (objects.length === 0) return [];
    return draftsOf(resource, objects).map(({ right, of, none, ...draft }) => {
      const denied = namespaces.filter((namespace) => verdict(right, namespace) === "denied");
      const [first] = denied;
      const missing = first === undefined ? {} : { missing: { right, namespace: first } };
      const commands = draft.actions.map(actionLine);
      return {
        ...draft,
        ...missing,
        commands,
        command: commands[0] ?? "",
        unavailable:
          hold ??
          (of.length === 0 ? none : first === undefined ? undefined : missingIn(right, denied)),
      };
    });
  }, [resource, objects, namespaces, verdict, hold]);
}

interface Draft extends Pick<RowAction, "id" | "hotkey" | "label" | "icon" | "run"> {
  readonly right: Right;
  /** Those it makes sense for. */
  readonly of: readonly Actionable[];
  /** Why it cannot be done where there are none. */
  readonly none: Text;
  readonly actions: readonly Action[];
}

function draftsOf(resource: Action["resource"], objects: readonly Actionable[]): readonly Draft[] {
  const target = ({ namespace, name, uid }: Actionable) => ({ namespace, name, uid });
  const deletion: Draft = {
    id: "delete",
    hotkey: "Ctrl d",
    label: text("Delete…"),
    icon: Trash2,
    right: `delete ${resource}`,
    of: objects,
    none: "",
    actions: objects.map((object) => ({
      action: "delete",
      resource,
      target: target(object),
      cascade: "background",
    })),
    run: () => ask({ verb: "delete", resource, subjects: objects }),
  };
  if (resource === "pods") return [deletion];
  const kind = kindOf(resource);
  const open = objects.filter(({ finished }) => !finished);
  const active = open.filter(({ suspend }) => !suspend);
  const held = open.filter(({ suspend }) => suspend);
  const resumes = held.map((object) => flip(resource, object, "resume"));
  const flips: Draft[] = [
    {
      id: "suspend",
      hotkey: "s",
      label: text("Suspend"),
      icon: SuspendIcon,
      right: `patch ${resource}`,
      of: active,
      none: text("None of these {kind}s can be suspended", { kind }),
      actions: active.map((object) => flip(resource, object, "suspend")),
      run: () => ask({ verb: "suspend", resource, subjects: active }),
    },
    {
      id: "resume",
      hotkey: "r",
      label: text("Resume"),
      icon: ResumeIcon,
      right: `patch ${resource}`,
      of: held,
      none: text("None of these {kind}s is suspended", { kind }),
      actions: resumes,
      run: () =>
        void runActions(
          resumes,
          held.map((object, i) => oppositeOf(resumes[i] as Action, object)),
        ),
    },
  ];
  return [...flips, resource === "cronjobs" ? triggers(objects) : reruns(objects), deletion];

  function triggers(of: readonly Actionable[]): Draft {
    return {
      id: "trigger",
      hotkey: "t",
      label: text("Trigger"),
      icon: Play,
      right: "create jobs",
      of,
      none: "",
      actions: of.map((object) => ({
        action: "trigger",
        resource: "cronjobs",
        target: target(object),
        key: "",
      })),
      run: () => ask({ verb: "trigger", resource: "cronjobs", subjects: of }),
    };
  }

  function reruns(all: readonly Actionable[]): Draft {
    const of = all.filter(({ finished }) => finished);
    return {
      id: "rerun",
      hotkey: "R",
      label: text("Run again"),
      icon: RotateCcw,
      right: "create jobs",
      of,
      none: text("None of these Jobs is over"),
      actions: of.map((object) => ({
        action: "rerun",
        resource: "jobs",
        target: target(object),
        key: "",
        owner: object.cronJob === null ? "drop" : "keep",
      })),
      run: () => ask({ verb: "rerun", resource: "jobs", subjects: of }),
    };
  }
}
