"use client";

import { createContext, type ReactNode, use } from "react";
import { late } from "#components/ui/late";
import { LatePopup, type Trigger } from "#components/ui/late-popup";

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: Trigger;
  readonly align?: "start" | "end";
  /** Of the parts below. */
  readonly children: ReactNode;
}

export interface MenuItemProps {
  readonly children: ReactNode;
  onSelect(): void;
}

export interface MenuSwitchProps {
  readonly checked: boolean;
  onChange(checked: boolean): void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export interface MenuChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly text: ReactNode }[];
  onChange(value: T): void;
}

const menuParts = late(() => import("#components/ui/menu-parts"));

type MenuParts = typeof import("#components/ui/menu-parts");

/** What stands in a menu is drawn when it is open, and then its code is here. */
const PartsContext = createContext<MenuParts | null>(null);

/** A button and its menu. The page loads the button alone: a menu's code is more than its own. */
export function Menu({ trigger, align = "end", children }: MenuProps): ReactNode {
  return (
    <LatePopup code={menuParts} trigger={trigger} popup="menu">
      {(parts, button) => (
        <PartsContext value={parts}>
          <parts.OpenMenu trigger={button} align={align}>
            {children}
          </parts.OpenMenu>
        </PartsContext>
      )}
    </LatePopup>
  );
}

export function MenuItem(props: MenuItemProps): ReactNode {
  const parts = use(PartsContext);
  return parts && <parts.MenuItem {...props} />;
}

/** An item that is on or off; the menu stays open. */
export function MenuSwitch(props: MenuSwitchProps): ReactNode {
  const parts = use(PartsContext);
  return parts && <parts.MenuSwitch {...props} />;
}

/** Items of which one is chosen. */
export function MenuChoice<T extends string>(props: MenuChoiceProps<T>): ReactNode {
  const parts = use(PartsContext);
  return parts && <parts.MenuChoice {...props} />;
}

export function MenuGroup(props: { readonly children: ReactNode }): ReactNode {
  const parts = use(PartsContext);
  return parts && <parts.MenuGroup {...props} />;
}

/** The name of the group it stands in. */
export function MenuLabel(props: { readonly children: ReactNode }): ReactNode {
  const parts = use(PartsContext);
  return parts && <parts.MenuLabel {...props} />;
}

export function MenuSeparator(): ReactNode {
  const parts = use(PartsContext);
  return parts && <parts.MenuSeparator />;
}
