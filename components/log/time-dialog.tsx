"use client";

import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import type { LogSettings } from "#lib/client/logs/log-settings";
import { readTime, type TimeReading, timeForms, zoneName } from "#lib/logs/time";
import type { Text } from "#lib/texts/text";

export interface TimeDialogProps {
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
  readonly reading: TimeReading;
  /** Brings the lines of an instant into sight. */
  onJump(at: string): void;
  onClose(): void;
}

/** From when to when the log is read, and the way to a time within it. */
export function TimeDialog(props: TimeDialogProps): ReactNode {
  const { settings, onSettings, reading, onJump, onClose } = props;
  const { say } = useLanguage();
  const first = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={say("Times of the log")}
      width="420px"
      focusRef={first}
    >
      <p className="mt-1 text-xs text-text-2">
        {say("{forms}. A time without a zone is in {zone}.", {
          forms: timeForms,
          zone: zoneName(reading.zone),
        })}
      </p>
      <TimeForm
        label={say("Jump to")}
        button={say("Jump")}
        reading={reading}
        field={first}
        initial=""
        onTime={(at) => {
          if (at !== "") onJump(at);
          onClose();
        }}
      />
      <TimeForm
        label={say("Read from")}
        button={say("Read")}
        reading={reading}
        initial={settings.from}
        onTime={(from) => {
          onSettings({ from, since: "" });
          onClose();
        }}
      />
      <TimeForm
        label={say("Read until")}
        button={say("Read")}
        reading={reading}
        initial={settings.until}
        onTime={(until) => {
          onSettings({ until });
          onClose();
        }}
      />
      <p className="mt-2 text-xs text-text-3">
        {say("An empty field sets no bound. A log that is read until a time is not followed.")}
      </p>
    </Dialog>
  );
}

function TimeForm(props: {
  readonly label: string;
  readonly button: string;
  readonly reading: TimeReading;
  readonly initial: string;
  readonly field?: React.Ref<HTMLInputElement>;
  /** An instant, or empty for none. */
  onTime(at: string): void;
}): ReactNode {
  const { label, button, reading, initial, field, onTime } = props;
  const [text, setText] = useState(initial);
  const { tell } = useLanguage();
  const [error, setError] = useState<Text>("");
  const errorId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return onTime("");
    const read = readTime(text, reading);
    if ("error" in read) setError(read.error);
    else onTime(read.at);
  };
  return (
    <form onSubmit={submit} className="mt-2 text-xs">
      <div className="flex items-center gap-2">
        <label className="flex min-w-0 flex-1 items-center gap-2">
          <span className="w-18 flex-none">{label}</span>
          <input
            ref={field}
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={text}
            aria-invalid={error !== ""}
            aria-describedby={error === "" ? undefined : errorId}
            onChange={(event) => {
              setText(event.target.value);
              setError("");
            }}
            className="h-7 min-w-0 flex-1 rounded-md border border-control bg-surface px-2 font-mono outline-none focus-visible:outline-2 focus-visible:outline-focus pointer-coarse:h-11"
          />
        </label>
        <Button type="submit">{button}</Button>
      </div>
      {error === "" ? null : (
        <p id={errorId} role="alert" className="mt-1 text-bad-fg">
          {tell(error)}
        </p>
      )}
    </form>
  );
}
