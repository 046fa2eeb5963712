"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { useLanguage } from "#components/language";
import { Kbd } from "#components/ui/kbd";

export interface DialogProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
  readonly title: ReactNode;
  /** One line beside the title. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
  /** The widest it may be, a CSS length. */
  readonly width?: string;
  /** What has the focus as it opens; the first that can have it otherwise. */
  readonly focusRef?: RefObject<HTMLElement | null>;
  onKeyDown?(event: KeyboardEvent): void;
}

/** A modal dialog: traps the focus, gives it back, and closes by Escape. */
export function Dialog(props: DialogProps): ReactNode {
  const { open, onOpenChange, title, note, children, width = "640px", focusRef } = props;
  const { say } = useLanguage();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          {...(focusRef ? { initialFocus: focusRef } : {})}
          onKeyDown={props.onKeyDown}
          style={{ width: `min(${width}, calc(100vw - 24px))` }}
          className="fixed z-50 top-1/2 left-1/2 max-h-[calc(100dvh-24px)] -translate-1/2 overflow-auto rounded-lg border border-line-strong bg-raised p-4 text-text shadow-float"
        >
          <div className="flex items-center gap-2">
            <Base.Title className="text-lg leading-snug font-medium">{title}</Base.Title>
            <span className="flex-1" />
            {note === undefined ? null : <span className="text-xs text-text-3">{note}</span>}
            <Base.Close
              aria-label={say("Close")}
              className="rounded-sm p-1 hover:bg-hover pointer-coarse:p-3"
            >
              <Kbd>Escape</Kbd>
              <span className="hidden text-xs pointer-coarse:inline">{say("Close")}</span>
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
