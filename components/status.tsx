import type { ReactNode } from "react";
import { Told } from "#components/language";
import type { ObjectView } from "#lib/api/scope";
import { type StatusForm, statusForm } from "#lib/printers/status";
import { type Text, translateOf } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

const ring = <circle cx="8" cy="8" r="6.2" />;
const octagon = (
  <path d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4L1.8 10.6V5.4Z" fill="currentColor" stroke="none" />
);

/** An outline of its own for each form, so that none is told apart by colour alone. */
const outlines: Readonly<Record<StatusForm, ReactNode>> = {
  ok: (
    <>
      {ring}
      <path d="m5.3 8.2 1.9 1.9 3.5-4" />
    </>
  ),
  run: (
    <>
      {ring}
      <path d="M8 3.9v8.2a4.1 4.1 0 0 0 0-8.2Z" fill="currentColor" stroke="none" />
    </>
  ),
  wait: <circle cx="8" cy="8" r="6.2" strokeDasharray="2.6 2.27" />,
  bad: (
    <>
      {octagon}
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" className="stroke-surface" />
    </>
  ),
  warn: (
    <>
      <path d="M8 2.2 14.3 13.4H1.7Z" />
      <path d="M8 6.6v3.1M8 11.6v.01" />
    </>
  ),
  missed: (
    <>
      {ring}
      <path d="M3.8 12.2 12.2 3.8" />
    </>
  ),
  hold: (
    <>
      {ring}
      <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
    </>
  ),
  ending: (
    <>
      {ring}
      <path d="M5.3 8h5.4" />
    </>
  ),
  unknown: (
    <>
      {ring}
      <path d="M6.2 6.4c.1-1 .8-1.6 1.8-1.6s1.9.6 1.9 1.6c0 1.3-1.8 1.3-1.8 2.6M8.1 11.2v.01" />
    </>
  ),
};

const iconColours: Readonly<Record<StatusForm, string>> = {
  ok: "text-ok-fg",
  run: "text-run-fg",
  wait: "text-text-3",
  bad: "text-bad-fg",
  warn: "text-warn-fg",
  missed: "text-warn-fg",
  hold: "text-hold-fg",
  ending: "text-text-3",
  unknown: "text-text-3",
};

/** Strength follows urgency: what went well keeps plain text. */
const wordColours: Readonly<Record<StatusForm, string>> = {
  ...iconColours,
  ok: "",
  wait: "",
  ending: "",
  unknown: "",
  bad: "text-bad-fg font-medium",
};

export function StatusIcon({ form }: { readonly form: StatusForm }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-form={form}
      className={`size-3.5 flex-none fill-none stroke-current stroke-[1.6] ${iconColours[form]}`}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {outlines[form]}
    </svg>
  );
}

export interface StatusProps {
  readonly kind: ObjectView;
  /** The API server's word, which is shown as it is, or one of ours. */
  readonly word: Text;
  /** Another form than the word's own, such as that of `True` in SUSPEND. */
  readonly form?: StatusForm | undefined;
  /** On a surface of its own, as beside the title of a page. */
  readonly pill?: boolean;
}

const pillColours: Readonly<Partial<Record<StatusForm, string>>> = {
  ok: "bg-ok-tint border-ok-fill",
  run: "bg-run-tint border-run-fill",
  bad: "bg-bad-tint border-bad-fill",
  warn: "bg-warn-tint border-warn-fill",
  missed: "bg-warn-tint border-warn-fill",
  hold: "bg-hold-tint border-hold-fill",
};

/** A status as icon and word; the text is the word and nothing else. The form follows from the English. */
export function Status({ kind, word, form, pill = false }: StatusProps): ReactNode {
  const shown = form ?? statusForm(kind, inEnglish(word));
  const box = pill
    ? `rounded-md border py-0.75 pr-2 pl-1.75 font-mono text-xs leading-tight font-medium ${pillColours[shown] ?? "border-line-strong bg-surface"}`
    : "";
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 whitespace-nowrap ${wordColours[shown]} ${box}`}
    >
      <StatusIcon form={shown} />
      <span className="truncate" translate={translateOf(word)}>
        {typeof word === "string" ? word : <Told text={word} />}
      </span>
    </span>
  );
}
