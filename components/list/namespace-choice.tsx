"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLanguage } from "#components/language";
import type { NamespacePickerProps } from "#components/list/namespace-picker";
import type { Trigger } from "#components/ui/late-popup";
import { formatNamespaces } from "#lib/api/scope";

const all = "*";
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The button of the picker, and the list it opens. */
export function NamespaceChoice(
  props: Omit<NamespacePickerProps, "triggerRef"> & { readonly trigger: Trigger },
): ReactNode {
  const { namespaces, choices, onChange, trigger } = props;
  const [typed, setTyped] = useState("");
  const { say } = useLanguage();
  const chosen = namespaces === null ? [] : namespaces === all ? [all] : [...namespaces];
  const known = [...new Set([...choices.names, ...chosen.filter((name) => name !== all)])].sort();
  const unlisted = !choices.complete && label.test(typed) && !known.includes(typed);
  const custom = unlisted ? [typed] : [];

  const choose = (picked: readonly string[]) => {
    const names = picked.filter((name) => name !== all);
    const wantsAll = names.length === 0 || (picked.includes(all) && !chosen.includes(all));
    onChange(formatNamespaces(wantsAll ? all : names.toSorted()) ?? all);
  };

  return (
    <Combobox.Root
      multiple
      items={[all, ...custom, ...known]}
      value={chosen}
      onValueChange={choose}
      inputValue={typed}
      onInputValueChange={setTyped}
      itemToStringLabel={(name: string) => (name === all ? say("all namespaces") : name)}
    >
      <Combobox.Trigger render={trigger} />
      <Combobox.Portal>
        <Combobox.Positioner className="z-30 outline-none" sideOffset={4} align="start">
          <Combobox.Popup
            aria-label={say("Namespaces")}
            className="w-72 max-w-(--available-width) rounded-lg border border-line-strong bg-raised shadow-float"
          >
            <Combobox.Input
              placeholder={choices.complete ? say("Find a namespace") : say("Type a namespace")}
              className="h-9 w-full rounded-t-lg border-b border-line-strong bg-transparent px-2.5 font-mono text-sm outline-none placeholder:font-sans placeholder:text-text-3 pointer-coarse:h-11"
            />
            <Combobox.Empty>
              <p className="px-2.5 py-3 text-xs text-text-2 empty:hidden">
                {choices.complete
                  ? say("No namespace has this name.")
                  : say("Not a name of a namespace.")}
              </p>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(22rem,calc(var(--available-height)-3rem))] overflow-y-auto p-1 outline-none empty:p-0">
              {(name: string) => (
                <Combobox.Item
                  key={name}
                  value={name}
                  className="flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 font-mono text-sm outline-none select-none data-highlighted:bg-cursor pointer-coarse:min-h-11"
                >
                  <span className="inline-flex w-3.5">
                    <Combobox.ItemIndicator>
                      <Check aria-hidden />
                    </Combobox.ItemIndicator>
                  </span>
                  {name === all ? <span className="font-sans">{say("All namespaces")}</span> : name}
                  {custom.includes(name) ? (
                    <span className="ml-auto font-sans text-xs text-text-3">
                      {say("not listed")}
                    </span>
                  ) : null}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
