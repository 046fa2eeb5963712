"use client";

import { type ReactNode, useState } from "react";
import type { Hotkey, HotkeyGroup } from "#components/hotkey";
import { useLanguage } from "#components/language";
import { useSingleKeys } from "#components/single-keys";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { text } from "#lib/texts/text";

/** What the line takes, one of each kind; `lib/line` reads them. */
const exampleLines = [
  { line: "get cj -A -w", does: text("a live table") },
  { line: "get po -l app=web", does: text("by label") },
  { line: "describe job NAME", does: text("its page") },
  { line: "logs job/NAME -f", does: text("its whole log") },
  { line: "create job NAME --from=cronjob/X", does: text("run it now") },
  { line: "delete job NAME", does: text("asks first") },
  { line: "auth can-i create jobs", does: text("your rights") },
  { line: "config use-context NAME", does: text("another cluster") },
];

const groups: readonly HotkeyGroup[] = ["Move", "Act on the row", "Go and find"];

/** What the keys of the present page do; null while it is closed. */
export function KeyboardHelp(props: {
  readonly hotkeys: readonly Hotkey[] | null;
  onClose(): void;
}): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { hotkeys, onClose } = props;
  const [singleKeysOn, setSingleKeys] = useSingleKeys();
  const [sought, setSought] = useState("");
  const matches = (...texts: readonly string[]) =>
    texts.some((text) => text.toLowerCase().includes(sought.trim().toLowerCase()));
  const listed = (hotkeys ?? [])
    .filter(({ silent }) => silent !== true)
    .map(({ keys, group, does, labelled }): Told => {
      const told = tell(does);
      return { keys, group, does: labelled ? begunSmall(told) : told };
    })
    .filter(({ does, keys }) => matches(does, keys));
  const lines = exampleLines
    .map(({ line, does }) => ({ line, does: tell(does) }))
    .filter(({ line, does }) => matches(line, does));
  return (
    <Dialog
      open={hotkeys !== null}
      onOpenChange={(open) => open || onClose()}
      title={say("Keyboard")}
      note={say("Every key has a button; keys rest while you type.")}
    >
      <input
        type="search"
        aria-label={say("Find a key or a command")}
        placeholder={say("Find a key or a command")}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        className="mt-3 h-8 w-full rounded-md border border-control bg-surface px-2 text-md pointer-coarse:h-11"
      />
      {listed.length + lines.length === 0 ? (
        <p className="mt-3 text-xs text-text-2">
          {say("No key and no command of this page does that.")}
        </p>
      ) : null}
      <div className="grid grid-cols-1 gap-x-7 card:grid-cols-3">
        {groups
          .filter((group) => listed.some((hotkey) => hotkey.group === group))
          .map((group) => (
            <section key={group}>
              <h3 className="mt-3.5 mb-1.5 text-xs font-medium text-text-3">{say(group)}</h3>
              <ul>
                {byMeaning(listed.filter((hotkey) => hotkey.group === group)).map((same) => (
                  <li key={same.does} className="flex h-6 items-center gap-2 text-xs">
                    <span className="flex w-16 flex-none gap-0.75">
                      {same.keys.flatMap(caps).map((cap) => (
                        <Kbd key={cap.id}>{cap.text}</Kbd>
                      ))}
                    </span>
                    {same.does}
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
      {lines.length === 0 ? null : (
        <section>
          <h3 className="mt-3.5 mb-1.5 text-xs font-medium text-text-3">
            {rich("Lines to type after {key}", { key: <Kbd>:</Kbd> })}
          </h3>
          <ul className="grid grid-cols-1 gap-x-7 card:grid-cols-2">
            {lines.map(({ line, does }) => (
              <li key={line} className="flex min-h-6 items-baseline gap-2 text-xs">
                <code className="flex-none font-mono">{line}</code>
                <span className="text-text-2">{does}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <label className="mt-4 flex items-center gap-2 text-xs text-text-2">
        <input
          type="checkbox"
          className="accent-ink"
          checked={singleKeysOn}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        {say("Keys without Ctrl work")}
      </label>
    </Dialog>
  );
}

/** A key, and what it does in the reader's language. */
interface Told {
  readonly keys: string;
  readonly group: HotkeyGroup;
  readonly does: string;
}

/** A label among what is no label; `YAML` is no word. */
function begunSmall(label: string): string {
  return label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** Keys that do the same stand in one line. */
function byMeaning(hotkeys: readonly Told[]) {
  const lines = new Map<string, string[]>();
  for (const { does, keys } of hotkeys) lines.set(does, [...(lines.get(does) ?? []), keys]);
  return [...lines].map(([does, keys]) => ({ does, keys }));
}

function caps(keys: string): { readonly id: string; readonly text: string }[] {
  if (keys.startsWith("Ctrl ")) return [{ id: keys, text: keys }];
  if (keys === " ") return [{ id: keys, text: "Space" }];
  return keys.split(" ").map((text, i) => ({ id: `${keys}-${i}`, text }));
}
