"use client";

import { Eye, EyeOff, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { type ObjectName, useManifest } from "#lib/client/use-manifest";
import { text } from "#lib/texts/text";

/** An object as YAML, to read and to copy. */
export function Manifest(props: {
  readonly object: ObjectName;
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}): ReactNode {
  const { object, open, onOpenChange } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="920px"
      title={
        <span className="font-mono wrap-anywhere">
          {object.kind}/{object.name}
        </span>
      }
    >
      <Yaml object={object} />
    </Dialog>
  );
}

function Yaml({ object }: { readonly object: ObjectName }): ReactNode {
  const { say, tell } = useLanguage();
  const [reveal, setReveal] = useState(false);
  const { yaml, error, loading, refresh } = useManifest(object, reveal);
  const Icon = reveal ? EyeOff : Eye;
  return (
    <>
      <p className="mt-1 text-xs text-text-2">
        {reveal
          ? say("As it is now, without managedFields. Values of env, commands and args are shown.")
          : say(
              "As it is now, without managedFields. Values of env, commands and args are masked, for they may be secret.",
            )}
      </p>
      <div className="mt-2 mb-2 flex flex-wrap items-center gap-2">
        <CopyButton variant="outline" text={yaml ?? ""} label={say("Copy YAML")} />
        <Button onClick={refresh} unavailable={loading ? text("It is being fetched") : undefined}>
          <RotateCw aria-hidden />
          {say("Fetch again")}
        </Button>
        <Button aria-pressed={reveal} onClick={() => setReveal(!reveal)}>
          <Icon aria-hidden />
          {reveal ? say("Mask values") : say("Show values")}
        </Button>
      </div>
      {error === null ? null : (
        <p role="alert" className="mb-2 flex items-center gap-2 text-xs">
          <StatusIcon form="bad" />
          <span className="font-mono wrap-anywhere">{tell(error.message)}</span>
        </p>
      )}
      {yaml === null ? (
        error === null ? (
          <p className="text-xs text-text-2">{say("Fetching")}</p>
        ) : null
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[64dvh] overflow-auto rounded-md border border-line bg-sunken px-2.5 py-2 font-mono text-xs leading-relaxed"
        >
          {yaml}
        </pre>
      )}
    </>
  );
}
