"use client";

import { type ReactNode, useEffect } from "react";
import type { TimeDialogProps } from "#components/log/time-dialog";
import { late, useLate } from "#components/ui/late";

const timeDialog = late(() => import("#components/log/time-dialog"));

/** Asks for the times of a log, when somebody wants to be asked. */
export function LogTimes(props: TimeDialogProps & { readonly open: boolean }): ReactNode {
  const { open, ...dialog } = props;
  const loaded = useLate(timeDialog);
  const { onClose } = dialog;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is wanted
  useEffect(() => {
    if (open) timeDialog.load().catch(onClose);
  }, [open]);
  return open && loaded ? <loaded.TimeDialog {...dialog} /> : null;
}
