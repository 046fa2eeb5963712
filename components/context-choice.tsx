"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { ContextSwitchProps } from "#components/context-switch";
import { useLanguage } from "#components/language";
import { enterContext } from "#components/page-context";
import { StatusIcon } from "#components/status";
import { pathOfTab, type TabName } from "#components/tabs";
import type { Trigger } from "#components/ui/late-popup";
import type { Context } from "#lib/api/contexts";
import { inContext } from "#lib/client/page-context";
import { useContexts } from "#lib/client/use-contexts";
import { useHistory } from "#lib/client/use-history";
import type { StatusForm } from "#lib/printers/status";
import { type Message, text } from "#lib/texts/text";

/** What of a list's address is about its looks, and not about what is in its cluster. */
const looks = ["sort", "wide", "cols"];

/** The list of the same kind in another context: its objects and namespaces are not those of this one. */
export function addressInContext(section: TabName, search: string, context: string): string {
  const here = new URLSearchParams(search);
  const kept = new URLSearchParams([...here].filter(([name]) => looks.includes(name)));
  return inContext(`${pathOfTab(section)}${kept.size === 0 ? "" : `?${kept}`}`, context);
}

/** The button that names the context, and the list of all that it opens. */
export function ContextChoice(
  props: ContextSwitchProps & { readonly trigger: Trigger },
): ReactNode {
  const { say, tell } = useLanguage();
  const { context: current, section, trigger } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { contexts, error } = useContexts(open);
  const acting = useHistory().some(({ batch }) =>
    batch.items().some(({ state }) => state === "waiting" || state === "running"),
  );
  const byName = new Map(contexts?.map((context) => [context.name, context]));
  const choose = (name: string | null, press: Event) => {
    if (name === null || (name === current && byName.has(name))) return;
    const address = addressInContext(section, window.location.search, name);
    const { ctrlKey, metaKey } = press as Partial<MouseEvent>;
    if (ctrlKey || metaKey || acting) window.open(address, "_blank", "noopener");
    else enterContext(address, name);
  };
  return (
    <Combobox.Root
      items={contexts?.map(({ name }) => name) ?? []}
      value={current}
      onValueChange={(name, { event }) => choose(name, event)}
      inputValue={typed}
      onInputValueChange={(text, { reason }) => {
        if (reason !== "item-press") setTyped(text);
      }}
      open={open}
      onOpenChange={(now) => {
        setOpen(now);
        setTyped("");
      }}
      itemToStringLabel={(name: string) => `${name} ${byName.get(name)?.cluster ?? ""}`}
    >
      <Combobox.Trigger render={trigger} />
      <Combobox.Portal>
        <Combobox.Positioner className="z-30 outline-none" sideOffset={4} align="end">
          <Combobox.Popup
            aria-label={say("Contexts")}
            className="w-112 max-w-(--available-width) rounded-lg border border-line-strong bg-raised shadow-float"
          >
            <Combobox.Input
              placeholder={say("Find a context")}
              className="h-9 w-full rounded-t-lg border-b border-line-strong bg-transparent px-2.5 font-mono text-sm outline-none placeholder:font-sans placeholder:text-text-3 pointer-coarse:h-11"
            />
            <p role="status" className="px-2.5 py-1.5 text-xs text-text-2 empty:hidden">
              {error ? tell(error.message) : null}
              {acting
                ? say("Actions are under way: until they are done, a context opens in another tab.")
                : null}
            </p>
            <Combobox.Empty>
              <p className="px-2.5 py-3 text-xs text-text-2 empty:hidden">
                {contexts ? say("No context has this name.") : say("Reading the kubeconfig…")}
              </p>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(26rem,calc(var(--available-height)-3rem))] overflow-y-auto p-1 outline-none empty:p-0">
              {(name: string) => {
                const context = byName.get(name);
                return context && <Choice key={name} context={context} />;
              }}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function Choice({ context }: { readonly context: Context }): ReactNode {
  const { say, tell } = useLanguage();
  const { name, cluster, user, namespace } = context;
  const { form, word } = standingOf(context);
  const where = [
    ...(cluster === name ? [] : [say("cluster {name}", { name: cluster })]),
    ...(user === "" || user === name ? [] : [say("user {name}", { name: user })]),
    ...(namespace === "" ? [] : [say("namespace {name}", { name: namespace })]),
  ].join(" · ");
  return (
    <Combobox.Item
      value={name}
      className="flex min-h-7 cursor-default items-start gap-2 rounded-sm px-2 py-1 text-xs outline-none select-none data-highlighted:bg-cursor pointer-coarse:min-h-11"
    >
      <span className="mt-0.75 inline-flex w-3.5 flex-none">
        <Combobox.ItemIndicator>
          <Check aria-hidden />
        </Combobox.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-sm">{name}</span>
        <span className="block truncate text-text-3 empty:hidden">{where}</span>
        {"message" in context ? (
          <span
            translate={typeof context.message === "string" ? "no" : undefined}
            className="block wrap-anywhere text-text-2 empty:hidden"
          >
            {tell(context.message)}
          </span>
        ) : null}
      </span>
      <span className="mt-0.5 flex flex-none items-center gap-1.5 text-text-2">
        <StatusIcon form={form} />
        {tell(word)}
      </span>
    </Combobox.Item>
  );
}

function standingOf({ state, asking }: Context): {
  readonly form: StatusForm;
  readonly word: Message;
} {
  switch (state) {
    case "reachable":
      return { form: "ok", word: text("reachable") };
    case "unreachable":
      return { form: "bad", word: text("unreachable") };
    case "broken":
      return { form: "warn", word: text("incomplete") };
    case "unknown":
      return asking
        ? { form: "wait", word: text("asking") }
        : { form: "unknown", word: text("not asked") };
  }
}
