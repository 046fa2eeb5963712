"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import type { TabName } from "#components/tabs";
import { late } from "#components/ui/late";
import { LatePopup } from "#components/ui/late-popup";

export interface ContextSwitchProps {
  /** The context that is shown. */
  readonly context: string;
  /** The table whose like is shown of another one. */
  readonly section: TabName;
}

const choice = late(() => import("#components/context-choice"));

/** Names the context, and leads to the others of the kubeconfig. */
export function ContextSwitch({ context, section }: ContextSwitchProps): ReactNode {
  const { say } = useLanguage();
  const label = say("Context {name}", { name: context });
  return (
    <LatePopup
      code={choice}
      popup="dialog"
      role="combobox"
      trigger={
        <button
          type="button"
          aria-label={label}
          title={label}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-control bg-surface px-2 text-sm hover:bg-hover data-popup-open:bg-cursor pointer-coarse:h-11"
        >
          <span className="max-w-56 truncate font-mono">{context}</span>
          <ChevronDown aria-hidden className="flex-none text-text-3" />
        </button>
      }
    >
      {({ ContextChoice }, trigger) => <ContextChoice {...{ context, section, trigger }} />}
    </LatePopup>
  );
}
