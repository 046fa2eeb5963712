"use client";

import { CaseSensitive, ChevronDown, ChevronUp, Search } from "lucide-react";
import type { ReactNode, Ref } from "react";
import type { LogSettings } from "#components/log/log-settings";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { type Hits, hitLimit } from "#lib/client/logs/log-search";

export interface LogFindProps {
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
  readonly hits: Hits;
  readonly currentHit: number | null;
  onStep(direction: 1 | -1): void;
  readonly field: Ref<HTMLInputElement>;
}

/** Find in the log: what, how many hits, which of them, and one step on or back. */
export function LogFind(props: LogFindProps): ReactNode {
  const { settings, onSettings, hits, currentHit, onStep, field } = props;
  const any = hits.lines.length > 0;
  return (
    <div className="flex min-w-46 flex-1 items-center gap-0.5 card:max-w-84">
      <label className="flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md border border-control bg-surface pr-0.5 pl-2 text-xs focus-within:outline-2 focus-within:outline-focus pointer-coarse:h-11">
        <Search aria-hidden className="text-text-3" />
        <input
          ref={field}
          type="text"
          aria-label="Find in the log"
          placeholder="find"
          autoComplete="off"
          spellCheck={false}
          value={settings.find}
          onChange={(event) => onSettings({ find: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
            else if (event.key === "Escape") {
              if (settings.find === "") event.currentTarget.blur();
              onSettings({ find: "" });
            }
          }}
          className="min-w-0 flex-1 bg-transparent font-mono outline-none placeholder:font-sans placeholder:text-text-3"
        />
        {settings.find === "" ? (
          <Kbd>/</Kbd>
        ) : (
          <output className="flex-none font-mono text-2xs whitespace-nowrap text-text-2">
            {position(hits, currentHit)}
          </output>
        )}
        <Button
          variant="ghost"
          size="sm"
          square
          aria-label="Previous hit"
          title="Previous hit (N)"
          unavailable={any ? undefined : "No hit"}
          className="border-none! bg-transparent!"
          onClick={() => onStep(-1)}
        >
          <ChevronUp aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="sm"
          square
          aria-label="Next hit"
          title="Next hit (n)"
          unavailable={any ? undefined : "No hit"}
          className="border-none! bg-transparent!"
          onClick={() => onStep(1)}
        >
          <ChevronDown aria-hidden />
        </Button>
      </label>
      <Button
        variant="ghost"
        square
        aria-label="Match case"
        title="Match case"
        aria-pressed={settings.matchCase}
        onClick={() => onSettings({ matchCase: !settings.matchCase })}
      >
        <CaseSensitive aria-hidden />
      </Button>
    </div>
  );
}

const counted = new Intl.NumberFormat("en");

function position({ lines, first }: Hits, currentHit: number | null): string {
  const total = `${counted.format(lines.length)}${lines.length >= hitLimit ? " or more" : ""}`;
  if (lines.length === 0) return "no hit";
  if (currentHit === null || currentHit < first)
    return lines.length === 1 ? "1 hit" : `${total} hits`;
  return `${counted.format(currentHit - first + 1)} of ${total}`;
}
