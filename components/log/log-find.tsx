"use client";

import { CaseSensitive, ChevronDown, ChevronUp, ListFilter, Regex, Search } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { Text } from "#lib/texts/text";

export interface LogFindProps {
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
  /** What is wrong with the regular expression that was typed; empty for nothing. */
  readonly wrong: Text;
  /** How many hits, and which of them: `3 of 120`. */
  readonly count: Text;
  readonly any: boolean;
  onStep(direction: 1 | -1): void;
  readonly field: Ref<HTMLInputElement>;
}

/** Find in the log: what, how many hits, which of them, and one step on or back. */
export function LogFind(props: LogFindProps): ReactNode {
  const { settings, onSettings, wrong, count, any, onStep, field } = props;
  const { say, tell } = useLanguage();
  const wrongId = useId();
  const { find } = settings;
  return (
    <div className="relative flex min-w-72 flex-1 items-center gap-0.5 card:max-w-105">
      <label className="flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md border border-control bg-surface pr-0.5 pl-2 text-xs focus-within:outline-2 focus-within:outline-focus pointer-coarse:h-11">
        <Search aria-hidden className="text-text-3" />
        <input
          ref={field}
          type="text"
          aria-label={say("Find in the log")}
          aria-invalid={wrong !== ""}
          aria-describedby={wrong === "" ? undefined : wrongId}
          placeholder={say("find")}
          autoComplete="off"
          spellCheck={false}
          value={find}
          onChange={(event) => onSettings({ find: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
            else if (event.key === "Escape") {
              if (find === "") event.currentTarget.blur();
              onSettings({ find: "" });
            }
          }}
          className="min-w-0 flex-1 bg-transparent font-mono outline-none placeholder:font-sans placeholder:text-text-3"
        />
        {find === "" ? (
          <Kbd>/</Kbd>
        ) : (
          <output className="flex-none font-mono text-2xs whitespace-nowrap text-text-2">
            {wrong === "" ? tell(count) : say("not valid")}
          </output>
        )}
        <Step direction={-1} any={any} onStep={onStep} />
        <Step direction={1} any={any} onStep={onStep} />
      </label>
      <Switch
        label={say("Match case")}
        on={settings.matchCase}
        icon={<CaseSensitive aria-hidden />}
        onChange={(matchCase) => onSettings({ matchCase })}
      />
      <Switch
        label={say("Regular expression")}
        on={settings.regex}
        icon={<Regex aria-hidden />}
        onChange={(regex) => onSettings({ regex })}
      />
      <Switch
        label={say("Only matching lines")}
        hotkey="o"
        on={settings.only}
        icon={<ListFilter aria-hidden />}
        onChange={(only) => onSettings({ only })}
      />
      {wrong === "" ? null : (
        <p
          id={wrongId}
          role="alert"
          className="absolute top-full left-0 z-20 mt-1 max-w-full rounded-md border border-bad-fill bg-bad-tint px-2 py-1 text-xs wrap-anywhere shadow-float"
        >
          {say("{wrong} Nothing is hidden by it.", { wrong })}
        </p>
      )}
    </div>
  );
}

function Step(props: {
  readonly direction: 1 | -1;
  readonly any: boolean;
  onStep(direction: 1 | -1): void;
}): ReactNode {
  const { direction, any, onStep } = props;
  const { say } = useLanguage();
  const name = say(direction === 1 ? "Next hit" : "Previous hit");
  return (
    <Button
      variant="ghost"
      size="sm"
      square
      aria-label={name}
      title={say("{what} ({key})", { what: name, key: direction === 1 ? "n" : "N" })}
      unavailable={any ? undefined : say("No hit")}
      className="border-none! bg-transparent!"
      onClick={() => onStep(direction)}
    >
      {direction === 1 ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
    </Button>
  );
}

function Switch(props: {
  readonly label: string;
  readonly hotkey?: string;
  readonly on: boolean;
  readonly icon: ReactNode;
  onChange(on: boolean): void;
}): ReactNode {
  const { label, hotkey, on, icon, onChange } = props;
  const { say } = useLanguage();
  return (
    <Button
      variant="ghost"
      square
      aria-label={label}
      title={hotkey === undefined ? label : say("{what} ({key})", { what: label, key: hotkey })}
      aria-pressed={on}
      onClick={() => onChange(!on)}
    >
      {icon}
    </Button>
  );
}
