"use client";

import { FilePlus2 } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { ConfirmDialog } from "#components/actions/confirm-dialog";
import { askNothing, type CreateQuestion } from "#components/actions/question";
import { YamlEditor, type YamlEditorHandle } from "#components/actions/yaml-editor";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { StatusIcon } from "#components/status";
import { PlainLink } from "#components/ui/plain-link";
import type { CreatedDocument, CreationAnswer, CreationProblem } from "#lib/api/creation";
import type { ApiError } from "#lib/api/errors";
import { newActionKey } from "#lib/client/action-key";
import { create, useChecked } from "#lib/client/use-creation";
import type { StatusForm } from "#lib/printers/status";
import { type Text, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** Jobs and CronJobs from YAML: the API server looks at each before the button lights up. */
export function CreateDialog({ question }: { readonly question: CreateQuestion }): ReactNode {
  const { say, tell } = useLanguage();
  const [yaml, setYaml] = useState("");
  const [namespace, setNamespace] = useState(question.namespaces[0] ?? "default");
  const [key, setKey] = useState(newActionKey);
  const [made, setMade] = useState<CreationAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const editor = useRef<YamlEditorHandle>(null);
  const checked = useChecked({ yaml, namespace, key });
  const answer = made ?? checked.answer;
  const documents = answer?.documents ?? [];
  const problems = [
    ...(answer?.problems ?? []),
    ...documents.flatMap((document) => document.problems),
  ];
  const valid = documents.filter(({ result }) => result === "valid").length;
  const error = failure ?? checked.error;
  const submit = async () => {
    setBusy(true);
    const outcome = await create({ yaml, namespace, key });
    setBusy(false);
    if (outcome.ok) setMade(outcome.answer);
    setFailure(outcome.ok ? null : outcome.error);
  };
  const change = (written: string) => {
    setYaml(written);
    setMade(null);
    setFailure(null);
    // Another text makes other objects.
    if (made) setKey(newActionKey());
  };
  return (
    <ConfirmDialog
      title={say("Create from YAML")}
      commands={["kubectl create -f jobs.yaml"]}
      label={
        made
          ? say("Created")
          : valid === 1
            ? say("Create {count} object", { count: valid })
            : say("Create {count} objects", { count: valid })
      }
      icon={FilePlus2}
      width="860px"
      unavailable={whyNot({ made, busy, yaml, ready: checked.ready, valid, of: documents.length })}
      onCancel={askNothing}
      onConfirm={() => void submit()}
    >
      <p className="mt-1 text-xs text-text-2">
        {say(
          "Jobs and CronJobs, several documents between lines of ---. Paste them, or drop a file. Nothing is created before you press the button.",
        )}
      </p>
      <label className="mt-2 mb-2 flex items-center gap-2 text-xs text-text-2">
        {say("Namespace of those that name none")}
        <input
          value={namespace}
          spellCheck={false}
          onChange={({ target }) => setNamespace(target.value.trim())}
          className="h-7 w-44 rounded-md border border-control bg-surface px-2 font-mono text-xs text-text"
        />
      </label>
      <YamlEditor handle={editor} value={yaml} problems={problems} onChange={change} />
      {error ? (
        <p role="alert" className="mt-2 flex items-start gap-2 text-xs">
          <StatusIcon form="bad" />
          <span className="font-mono wrap-anywhere">{tell(error.message)}</span>
          {error.hint && tell(error.hint)}
        </p>
      ) : null}
      <div aria-live="polite">
        <Problems problems={answer?.problems ?? []} onLine={(line) => editor.current?.show(line)} />
        <ul className="mt-1.5 flex flex-col gap-1">
          {documents.map((document) => (
            <Document
              key={`${document.line}-${document.name}`}
              document={document}
              onLine={(line) => editor.current?.show(line)}
            />
          ))}
        </ul>
      </div>
    </ConfirmDialog>
  );
}

function whyNot(state: {
  readonly made: CreationAnswer | null;
  readonly busy: boolean;
  readonly yaml: string;
  readonly ready: boolean;
  readonly valid: number;
  readonly of: number;
}): Text | undefined {
  const { made, busy, yaml, ready, valid, of } = state;
  if (busy) return text("Creating");
  // A second press would find them there: what was refused is mended in the text.
  if (made) {
    return made.documents.every(isThere) ? text("All are there") : text("Mend what was refused");
  }
  if (yaml.trim() === "") return text("Paste YAML first");
  if (!ready) return text("The API server looks at it");
  return valid === 0 || valid < of ? text("Mend what the API server refuses") : undefined;
}

function isThere({ result }: CreatedDocument): boolean {
  return result === "created" || result === "already";
}

const forms: Readonly<Record<CreatedDocument["result"], StatusForm>> = {
  valid: "ok",
  created: "ok",
  already: "ok",
  refused: "bad",
  unknown: "warn",
};
const words: Readonly<Record<CreatedDocument["result"], Text>> = {
  valid: text("would be created"),
  created: text("created"),
  already: text("was created before"),
  refused: text("refused"),
  unknown: text("may have been created: look at the list"),
};

function Document(props: {
  readonly document: CreatedDocument;
  onLine(line: number): void;
}): ReactNode {
  const { say, tell } = useLanguage();
  const { document, onLine } = props;
  const { kind, namespace, name, result, problems } = document;
  const view = kind === "CronJob" ? "cronjobs" : "jobs";
  const object = `${kind.toLowerCase()}/${name}`;
  return (
    <li className="text-xs">
      <span className="flex flex-wrap items-center gap-2">
        <StatusIcon form={forms[result]} />
        {isThere(document) ? (
          <PlainLink
            href={objectHref(view, namespace, name)}
            className="font-mono underline underline-offset-3"
          >
            {object}
          </PlainLink>
        ) : (
          <span className="font-mono">{object}</span>
        )}
        <span className="font-mono text-text-3">{say("in {namespace}", { namespace })}</span>
        <span className="text-text-2">{tell(words[result])}</span>
      </span>
      <Problems problems={problems} onLine={onLine} />
    </li>
  );
}

function Problems(props: {
  readonly problems: readonly CreationProblem[];
  onLine(line: number): void;
}): ReactNode {
  const { say, tell } = useLanguage();
  return props.problems.map(({ line, message }) => (
    <p
      key={`${line}-${inEnglish(message)}`}
      className="mt-0.5 flex items-start gap-2 pl-5.5 text-xs"
    >
      {line === null ? null : (
        <button
          type="button"
          className="flex-none font-mono text-bad-fg underline underline-offset-3"
          onClick={() => props.onLine(line)}
        >
          {say("line {line}", { line })}
        </button>
      )}
      <span className="font-mono wrap-anywhere text-text-2">{tell(message)}</span>
    </p>
  ));
}
