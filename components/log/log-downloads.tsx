"use client";

import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { formatLogExport } from "#lib/api/log-export";
import type { LogQuery } from "#lib/api/log-query";
import { requestUrl } from "#lib/client/page-context";

export interface LogDownloadsProps {
  /** What is read: of everything that can be read of it, not only of what is loaded. */
  readonly query: LogQuery;
  readonly compact: boolean;
  /** Saves the lines that are shown, as the containers wrote them. */
  onShown(): void;
}

/** Takes the log away. What the server sends, the browser saves: its own list shows and stops it. */
export function LogDownloads({ query, compact, onShown }: LogDownloadsProps): ReactNode {
  const { say } = useLanguage();
  const everything = { ...query, tail: null };
  const fetchAs = (form: "merged" | "archive") => () => {
    const link = document.createElement("a");
    link.href = requestUrl("logExport", formatLogExport(everything, form));
    link.download = "";
    link.click();
  };
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          square={compact}
          aria-label={say("Download")}
          title={say("Download")}
        >
          <Download aria-hidden />
          {compact ? null : <span className="@max-[1100px]:hidden">{say("Download")}</span>}
        </Button>
      }
    >
      <MenuItem onSelect={onShown}>{say("What is shown")}</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={fetchAs("merged")}>{say("Everything, one file")}</MenuItem>
      <MenuItem onSelect={fetchAs("archive")}>
        {say("Everything, a file per container (zip)")}
      </MenuItem>
    </Menu>
  );
}
