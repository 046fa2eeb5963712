"use client";

import { Speech } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { LogStanding } from "#components/log/log-notice";
import { useCommandInContext } from "#components/page-context";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { LogView } from "#lib/client/logs/log-view";
import { type Text, text } from "#lib/texts/text";

export interface LogFooterProps {
  readonly view: LogView;
  readonly following: boolean;
  /** The line that prints the same in a terminal. */
  readonly command: string;
  /** A screen reader reads new lines. */
  readonly aloud: boolean;
  onAloud(aloud: boolean): void;
}

/** How the log stands, how much of it is here, and the command that prints it. */
export function LogFooter(props: LogFooterProps): ReactNode {
  const { view, following, aloud, onAloud } = props;
  const { say, tell } = useLanguage();
  const command = useCommandInContext()(props.command);
  const { sources } = view;
  const lines = sources.reduce((sum, source) => sum + source.lines, 0);
  return (
    <footer className="flex h-(--h-status) flex-none items-center gap-3 overflow-hidden border-t border-line bg-bg px-(--gutter) text-2xs whitespace-nowrap text-text-2">
      <span
        role="status"
        className="flex flex-none items-center gap-1.5"
        data-log-state={view.state.state}
      >
        <LogStanding view={view} following={following} />
      </span>
      <span className="flex-none">
        {sources.length > 1
          ? say("{lines} of {count} containers", {
              lines: linesText(lines),
              count: counted.format(sources.length),
            })
          : tell(linesText(lines))}
      </span>
      <Button
        variant="ghost"
        size="sm"
        square
        aria-label={say("Read new lines")}
        title={say("Have a screen reader read new lines")}
        aria-pressed={aloud}
        onClick={() => onAloud(!aloud)}
      >
        <Speech aria-hidden />
      </Button>
      <span className="flex-1" />
      <code className="truncate font-mono max-card:hidden">{command}</code>
      <CopyButton
        text={command}
        size="sm"
        aria-label={say("Copy the kubectl logs command")}
        title={say("Copy the kubectl logs command")}
      />
    </footer>
  );
}

const counted = new Intl.NumberFormat("en");

function linesText(lines: number): Text {
  return text(lines === 1 ? "{count} line" : "{count} lines", { count: counted.format(lines) });
}
