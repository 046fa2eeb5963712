"use client";

import { memo, type ReactNode, useEffect, useMemo, useSyncExternalStore } from "react";
import { useHotkeys } from "#components/keyboard";
import { useLanguage } from "#components/language";
import type { LinePlace } from "#components/line/run-line";
import { enterContext, useCommandInContext, usePageContext } from "#components/page-context";
import { CopyButton } from "#components/ui/copy-button";
import { late, useLate } from "#components/ui/late";
import { useRouter } from "#components/ui/link";
import { tableNames } from "#lib/api/frames";
import type { Namespaces } from "#lib/api/scope";
import { lineEditing } from "#lib/client/line-editing";
import { text } from "#lib/texts/text";

const editor = late(() => import("#components/line/line-editor"));

export interface CommandLineProps {
  /** The kubectl line that shows the same as this view. */
  readonly command: string;
  /** Those that are looked at. */
  readonly namespaces: Namespaces;
  /** The namespace that kubectl would take where none is named; null while it is not known. */
  readonly defaultNamespace: string | null;
}

/** The kubectl line of this view: to be copied, and to be typed anew by a press, `:` or Ctrl K. */
export const CommandLine = memo(function CommandLine(props: CommandLineProps): ReactNode {
  const { namespaces, defaultNamespace } = props;
  const { say } = useLanguage();
  const inContext = useCommandInContext();
  const command = inContext(props.command);
  const editing = useSyncExternalStore(lineEditing.subscribe, lineEditing.get, () => false);
  const loaded = useLate(editor);
  const place = useLinePlace(defaultNamespace);
  useEffect(() => {
    if (editing) editor.load().catch(() => lineEditing.set(false));
  }, [editing]);
  // It is the line of one page.
  useEffect(() => () => lineEditing.set(false), []);
  useHotkeys(
    useMemo(
      () => [
        { keys: ":", does: kubectlLine, group: "Go and find" as const, run: beginEditing },
        {
          keys: "Ctrl k",
          does: kubectlLine,
          group: "Go and find" as const,
          silent: true,
          run: beginEditing,
        },
      ],
      [],
    ),
  );
  const isOpen = editing && loaded !== null;
  return (
    <section
      aria-label={say("kubectl command of this view")}
      className={`relative flex h-(--h-command) items-center bg-surface px-(--gutter) ${isOpen ? "" : "max-card:hidden"}`}
    >
      {isOpen ? (
        <loaded.LineEditor
          command={command}
          namespaces={namespaces}
          place={place}
          onClose={endEditing}
        />
      ) : (
        <Resting
          command={props.command}
          copied={command}
          inContext={inContext}
          onEdit={beginEditing}
        />
      )}
    </section>
  );
});

const kubectlLine = text("kubectl line");
const beginEditing = () => lineEditing.set(true);
const endEditing = () => lineEditing.set(false);

function Resting(props: {
  readonly command: string;
  readonly copied: string;
  readonly inContext: (command: string) => string;
  readonly onEdit: () => void;
}): ReactNode {
  const { command, copied, inContext, onEdit } = props;
  const { say } = useLanguage();
  const { program, verb, rest } = parts(command);
  return (
    <div className="flex h-7.5 min-w-0 flex-1 items-center rounded-md border border-line-strong bg-sunken pr-1 pl-2.5 hover:border-control">
      <button
        type="button"
        title={say("Type a kubectl line ({key})", { key: ":" })}
        aria-label={say("Edit kubectl line: {command}", { command: copied })}
        onClick={onEdit}
        onPointerEnter={() => void editor.load().catch(() => {})}
        className="h-full min-w-0 flex-1 cursor-text truncate rounded-xs text-left font-mono text-sm leading-none whitespace-pre"
      >
        <code>
          <span aria-hidden="true" className="mr-2 text-text-3 select-none">
            $
          </span>
          <span className="text-text-3">{inContext(program)}</span>
          <span className="font-medium text-text">{verb}</span>
          <span className="text-text-2">{inContext(rest)}</span>
        </code>
      </button>
      <CopyButton
        text={copied}
        label={say("Copy")}
        size="sm"
        aria-label={say("Copy kubectl command")}
      />
    </div>
  );
}

function useLinePlace(namespace: string | null): LinePlace {
  const context = usePageContext();
  const router = useRouter();
  return useMemo(
    () => ({
      context,
      namespace,
      go: (address) => (isOpenList(address) ? router.show(address) : router.push(address)),
      enter: enterContext,
    }),
    [context, namespace, router],
  );
}

/** Lists show what their address says without the server: it would only draw them a second time. */
function isOpenList(address: string): boolean {
  const { pathname } = new URL(address, window.location.href);
  return pathname === window.location.pathname && lists.includes(pathname);
}

const lists = ["/", ...tableNames.map((name) => `/${name}`)];

/** `kubectl get cronjobs -A` as program, what is done to what, and how. */
function parts(command: string) {
  const match = /^(kubectl )(.*?)( -.*| \|.*|)$/s.exec(command);
  if (!match) return { program: "", verb: "", rest: command };
  const [, program = "", verb = "", rest = ""] = match;
  return { program, verb, rest };
}
