"use client";

import { type ReactNode, useEffect } from "react";
import { useQuestion } from "#components/actions/question";
import { late, useLate } from "#components/ui/late";

const dialogs = late(() => import("#components/actions/action-dialogs"));

/** Where questions are asked, once per page: their code is fetched when it is first wanted. */
export function ActionDesk(): ReactNode {
  const loaded = useLate(dialogs);
  const asks = useQuestion() !== null;
  useEffect(() => {
    if (asks) void dialogs.load().catch(() => {});
  }, [asks]);
  return loaded && <loaded.ActionDialogs />;
}
