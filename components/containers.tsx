"use client";

import { History } from "lucide-react";
import type { ReactNode } from "react";
import { DenseTable, Section } from "#components/detail/section";
import { LogsIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import { Status } from "#components/status";
import { Age } from "#components/time";
import { Button } from "#components/ui/button";
import type { ContainerRole, ContainerRow, ContainerState } from "#lib/api/rows";
import type { StatusForm } from "#lib/printers/status";
import { type Message, type Text, text } from "#lib/texts/text";

/** The containers of a Pod: how each stands, how its last instance ended, and their logs. */
export function Containers(props: {
  readonly containers: readonly ContainerRow[];
  /** The one whose log is shown; `*` for those of all. */
  readonly shown: string;
  readonly showsPrevious: boolean;
  onShow(container: string, previous: boolean): void;
}): ReactNode {
  const { containers, shown, showsPrevious, onShow } = props;
  const { say, tell } = useLanguage();
  return (
    <Section title={say("Containers")}>
      <DenseTable
        label={say("Containers")}
        heads={["NAME", "STATE", "EXIT", "RESTARTS", "LAST STATE", "LOG"]}
      >
        {containers.map((container) => {
          const { name, role, image, restarts, state, last } = container;
          const isShown = name === shown;
          return (
            <tr key={name} title={image} className={isShown ? "bg-cursor" : ""}>
              <td className="whitespace-nowrap">
                <span className="font-medium text-text">{name}</span>
                {role === "container" ? null : (
                  <span className="ml-1.5 text-2xs text-text-3">{tell(roles[role])}</span>
                )}
              </td>
              <td className="py-1">
                <State state={state} />
              </td>
              <td>{tell(exitOf(state))}</td>
              <td>{restarts}</td>
              <td className="whitespace-nowrap">
                {last === null ? (
                  <span className="text-text-3">&lt;none&gt;</span>
                ) : (
                  `${wordOf(last)} ${tell(exitOf(last))}`
                )}
              </td>
              <td className="whitespace-nowrap">
                <span className="inline-flex items-center gap-1.5">
                  <Button
                    size="sm"
                    aria-pressed={isShown && !showsPrevious}
                    aria-label={say("Logs of {name}", { name })}
                    onClick={() => onShow(name, false)}
                  >
                    <LogsIcon aria-hidden />
                    {say("Logs")}
                  </Button>
                  {last === null ? null : (
                    <Button
                      size="sm"
                      square
                      aria-pressed={isShown && showsPrevious}
                      aria-label={say("Previous log of {name}", { name })}
                      title={say("Previous log of {name}", { name })}
                      onClick={() => onShow(name, true)}
                    >
                      <History aria-hidden />
                    </Button>
                  )}
                </span>
              </td>
            </tr>
          );
        })}
      </DenseTable>
    </Section>
  );
}

function State({ state }: { readonly state: ContainerState }): ReactNode {
  const { rich } = useLanguage();
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
            {rich("{time} ago", { time: <Age of={state.finished} /> })}
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

/** What sets it apart from an ordinary one. */
const roles: Readonly<Record<Exclude<ContainerRole, "container">, Message>> = {
  init: text("init"),
  sidecar: text("sidecar"),
  ephemeral: text("ephemeral"),
};

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

function exitOf(state: ContainerState): Text {
  if (state.kind !== "terminated") return "";
  const { exitCode: code, signal } = state;
  return signal === 0 ? String(code) : text("{code} signal {signal}", { code, signal });
}
