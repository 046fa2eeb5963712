"use client";

import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { late } from "#components/ui/late";
import { LatePopup } from "#components/ui/late-popup";

const note = late(() => import("#components/embedded-note"));

/** Says that the cluster is the one Batchboard brings along; pressed, what that means. */
export function EmbeddedBadge(): ReactNode {
  const { say } = useLanguage();
  return (
    <LatePopup
      code={note}
      popup="dialog"
      trigger={
        <button
          type="button"
          className="inline-flex h-5 items-center rounded-sm border border-dashed border-control bg-surface px-1.75 text-2xs whitespace-nowrap text-text hover:bg-hover data-popup-open:bg-cursor pointer-coarse:h-11"
        >
          <span className="max-card:hidden">{say("Embedded demo cluster")}</span>
          <span className="hidden max-card:inline">{say("demo cluster")}</span>
        </button>
      }
    >
      {({ EmbeddedNote }, trigger) => <EmbeddedNote trigger={trigger} />}
    </LatePopup>
  );
}
