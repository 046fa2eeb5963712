"use client";

import { RotateCw, X } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import type { ApiError } from "#lib/api/errors";
import type { Snapshot } from "#lib/api/frames";
import { statusText } from "#lib/printers/status";
import { type Text, translateOf } from "#lib/texts/text";

/** What stands in place of rows. Each says what is the matter and what to do next. */

function Notice(props: { readonly heading: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <div className="max-w-[76ch] px-5 py-5.5">
      <h2 className="font-mono text-md leading-normal font-medium">{props.heading}</h2>
      <div className="mt-1 flex flex-col gap-3 text-text-2">{props.children}</div>
    </div>
  );
}

function Buttons({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}

const widths = ["w-44", "w-30", "w-48", "w-36", "w-28", "w-40"];

/** Grey bars in place of rows, and how far the list has come; they come late and do not move. */
export function Loading(props: { readonly title: Text; readonly progress: Text }): ReactNode {
  const { title, progress } = props;
  const { say, tell } = useLanguage();
  return (
    <div className="appear-late" aria-busy="true">
      <p className="flex h-(--h-row) items-center gap-1.5 border-b border-line px-(--gutter) text-xs text-text-2">
        {say("Listing {title}", { title })}
        {progress === "" ? null : <span className="font-mono text-text">{tell(progress)}</span>}
      </p>
      {widths.map((width) => (
        <div
          key={width}
          className="flex h-(--h-row) items-center gap-6 border-b border-line px-(--gutter)"
        >
          {["w-24", width, "w-20", "w-9", "w-11"].map((bone) => (
            <span key={bone} className={`h-2 rounded-xs bg-bone ${bone}`} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** kubectl's sentence for a list without rows. */
function emptySentence(namespaces: Snapshot["namespaces"]): string {
  if (namespaces === "*") return "No resources found";
  const place = namespaces.length === 1 ? "namespace" : "namespaces";
  return `No resources found in ${namespaces.join(", ")} ${place}.`;
}

/** `from` is who was asked. */
export function NoAnswerYet(props: {
  readonly from: "The cluster" | "Batchboard";
  readonly children: ReactNode;
}): ReactNode {
  const { say } = useLanguage();
  return (
    <div className="px-5 py-5.5">
      <p className="font-mono text-md font-medium">
        {props.from === "Batchboard"
          ? say("Batchboard has not answered yet")
          : say("The cluster has not answered yet")}
      </p>
      <p className="mt-1 text-text-2">{props.children}</p>
    </div>
  );
}

export function Empty(props: {
  readonly title: Text;
  readonly namespaces: Snapshot["namespaces"];
  readonly selector: string;
  onAllNamespaces(): void;
  onClearSelector(): void;
}): ReactNode {
  const { title, namespaces, selector } = props;
  const { say, rich, tell } = useLanguage();
  const where = (
    <span className="font-mono">
      {namespaces === "*" ? say("any namespace") : namespaces.join(", ")}
    </span>
  );
  const what = { title: tell(title), where };
  return (
    <Notice heading={emptySentence(namespaces)}>
      <p>
        {selector === ""
          ? rich("There are no {title} in {where}.", what)
          : rich("There are no {title} in {where} with the labels {selector}.", {
              ...what,
              selector: <span className="font-mono">{selector}</span>,
            })}
      </p>
      <Buttons>
        {selector === "" ? null : (
          <Button onClick={props.onClearSelector}>
            <X aria-hidden />
            {say("Clear label selector")}
          </Button>
        )}
        {namespaces === "*" ? null : (
          <Button variant="primary" hotkey="0" onClick={props.onAllNamespaces}>
            {say("Show all namespaces")}
          </Button>
        )}
      </Buttons>
    </Notice>
  );
}

export function NoMatch(props: {
  readonly title: Text;
  readonly total: number;
  readonly q: string;
  readonly statuses: readonly string[];
  readonly closest: string | null;
  onClosest(name: string): void;
  onClear(): void;
}): ReactNode {
  const { title, total, q, statuses, closest } = props;
  const { say, rich, tell } = useLanguage();
  const filters = [...(q === "" ? [] : [q]), ...statuses.map((status) => tell(statusText(status)))];
  return (
    <Notice
      heading={rich("0 of {total} {title} match {filters}", {
        total,
        title: tell(title),
        filters: filters.map((filter) => (
          <mark key={filter} className="mr-1.5 rounded-xs bg-hit px-0.5 text-text">
            {filter}
          </mark>
        )),
      })}
    >
      {closest === null ? null : (
        <p>
          {rich("Closest name: {name}", {
            name: (
              <button
                type="button"
                className="font-mono underline underline-offset-3"
                onClick={() => props.onClosest(closest)}
              >
                {closest}
              </button>
            ),
          })}
        </p>
      )}
      <Buttons>
        <Button hotkey="Escape" onClick={props.onClear}>
          <X aria-hidden />
          {say("Clear filter")}
        </Button>
      </Buttons>
    </Notice>
  );
}

/** Nothing could be shown, and trying again is up to the viewer. */
export function Failed(props: {
  readonly error: ApiError;
  readonly selector: string;
  onRetry(): void;
  onClearSelector(): void;
}): ReactNode {
  const { error, selector, onRetry, onClearSelector } = props;
  const { say, tell } = useLanguage();
  if (error.code === "unauthenticated") {
    return (
      <Notice heading={say("The session has ended")}>
        <p translate={translateOf(error.message)}>{tell(error.message)}</p>
        <p>{say("Open the new link printed by npm start.")}</p>
      </Notice>
    );
  }
  return (
    <Notice heading={tell(error.message)}>
      {error.hint === undefined ? null : <p>{tell(error.hint)}</p>}
      <Buttons>
        {selector === "" ? null : (
          <Button onClick={onClearSelector}>
            <X aria-hidden />
            {say("Clear label selector")}
          </Button>
        )}
        <Button onClick={onRetry}>
          <RotateCw aria-hidden />
          {say("Try again")}
        </Button>
      </Buttons>
    </Notice>
  );
}
