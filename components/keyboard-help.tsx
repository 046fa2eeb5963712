"use client";

import type { ReactNode } from "react";
import type { Hotkey, HotkeyGroup } from "#components/hotkey";
import { useSingleKeys } from "#components/single-keys";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";

const groups: readonly HotkeyGroup[] = ["Move", "Act on the row", "Go and find"];

/** What the keys of the present page do; null while it is closed. */
export function KeyboardHelp(props: {
  readonly hotkeys: readonly Hotkey[] | null;
  onClose(): void;
}): ReactNode {
  const { hotkeys, onClose } = props;
  const [singleKeysOn, setSingleKeys] = useSingleKeys();
  const listed = (hotkeys ?? []).filter((hotkey) => hotkey.silent !== true);
  return (
    <Dialog
      open={hotkeys !== null}
      onOpenChange={(open) => open || onClose()}
      title="Keyboard"
      note="Every key has a button; keys rest while you type."
    >
      <div className="grid grid-cols-1 gap-x-7 card:grid-cols-3">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mt-3.5 mb-1.5 text-xs font-medium text-text-3">{group}</h3>
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
      <label className="mt-4 flex items-center gap-2 text-xs text-text-2">
        <input
          type="checkbox"
          className="accent-ink"
          checked={singleKeysOn}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        Keys without Ctrl work
      </label>
    </Dialog>
  );
}

/** Keys that do the same stand in one line. */
function byMeaning(hotkeys: readonly Hotkey[]) {
  const lines = new Map<string, string[]>();
  for (const { does, keys } of hotkeys) lines.set(does, [...(lines.get(does) ?? []), keys]);
  return [...lines].map(([does, keys]) => ({ does, keys }));
}

function caps(keys: string): { readonly id: string; readonly text: string }[] {
  if (keys.startsWith("Ctrl ")) return [{ id: keys, text: keys }];
  if (keys === " ") return [{ id: keys, text: "Space" }];
  return keys.split(" ").map((text, i) => ({ id: `${keys}-${i}`, text }));
}
