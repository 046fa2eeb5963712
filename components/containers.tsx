"use client";

import { History } from "lucide-react";
import type { ReactNode } from "react";
import { DenseTable, Section } from "#components/detail/section";
import { Status } from "#components/status";
import { Age } from "#components/time";
import { Button } from "#components/ui/button";
import type { ContainerRow, ContainerState } from "#lib/api/rows";
import type { StatusForm } from "#lib/printers/status";

/** The containers of a Pod: how each stands, how its last instance ended, and their logs. */
export function Containers(props: {
  readonly containers: readonly ContainerRow[];
  /** The one whose log is shown. */
  readonly shown: string;
  readonly showsPrevious: boolean;
  onShow(container: string, previous: boolean): void;
}): ReactNode {
  const { containers, shown, showsPrevious, onShow } = props;
  return (
    <Section title="Containers" note="a name opens its log">
      <DenseTable label="Containers" heads={["NAME", "STATE", "EXIT", "RESTARTS", "LAST STATE"]}>
        {containers.map((container) => {
          const { name, role, image, restarts, state, last } = container;
          const isShown = name === shown;
          return (
            <tr key={name} title={image} className={isShown ? "bg-cursor" : ""}>
              <td className="whitespace-nowrap">
                <button
                  type="button"
                  aria-pressed={isShown && !showsPrevious}
                  onClick={() => onShow(name, false)}
                  className="font-medium text-text underline-offset-3 hover:underline"
                >
                  {name}
                </button>
                {role === "container" ? null : (
                  <span className="ml-1.5 text-2xs text-text-3">{role}</span>
                )}
              </td>
              <td className="py-1">
                <State state={state} />
              </td>
              <td>{exitOf(state)}</td>
              <td>{restarts}</td>
              <td className="whitespace-nowrap">
                {last === null ? (
                  <span className="text-text-3">&lt;none&gt;</span>
                ) : (
                  <span className="inline-flex items-center gap-2">
                    {wordOf(last)} {exitOf(last)}
                    <Button
                      size="sm"
                      aria-pressed={isShown && showsPrevious}
                      aria-label={`Previous log of ${name}`}
                      title={`kubectl logs --previous -c ${name}`}
                      onClick={() => onShow(name, true)}
                    >
                      <History aria-hidden />
                      Log
                    </Button>
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </DenseTable>
    </Section>
  );
}

function State({ state }: { readonly state: ContainerState }): ReactNode {
  return (
    <>
      <span className="flex items-center gap-2">
        <Status kind="pod" word={wordOf(state)} {...formOf(state)} />
        {state.kind === "running" && state.started !== null ? (
          <span className="whitespace-nowrap text-text-3">
            <Age of={state.started} />
          </span>
        ) : null}
        {state.kind === "terminated" && state.finished !== null ? (
          <span className="whitespace-nowrap text-text-3">
            <Age of={state.finished} /> ago
          </span>
        ) : null}
      </span>
      {state.kind !== "running" && state.message !== "" ? (
        <span className="block max-w-[48ch] text-xs wrap-anywhere text-text-2">
          {state.message}
        </span>
      ) : null}
    </>
  );
}

const kinds = { waiting: "Waiting", running: "Running", terminated: "Terminated" };

function wordOf(state: ContainerState): string {
  return state.kind === "running" ? kinds.running : state.reason || kinds[state.kind];
}

/** A waiting container has the form of its reason. */
function formOf(state: ContainerState): { readonly form?: StatusForm } {
  if (state.kind === "waiting") return {};
  if (state.kind === "running") return { form: "run" };
  return { form: state.exitCode === 0 && state.signal === 0 ? "ok" : "bad" };
}

function exitOf(state: ContainerState): string {
  if (state.kind !== "terminated") return "";
  return state.signal === 0 ? String(state.exitCode) : `${state.exitCode} signal ${state.signal}`;
}
