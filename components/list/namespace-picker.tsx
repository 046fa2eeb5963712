"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { useLanguage } from "#components/language";
import { late } from "#components/ui/late";
import { LatePopup } from "#components/ui/late-popup";
import type { Snapshot } from "#lib/api/frames";
import { type Text, text } from "#lib/texts/text";

export interface NamespacePickerProps {
  /** null while the default is not known. */
  readonly namespaces: Snapshot["namespaces"] | null;
  readonly choices: Snapshot["choices"];
  /** `ns` as it goes into the address bar. */
  onChange(ns: string): void;
  readonly triggerRef: RefObject<HTMLButtonElement | null>;
}

const choice = late(() => import("#components/list/namespace-choice"));

/** All namespaces or any set of them; where they may not be listed, a name can be typed. */
export function NamespacePicker(props: NamespacePickerProps): ReactNode {
  const { namespaces, choices, onChange, triggerRef } = props;
  const { say, tell } = useLanguage();
  return (
    <LatePopup
      code={choice}
      triggerRef={triggerRef}
      popup="dialog"
      role="combobox"
      trigger={
        <button
          type="button"
          aria-label={say("Namespace")}
          title={say("Namespace (n)")}
          className="flex h-7 w-44.5 flex-none items-center gap-1.5 rounded-md border border-control bg-surface px-2 text-xs whitespace-nowrap max-card:w-31 pointer-coarse:h-11 pointer-coarse:text-md"
        >
          <span className="text-text-3 max-card:hidden">{say("namespace")}</span>
          <span className="truncate font-mono">{tell(summary(namespaces))}</span>
          <span className="ml-auto font-mono text-2xs text-text-3">
            {choices.complete ? choices.names.length : ""}
          </span>
          <ChevronDown aria-hidden className="text-text-3" />
        </button>
      }
    >
      {({ NamespaceChoice }, trigger) => (
        <NamespaceChoice {...{ namespaces, choices, onChange, trigger }} />
      )}
    </LatePopup>
  );
}

function summary(namespaces: Snapshot["namespaces"] | null): Text {
  if (namespaces === null) return "…";
  if (namespaces === "*") return text("all");
  const [only, ...others] = namespaces;
  return others.length === 0
    ? (only ?? text("all"))
    : text("{count} chosen", { count: namespaces.length });
}
