"use client";

import type { ReactNode } from "react";
import { type Fact, Facts } from "#components/detail/facts";
import type { DockAction } from "#components/dock";
import type { Icon } from "#components/icons";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { Text } from "#lib/texts/text";

export interface Crumb {
  readonly text: string;
  /** Absent for the last one. */
  readonly href?: string;
}

/** Something that can be done with the object, as a button and by its key. */
export interface DetailAction extends DockAction {
  readonly icon: Icon;
}

export interface DetailHeaderProps {
  readonly crumbs: readonly Crumb[];
  readonly name: string;
  /** Beside the name: how it stands. */
  readonly status: ReactNode;
  /** After the crumbs: `manual run`, `gone`. */
  readonly tags: readonly Text[];
  /** One sentence about how it stands and why; null where there is nothing to say. */
  readonly sentence: ReactNode;
  readonly facts: readonly Fact[];
  readonly actions: readonly DetailAction[];
  onMark(action: string): void;
}

/** Who it is, where it belongs, how it stands, and what can be done. */
export function DetailHeader(props: DetailHeaderProps): ReactNode {
  const { crumbs, name, status, tags, sentence, facts, actions, onMark } = props;
  const { say, tell } = useLanguage();
  return (
    <header className="flex-none px-4 pt-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <nav
            aria-label={say("Owners")}
            className="flex flex-wrap items-center gap-1.5 font-mono text-xs leading-snug text-text-3"
          >
            {crumbs.map(({ text, href }, i) => (
              <span key={text} className="flex items-center gap-1.5">
                {i === 0 ? null : <span aria-hidden>/</span>}
                {href === undefined ? (
                  text
                ) : (
                  <Link href={href} className="text-text-2 underline-offset-3 hover:underline">
                    {text}
                  </Link>
                )}
              </span>
            ))}
            {tags.map(tell).map((tag) => (
              <span
                key={tag}
                className="ml-1.5 inline-flex h-5 items-center rounded-sm border border-line-strong bg-surface px-1.75 font-sans text-2xs text-text-2"
              >
                {tag}
              </span>
            ))}
          </nav>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <h1 className="font-mono text-xl leading-snug font-medium tracking-[-0.01em] wrap-anywhere">
              {name}
            </h1>
            {status}
          </div>
          {sentence === null ? null : (
            <p className="mt-1.25 text-md wrap-anywhere text-text-2 [&_b]:font-medium [&_b]:text-text">
              {sentence}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2 pt-3.5 max-card:w-full max-card:pt-1">
          {actions.map((action) => (
            <ActionButton key={action.id} action={action} onMark={onMark} />
          ))}
        </div>
      </div>
      <Facts facts={facts} />
    </header>
  );
}

function ActionButton(props: {
  readonly action: DetailAction;
  onMark(action: string): void;
}): ReactNode {
  const { action, onMark } = props;
  const { tell } = useLanguage();
  const Picture = action.icon;
  return (
    <Button
      variant={action.id === "logs" ? "primary" : "outline"}
      hotkey={action.hotkey}
      unavailable={action.unavailable}
      className="max-card:flex-1"
      onClick={() => action.run()}
      onPointerEnter={() => onMark(action.id)}
      onFocus={() => onMark(action.id)}
    >
      <Picture aria-hidden />
      {tell(action.label)}
    </Button>
  );
}
