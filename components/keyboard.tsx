"use client";

import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import type { Hotkey } from "#components/hotkey";
import { singleKeys } from "#components/single-keys";
import { late, useLate } from "#components/ui/late";
import { text } from "#lib/texts/text";

interface Keyboard {
  /** Listens for these keys until the returned function is called; the newest wins. */
  add(hotkeys: readonly Hotkey[]): () => void;
  showHelp(): void;
}

const KeyboardContext = createContext<Keyboard>({ add: () => () => {}, showHelp: () => {} });

export function useKeyboard(): Keyboard {
  return use(KeyboardContext);
}

/** Makes keys work while the component is on screen; the help lists exactly these. */
export function useHotkeys(hotkeys: readonly Hotkey[]): void {
  const { add } = useKeyboard();
  useEffect(() => add(hotkeys), [add, hotkeys]);
}

const keyboardHelp = late(() => import("#components/keyboard-help"));

const helpKey: Hotkey = { keys: "?", does: text("this help"), group: "Go and find", run: () => {} };

/** How long the second key of a sequence may take, in milliseconds. */
const sequenceMs = 1000;

/** Hears every key of the page. Keys rest in fields, menus and dialogs, and can be turned off. */
export function KeyboardProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const registered = useRef<(readonly Hotkey[])[]>([]);
  const [shown, setShown] = useState<readonly Hotkey[] | null>(null);
  const help = useLate(keyboardHelp);

  const keyboard = useMemo<Keyboard>(
    () => ({
      add(hotkeys) {
        registered.current = [hotkeys, ...registered.current];
        return () => {
          registered.current = registered.current.filter((other) => other !== hotkeys);
        };
      },
      showHelp() {
        setShown([...registered.current.toReversed().flat(), helpKey]);
        keyboardHelp.load().catch(() => setShown(null));
      },
    }),
    [],
  );

  useEffect(() => {
    let first = { key: "", at: Number.NEGATIVE_INFINITY };
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || rests(event)) return;
      const key = nameOf(event);
      const sequence = event.timeStamp - first.at < sequenceMs ? `${first.key} ${key}` : null;
      first = { key, at: event.timeStamp };
      const all = [...registered.current.flat(), { ...helpKey, run: keyboard.showHelp }];
      const hit =
        all.find((hotkey) => hotkey.keys === sequence) ?? all.find((hotkey) => hotkey.keys === key);
      if (!hit) return;
      first = { key: "", at: Number.NEGATIVE_INFINITY };
      event.preventDefault();
      hit.run();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [keyboard]);

  return (
    <KeyboardContext value={keyboard}>
      {children}
      {help && <help.KeyboardHelp hotkeys={shown} onClose={() => setShown(null)} />}
    </KeyboardContext>
  );
}

function nameOf(event: KeyboardEvent): string {
  return event.ctrlKey || event.metaKey ? `Ctrl ${event.key}` : event.key;
}

/** The one key that is heard in fields too, and with the command key of a Mac. */
function isLineKey(event: KeyboardEvent): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key === "k";
}

const fields = "input, textarea, select, [contenteditable='true']";
const popups = "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";
const pressable = "a[href], button, summary, [role='button']";

/** Whether a key belongs to what has the focus, the browser, or nobody. */
function rests(event: KeyboardEvent): boolean {
  if (isLineKey(event)) return event.target instanceof Element && !!event.target.closest(popups);
  if (event.altKey || event.metaKey) return true;
  if (event.key.length === 1 && !event.ctrlKey && !singleKeys.on()) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest(`${fields}, ${popups}`)) return true;
  return (event.key === "Enter" || event.key === " ") && target.closest(pressable) !== null;
}
