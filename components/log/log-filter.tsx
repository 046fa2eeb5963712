"use client";

import { FileSearch, X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { Text } from "#lib/texts/text";

const arounds = [0, 2, 5];

export interface LogFilterProps {
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
  /** What is wrong with the expression of the lines to leave out; empty for nothing. */
  readonly wrong: Text;
  /** Asks the server to look through all it can read; null where nothing is looked for. */
  readonly onSearch: (() => void) | null;
  onClose(): void;
}

/** What of the loaded lines is shown, and the way to all the others. */
export function LogFilter(props: LogFilterProps): ReactNode {
  const { settings, onSettings, wrong, onSearch, onClose } = props;
  const { say, tell } = useLanguage();
  const wrongId = useId();
  return (
    <search
      aria-label={say("Filter the log")}
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-bg px-(--gutter) py-1.25 text-xs"
    >
      <fieldset className="flex items-center gap-1">
        <legend className="float-left pr-1 text-text-2">{say("Lines around a hit")}</legend>
        {arounds.map((around) => (
          <Button
            key={around}
            size="sm"
            variant="ghost"
            aria-label={say("{count} lines around a hit", { count: around })}
            aria-pressed={settings.around === around}
            unavailable={
              settings.only ? undefined : say("Only where matching lines alone are shown")
            }
            onClick={() => onSettings({ around })}
          >
            {around}
          </Button>
        ))}
      </fieldset>
      <label className="flex min-w-40 flex-1 items-center gap-1.5 card:max-w-84">
        <span className="flex-none text-text-2">{say("Without")}</span>
        <input
          type="text"
          aria-label={say("Leave out lines with")}
          aria-invalid={wrong !== ""}
          aria-describedby={wrong === "" ? undefined : wrongId}
          placeholder={say(settings.regex ? "expression" : "text")}
          autoComplete="off"
          spellCheck={false}
          value={settings.without}
          onChange={(event) => onSettings({ without: event.target.value })}
          onKeyDown={(event) => event.key === "Escape" && onSettings({ without: "" })}
          className="h-6 min-w-0 flex-1 rounded-md border border-control bg-surface px-2 font-mono outline-none placeholder:font-sans placeholder:text-text-3 focus-visible:outline-2 focus-visible:outline-focus pointer-coarse:h-11"
        />
      </label>
      {wrong === "" ? null : (
        <p id={wrongId} role="alert" className="text-bad-fg">
          {tell(wrong)}
        </p>
      )}
      <Button
        size="sm"
        unavailable={onSearch === null ? say("Type what to find first") : undefined}
        title={say("Look through all that the server can read, not only what is loaded")}
        onClick={() => onSearch?.()}
      >
        <FileSearch aria-hidden />
        {say("Search everything")}
      </Button>
      <span className="flex-1" />
      <Button
        size="sm"
        variant="ghost"
        square
        aria-label={say("Clear find and filter")}
        title={say("Clear find and filter")}
        onClick={onClose}
      >
        <X aria-hidden />
      </Button>
    </search>
  );
}
