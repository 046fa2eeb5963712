"use client";

import type { ReactNode } from "react";
import { CopyRole } from "#components/forbidden";
import { showToast } from "#components/ui/toast";
import type { Right } from "#lib/api/rights";
import type { Rule } from "#lib/client/missing-role";
import { rightsStore, verdictOf } from "#lib/client/rights-store";
import { type Text, text } from "#lib/texts/text";

/** A right, and where it is missing. */
export interface MissingRight {
  readonly right: Right;
  readonly namespace: string;
}

/** What the viewer is told. */
export function missingText({ right, namespace }: MissingRight): Text {
  return missingIn(right, [namespace]);
}

/** The same of several namespaces. */
export function missingIn(right: Right, namespaces: readonly string[]): Text {
  const [verb, resource] = partsOf(right);
  return text("You may not {verb} {resource} in {namespaces}", { verb, resource, namespaces });
}

function partsOf(right: Right): readonly [verb: string, resource: string] {
  const [verb = "", resource = ""] = right.split(" ");
  return [verb, resource];
}

/** The rule that would give it. */
function ruleOf(right: Right): Rule {
  const [verb, resource] = partsOf(right);
  return { apiGroup: resource.startsWith("pods") ? "" : "batch", resource, verbs: [verb] };
}

/** Copies the Role that gives it. */
export function CopyMissingRole({ missing }: { readonly missing: MissingRight }): ReactNode {
  const { right, namespace } = missing;
  return <CopyRole rule={ruleOf(right)} where={[namespace]} message="" />;
}

/** Runs it once it is known that the viewer may, or that this cannot be known; tells him if he may not. */
export function guard(needed: MissingRight, run: () => void): () => void {
  return () => {
    const { right, namespace } = needed;
    void rightsStore.ask([namespace]).then(() => {
      if (verdictOf(rightsStore.known.get(), right, namespace) !== "denied") return run();
      showToast({
        form: "bad",
        title: missingText(needed),
        text: text("Nothing was changed."),
        actions: <CopyMissingRole missing={needed} />,
      });
    });
  };
}
