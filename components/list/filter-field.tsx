"use client";

import { Search, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, useState } from "react";
import { useLanguage } from "#components/language";
import { Kbd } from "#components/ui/kbd";

export interface FilterFieldProps {
  readonly q: string;
  readonly selector: string;
  onFilter(filter: { q?: string | null; l?: string | null }): void;
  readonly inputRef: Ref<HTMLInputElement>;
}

/**
 * Filters by a part of the name as it is typed. Text that reads as a label selector is applied with
 * Enter, since the API server evaluates it, and then stands beside the field.
 */
export function FilterField({ q, selector, onFilter, inputRef }: FilterFieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? q;
  const { say } = useLanguage();

  const type = (next: string) => {
    const isSelector = selectorIn(next) !== null;
    setDraft(isSelector ? next : null);
    // The names are not filtered by what will be a selector.
    onFilter({ q: isSelector ? null : next || null });
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      const found = selectorIn(text);
      if (found === null) return event.currentTarget.blur();
      setDraft(null);
      onFilter({ q: null, l: found });
    } else if (event.key === "Escape") {
      if (text !== "") {
        setDraft(null);
        onFilter({ q: null });
      } else event.currentTarget.blur();
    } else if (event.key === "Backspace" && text === "" && selector !== "") onFilter({ l: null });
  };

  return (
    <div className="flex h-7 w-66 flex-none items-center gap-1.5 rounded-md border border-control bg-surface px-2 text-xs focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus max-card:min-w-0 max-card:flex-1 pointer-coarse:h-11 pointer-coarse:text-md">
      <Search aria-hidden className="text-text-3" />
      {selector === "" ? null : (
        <span className="flex min-w-0 items-center gap-1 rounded-sm bg-cursor py-0.5 pr-0.5 pl-1.5 font-mono text-2xs">
          <span className="truncate" title={`-l ${selector}`}>
            -l {selector}
          </span>
          <button
            type="button"
            aria-label={say("Clear label selector")}
            className="rounded-sm p-0.5 hover:bg-surface"
            onClick={() => onFilter({ l: null })}
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      )}
      <input
        ref={inputRef}
        type="text"
        aria-label={say("Filter by name or label")}
        placeholder={selector === "" ? say("name or label=value") : say("name")}
        spellCheck={false}
        autoComplete="off"
        className="min-w-12 flex-1 bg-transparent outline-none placeholder:text-text-3"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
      />
      {draft === null ? <Kbd>/</Kbd> : <Kbd>Enter</Kbd>}
    </div>
  );
}

/** The label selector a text stands for: `-l app`, or anything with an operator in it; else null. */
function selectorIn(text: string): string | null {
  const explicit = /^\s*(?:-l|--selector)[\s=]+(.*)$/.exec(text);
  if (explicit) return explicit[1]?.trim() || null;
  return /[=!]|\s(in|notin)\s*\(/.test(text) ? text.trim() : null;
}
