"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import type { Trigger } from "#components/ui/late-popup";
import type { MenuChoiceProps, MenuItemProps, MenuSwitchProps } from "#components/ui/menu";

const itemClass =
  "flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 text-xs text-text outline-none select-none data-highlighted:bg-cursor data-disabled:text-text-3 pointer-coarse:min-h-11 pointer-coarse:text-md";

/** The menu itself, with the button that opens it. */
export function OpenMenu(props: {
  readonly trigger: Trigger;
  readonly align: "start" | "end";
  readonly children: ReactNode;
}): ReactNode {
  const { trigger, align, children } = props;
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-30 outline-none" sideOffset={4} align={align}>
          <Base.Popup className="max-h-(--available-height) min-w-44 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem(props: MenuItemProps): ReactNode {
  return (
    <Base.Item className={itemClass} onClick={props.onSelect}>
      {props.children}
    </Base.Item>
  );
}

export function MenuSwitch(props: MenuSwitchProps): ReactNode {
  const { checked, onChange, disabled = false, children } = props;
  return (
    <Base.CheckboxItem
      className={itemClass}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      closeOnClick={false}
    >
      <span className="inline-flex w-3.5">{checked ? <Check aria-hidden /> : null}</span>
      {children}
    </Base.CheckboxItem>
  );
}

export function MenuChoice<T extends string>(props: MenuChoiceProps<T>): ReactNode {
  const { label, value, choices, onChange } = props;
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      <MenuLabel>{label}</MenuLabel>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} className={itemClass} closeOnClick>
          <span className="inline-flex w-3.5">
            {choice.value === value ? <Check aria-hidden /> : null}
          </span>
          {choice.text}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuGroup({ children }: { readonly children: ReactNode }): ReactNode {
  return <Base.Group>{children}</Base.Group>;
}

export function MenuLabel({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-2xs text-text-3">{children}</Base.GroupLabel>
  );
}

export function MenuSeparator(): ReactNode {
  return <Base.Separator className="my-1 h-px bg-line-strong" />;
}
