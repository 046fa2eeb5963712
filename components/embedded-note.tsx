"use client";

import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { CopyButton } from "#components/ui/copy-button";
import type { Trigger } from "#components/ui/late-popup";

const ownCluster = "npm start -- --kubeconfig FILE";

/** The badge, and what it means. */
export function EmbeddedNote({ trigger }: { readonly trigger: Trigger }): ReactNode {
  const { say, rich } = useLanguage();
  return (
    <Popover.Root>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className="z-30" sideOffset={6} align="end" collisionPadding={12}>
          <Popover.Popup className="flex w-80 max-w-[calc(100vw-24px)] flex-col gap-2 rounded-lg border border-line-strong bg-raised p-3 text-xs leading-normal text-text shadow-float outline-none">
            <Popover.Title className="text-md font-medium">
              {say("A cluster in memory")}
            </Popover.Title>
            <Popover.Description className="text-text-2">
              {rich(
                "Batchboard brought it along: an API server, controllers and a kubelet, with workloads to look at. It ends with Batchboard, and with it all that was changed. The terminal shows the {line} that lets kubectl drive it.",
                { line: <code className="font-mono">export KUBECONFIG=…</code> },
              )}
            </Popover.Description>
            <p className="text-text-2">{say("For a cluster of yours:")}</p>
            <p className="flex items-center gap-1 rounded-md border border-line bg-sunken pl-2">
              <code className="flex-1 truncate font-mono">{ownCluster}</code>
              <CopyButton text={ownCluster} aria-label={say("Copy the command")} />
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
