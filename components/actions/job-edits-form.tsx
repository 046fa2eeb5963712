"use client";

import { Plus, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { changedContainer } from "#components/actions/container-edits";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import type { PlannedContainer, PlannedJob } from "#lib/api/actions";
import type { ContainerEdits, JobEdits, Quantity } from "#lib/api/job-edits";

export interface JobEditsFormProps {
  readonly job: PlannedJob;
  readonly edits: JobEdits;
  onChange(edits: JobEdits): void;
}

const field =
  "h-7 w-full min-w-0 rounded-md border border-control bg-surface px-2 font-mono text-xs text-text";
const labelled = "block text-xs text-text-2";

/** What is changed of a Job before it is made. An empty field leaves what the template has. */
export function JobEditsForm({ job, edits, onChange }: JobEditsFormProps): ReactNode {
  const { say } = useLanguage();
  const [chosen, setChosen] = useState(job.containers[0]?.name ?? "");
  const container = job.containers.find(({ name }) => name === chosen) ?? job.containers[0];
  return (
    <div className="mt-1.5 rounded-md border border-line-strong px-3 py-2.5">
      <div className="flex flex-wrap items-end gap-3">
        <label className={labelled}>
          {say("Container")}
          <select
            value={container?.name}
            onChange={(event) => setChosen(event.target.value)}
            className={`mt-1 ${field}`}
          >
            {job.containers.map(({ name, init }) => (
              <option key={name} value={name}>
                {init ? say("{name} (init)", { name }) : name}
              </option>
            ))}
          </select>
        </label>
        <label className={labelled}>
          {say("Parallelism")}
          <input
            type="number"
            min={0}
            placeholder={String(job.parallelism ?? 1)}
            value={edits.parallelism ?? ""}
            onChange={({ target }) =>
              onChange({
                ...edits,
                parallelism: target.value === "" ? undefined : Math.max(0, Number(target.value)),
              })
            }
            className={`mt-1 ${field}`}
          />
        </label>
      </div>
      {container ? (
        <ContainerFields
          key={container.name}
          container={container}
          edits={edits.containers?.find(({ name }) => name === container.name)}
          onChange={(change) => onChange(changedContainer(edits, container.name, change))}
        />
      ) : null}
    </div>
  );
}

interface ContainerFieldsProps {
  readonly container: PlannedContainer;
  readonly edits: ContainerEdits | undefined;
  onChange(change: Partial<ContainerEdits>): void;
}

function ContainerFields({ container, edits, onChange }: ContainerFieldsProps): ReactNode {
  const { say } = useLanguage();
  return (
    <div className="mt-2.5 grid gap-2.5 card:grid-cols-2">
      <label className={`${labelled} card:col-span-2`}>
        {say("Image")}
        <input
          value={edits?.image ?? ""}
          placeholder={container.image}
          spellCheck={false}
          onChange={({ target }) => onChange({ image: target.value.trim() || undefined })}
          className={`mt-1 ${field}`}
        />
      </label>
      <Words
        label={say("Command, one word a line")}
        planned={container.command}
        words={edits?.command}
        onChange={(command) => onChange({ command })}
      />
      <Words
        label={say("Arguments, one a line")}
        planned={container.args}
        words={edits?.args}
        onChange={(args) => onChange({ args })}
      />
      <EnvFields container={container} edits={edits} onChange={onChange} />
      <Quantities
        label={say("Requests")}
        planned={container.requests}
        edits={edits?.requests}
        onChange={(requests) => onChange({ requests })}
      />
      <Quantities
        label={say("Limits")}
        planned={container.limits}
        edits={edits?.limits}
        onChange={(limits) => onChange({ limits })}
      />
    </div>
  );
}

/** A list of words as lines of a text; what the template has may be secret, and is replaced whole. */
function Words(props: {
  readonly label: string;
  readonly planned: readonly string[] | null;
  readonly words: readonly string[] | null | undefined;
  onChange(words: readonly string[] | undefined): void;
}): ReactNode {
  const { say } = useLanguage();
  const { label, planned, words, onChange } = props;
  const count = planned?.length ?? 0;
  return (
    <label className={labelled}>
      {label}
      <textarea
        rows={3}
        spellCheck={false}
        value={(words ?? []).join("\n")}
        placeholder={
          count === 0
            ? say("as the image has it")
            : say("as it is, {count} of them, masked", { count })
        }
        onChange={({ target }) =>
          onChange(target.value === "" ? undefined : target.value.split("\n"))
        }
        className={`mt-1 ${field} h-auto py-1.5 leading-relaxed`}
      />
    </label>
  );
}

function EnvFields({ container, edits, onChange }: ContainerFieldsProps): ReactNode {
  const { say } = useLanguage();
  const [added, setAdded] = useState("");
  const addId = useId();
  const own = container.env.filter(({ literal }) => literal).map(({ name }) => name);
  const set = edits?.env ?? [];
  const names = [...new Set([...own, ...set.map(({ name }) => name)])];
  const change = (name: string, value: string | null | undefined) => {
    const rest = set.filter((one) => one.name !== name);
    const env = value === undefined ? rest : [...rest, { name, value }];
    onChange({ env: env.length === 0 ? undefined : env });
  };
  const add = () => {
    const name = added.trim();
    if (name !== "" && !names.includes(name)) change(name, "");
    setAdded("");
  };
  return (
    <fieldset className="card:col-span-2">
      <legend className="text-xs text-text-2">{say("Environment")}</legend>
      {names.map((name) => {
        const edit = set.find((one) => one.name === name);
        const taken = edit?.value === null;
        return (
          <div key={name} className="mt-1 flex items-center gap-2">
            <span
              className={`w-44 flex-none truncate font-mono text-xs ${taken ? "text-text-3 line-through" : ""}`}
              title={name}
            >
              {name}
            </span>
            <input
              aria-label={say("Value of {name}", { name })}
              value={edit?.value ?? ""}
              placeholder={
                taken
                  ? say("taken away")
                  : own.includes(name)
                    ? say("as it is, masked")
                    : say("empty")
              }
              spellCheck={false}
              onChange={({ target }) =>
                change(name, target.value === "" && own.includes(name) ? undefined : target.value)
              }
              className={field}
            />
            <Button
              size="sm"
              variant="ghost"
              square
              aria-label={taken ? say("Keep {name}", { name }) : say("Take {name} away", { name })}
              onClick={() => change(name, taken || !own.includes(name) ? undefined : null)}
            >
              {taken ? <Plus aria-hidden /> : <X aria-hidden />}
            </Button>
          </div>
        );
      })}
      <div className="mt-1 flex items-center gap-2">
        <input
          id={addId}
          aria-label={say("Name of a further variable")}
          value={added}
          placeholder="NAME"
          spellCheck={false}
          onChange={({ target }) => setAdded(target.value)}
          className={`${field} max-w-44`}
        />
        <Button
          size="sm"
          onClick={add}
          unavailable={added.trim() === "" ? say("Name it") : undefined}
        >
          <Plus aria-hidden />
          {say("Add")}
        </Button>
      </div>
    </fieldset>
  );
}

/** What every cluster has; others are changed where the template names them. */
const common = ["cpu", "memory"];

function Quantities(props: {
  readonly label: string;
  readonly planned: readonly { readonly resource: string; readonly quantity: string }[];
  readonly edits: readonly Quantity[] | undefined;
  onChange(edits: readonly Quantity[] | undefined): void;
}): ReactNode {
  const { say } = useLanguage();
  const { label, planned, edits = [], onChange } = props;
  const resources = [...new Set([...common, ...planned.map(({ resource }) => resource)])];
  const change = (resource: string, typed: string) => {
    const rest = edits.filter((one) => one.resource !== resource);
    const quantity = typed.trim();
    const next = quantity === "" ? rest : [...rest, { resource, quantity }];
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <fieldset>
      <legend className="text-xs text-text-2">{label}</legend>
      {resources.map((resource) => (
        <label key={resource} className="mt-1 flex items-center gap-2 font-mono text-xs">
          <span className="w-20 flex-none truncate" title={resource}>
            {resource}
          </span>
          <input
            value={edits.find((one) => one.resource === resource)?.quantity ?? ""}
            placeholder={planned.find((one) => one.resource === resource)?.quantity ?? say("none")}
            spellCheck={false}
            onChange={({ target }) => change(resource, target.value)}
            className={field}
          />
        </label>
      ))}
    </fieldset>
  );
}
