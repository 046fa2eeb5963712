"use client";

import {
  type DragEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { useLanguage } from "#components/language";
import type { CreationProblem } from "#lib/api/creation";

export interface YamlEditorHandle {
  /** Puts the cursor on a line, from 1, and the line in sight. */
  show(line: number): void;
}

export interface YamlEditorProps {
  readonly handle: Ref<YamlEditorHandle>;
  readonly value: string;
  readonly problems: readonly CreationProblem[];
  onChange(text: string): void;
}

const linePx = 19;
/** More than the server takes. */
const largestBytes = 1024 * 1024;

/** A field for YAML, with numbered lines of which those with a problem are marked. */
export function YamlEditor({ handle, value, problems, onChange }: YamlEditorProps): ReactNode {
  const { say } = useLanguage();
  const field = useRef<HTMLTextAreaElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [tooLarge, setTooLarge] = useState(false);
  const wrong = new Set(problems.map(({ line }) => line));
  const count = value.split("\n").length;
  useImperativeHandle(handle, () => ({
    show(line) {
      const { current } = field;
      if (!current) return;
      const lines = current.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      current.focus();
      current.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      current.scrollTop = Math.max(0, (line - 5) * linePx);
    },
  }));
  const drop = async (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    setTooLarge(file.size > largestBytes);
    if (file.size <= largestBytes) onChange(await file.text());
  };
  return (
    <>
      <div className="flex h-72 overflow-hidden rounded-md border border-control bg-sunken font-mono text-xs has-focus-visible:outline-2 has-focus-visible:outline-focus">
        <div
          aria-hidden="true"
          className="w-10 flex-none overflow-hidden border-r border-line py-2"
        >
          <div style={{ transform: `translateY(${-scrolled}px)`, lineHeight: `${linePx}px` }}>
            {Array.from({ length: count }, (_, i) => (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
                key={i}
                className={`pr-2 text-right ${wrong.has(i + 1) ? "bg-bad-tint font-medium text-bad-fg" : "text-text-3"}`}
              >
                {i + 1}
              </div>
            ))}
          </div>
        </div>
        <textarea
          ref={field}
          aria-label={say("YAML of Jobs and CronJobs")}
          value={value}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => onChange(target.value)}
          onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => void drop(event)}
          style={{ lineHeight: `${linePx}px` }}
          className="min-w-0 flex-1 resize-none bg-transparent px-2.5 py-2 text-text outline-none"
        />
      </div>
      {tooLarge ? (
        <p role="alert" className="mt-1.5 text-xs text-bad-fg">
          {say("The file is larger than 1 MiB, and no manifest is. Drop another one.")}
        </p>
      ) : null}
    </>
  );
}
