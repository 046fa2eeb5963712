"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import type { BaseUIEvent } from "@base-ui/react/types";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useLanguage } from "#components/language";
import { type LineOption, useLineOptions } from "#components/line/line-options";
import { type LineOutcome, type LinePlace, runLine } from "#components/line/run-line";
import type { Namespaces } from "#lib/api/scope";
import { recallLines, rememberLine } from "#lib/client/line-history";
import { pastedLine } from "#lib/line/pasted-text";

export interface LineEditorProps {
  /** The line of the view, as it stands when the editing begins. */
  readonly command: string;
  /** Those that are looked at, whose names are completed. */
  readonly namespaces: Namespaces;
  readonly place: LinePlace;
  onClose(): void;
}

/** The kubectl line as it is typed: completed by Tab or the arrows, done by Enter, left by Escape. */
export function LineEditor(props: LineEditorProps): ReactNode {
  const { command, namespaces, place, onClose } = props;
  const { say } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [line, setLine] = useState(command);
  const [cursor, setCursor] = useState(command.length);
  const [wanted, setWanted] = useState<{ from: number; to: number } | null>(null);
  const [open, setOpen] = useState(false);
  const [highlighted, setHighlighted] = useState<LineOption | null>(null);
  const [outcome, setOutcome] = useState<LineOutcome | null>(null);
  const options = useLineOptions(line, cursor, namespaces);

  useEffect(() => {
    recallLines();
    input.current?.focus();
    input.current?.select();
  }, []);
  useLayoutEffect(() => {
    if (wanted) input.current?.setSelectionRange(wanted.from, wanted.to);
  }, [wanted]);

  const write = useCallback((next: string, at = next.length) => {
    setLine(next);
    setCursor(at);
    setWanted({ from: at, to: at });
    setOutcome(null);
    setOpen(true);
  }, []);
  const run = async () => {
    setOpen(false);
    const result = await runLine(line, place);
    setOutcome(result);
    if (result.kind !== "refused") rememberLine(line.trim());
    if (result.kind === "done") onClose();
    if (result.kind === "refused") {
      const { start, end } = result.refusal.at;
      const to = Math.min(end, line.length);
      if (start > 0 || to < line.length) setWanted({ from: start, to });
    }
  };
  const press = (event: BaseUIEvent<KeyboardEvent<HTMLInputElement>>) => {
    if (event.key === "Tab" && !event.shiftKey && open) {
      const option = highlighted ?? options.find(({ kind }) => kind !== "history");
      if (!option || option.line === line) return;
      event.preventDefault();
      write(option.line, option.cursor);
    } else if (event.key === "Enter" && (!open || highlighted === null)) {
      event.preventDefault();
      void run();
    } else if (event.key === "Escape") {
      event.preventDefault();
      // The library's own would empty the field.
      event.preventBaseUIHandler();
      if (open && options.length > 0) setOpen(false);
      else onClose();
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    const before = line.slice(0, selectionStart ?? 0);
    const pasted = pastedLine(text);
    write(
      `${before}${pasted}${line.slice(selectionEnd ?? line.length)}`,
      before.length + pasted.length,
    );
  };

  return (
    <Autocomplete.Root
      items={options}
      mode="none"
      value={line}
      onValueChange={(next, { reason }) => {
        if (reason === "item-press") return;
        setLine(next);
        setCursor(input.current?.selectionStart ?? next.length);
        setOutcome(null);
        setOpen(true);
      }}
      itemToStringValue={(option: LineOption) => option.line}
      open={open && options.length > 0}
      onOpenChange={(now) => setOpen(now)}
      onItemHighlighted={(option) => setHighlighted(option ?? null)}
    >
      <div className="flex h-7.5 min-w-0 flex-1 items-center rounded-md border border-control bg-surface pr-1 pl-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus pointer-coarse:h-11">
        <span aria-hidden="true" className="mr-2 font-mono text-sm text-text-3 select-none">
          $
        </span>
        <Autocomplete.Input
          ref={input}
          aria-label={say("kubectl line")}
          aria-describedby={outcome ? outcomeId : undefined}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          className="min-w-0 flex-1 bg-transparent font-mono text-sm outline-none"
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? line.length)}
          onKeyDown={press}
          onPaste={paste}
          onBlur={(event) => {
            if (event.relatedTarget instanceof Element && outcome === null) onClose();
          }}
        />
      </div>
      <Outcome outcome={outcome} />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="z-40 outline-none" sideOffset={6} align="start">
          <Autocomplete.Popup
            aria-label={say("What can be typed")}
            className="w-160 max-w-(--available-width) rounded-lg border border-line-strong bg-raised shadow-float"
          >
            <Autocomplete.List className="max-h-[min(24rem,var(--available-height))] overflow-y-auto p-1 outline-none">
              {(option: LineOption) => (
                <Offer key={`${option.kind} ${option.line}`} option={option} onTake={write} />
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

/** One that can be chosen; it is drawn anew only as another. */
const Offer = memo(function Offer(props: {
  readonly option: LineOption;
  onTake(line: string, cursor: number): void;
}): ReactNode {
  const { option, onTake } = props;
  return (
    <Autocomplete.Item
      value={option}
      onClick={() => onTake(option.line, option.cursor)}
      className="flex min-h-7 cursor-default items-center gap-3 rounded-sm px-2 font-mono text-sm outline-none select-none data-highlighted:bg-cursor pointer-coarse:min-h-11"
    >
      <span className="min-w-0 flex-1 truncate">{option.text}</span>
      <Notes notes={option.notes} />
    </Autocomplete.Item>
  );
});

function Notes({ notes }: Pick<LineOption, "notes">): ReactNode {
  const { tell } = useLanguage();
  const areForeign = notes.every((note) => typeof note === "string");
  return (
    <span
      translate={areForeign ? "no" : undefined}
      className="flex-none font-sans text-xs text-text-3"
    >
      {notes.map(tell).join(" · ")}
    </span>
  );
}

const outcomeId = "line-outcome";

/** What a line came to that led nowhere. */
function Outcome({ outcome }: { readonly outcome: LineOutcome | null }): ReactNode {
  const { tell } = useLanguage();
  if (outcome === null || outcome.kind === "done") return null;
  const isRefused = outcome.kind === "refused";
  return (
    <p
      id={outcomeId}
      role={isRefused ? "alert" : "status"}
      className={`absolute top-full right-(--gutter) left-(--gutter) z-30 rounded-md border px-2.5 py-1.5 text-xs shadow-float ${isRefused ? "border-bad-fill bg-bad-tint text-bad-fg" : "border-line-strong bg-raised text-text"}`}
    >
      <span className="font-mono">
        {tell(outcome.kind === "refused" ? outcome.refusal.message : outcome.text)}
      </span>
    </p>
  );
}
