"use client";

import {
  type ButtonHTMLAttributes,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import { type Late, useLate } from "#components/ui/late";

/** The button that opens a popup. */
export type Trigger = ReactElement<
  ButtonHTMLAttributes<HTMLButtonElement> & RefAttributes<HTMLButtonElement>
>;

export interface LatePopupProps<Code> {
  readonly code: Late<Code>;
  readonly trigger: Trigger;
  readonly triggerRef?: RefObject<HTMLButtonElement | null> | undefined;
  /** What the popup is, for whoever cannot see that. */
  readonly popup: "menu" | "dialog";
  readonly role?: "combobox";
  /** Draws the button as the one of a popup; what was pressed is done to it again. */
  children(code: Code, trigger: Trigger): ReactNode;
}

/** What opened it: a menu that a key opened shows where the keys are. */
type Press = "pointer" | "click" | "ArrowDown" | "ArrowUp";

/**
 * The button of a popup whose code is fetched when it is first wanted: until then a button that only
 * looks like it and is named alike. Pointing at it or focusing it fetches the code already.
 */
export function LatePopup<Code>(props: LatePopupProps<Code>): ReactNode {
  const { code, popup, role, children } = props;
  const ownRef = useRef<HTMLButtonElement>(null);
  const ref = props.triggerRef ?? ownRef;
  const loaded = useLate(code);
  const [press, setPress] = useState<Press | null>(null);
  const opens = loaded !== null && press !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the real one has come
  useEffect(() => {
    if (opens && ref.current) pressAgain(ref.current, press);
  }, [opens]);

  const trigger = cloneElement(props.trigger, { ref });
  if (loaded !== null && press !== null) return children(loaded, trigger);
  const load = () => void code.load().catch(() => setPress(null));
  const open = (by: Press) => {
    setPress(by);
    load();
  };
  return cloneElement(trigger, {
    "aria-haspopup": popup,
    "aria-expanded": false,
    ...(role ? { role } : {}),
    onPointerEnter: load,
    onFocus: load,
    onClick: (event: MouseEvent) => open(event.detail > 0 ? "pointer" : "click"),
    onKeyDown: (event: KeyboardEvent) => {
      const { key } = event;
      if (key !== "ArrowDown" && key !== "ArrowUp") return;
      event.preventDefault();
      open(key);
    },
  });
}

/** What a hand does; what presses without weight or place is taken for a screen reader's key. */
const hand = { bubbles: true, detail: 1, pointerType: "mouse", width: 1, height: 1, pressure: 0.5 };

/** The button that was pressed has given way to this one, and the focus that it had was lost. */
function pressAgain(button: HTMLButtonElement, press: Press): void {
  button.focus();
  if (press === "click") button.click();
  else if (press === "pointer") {
    button.dispatchEvent(new PointerEvent("pointerdown", hand));
    for (const type of ["mousedown", "mouseup", "click"]) {
      button.dispatchEvent(new MouseEvent(type, hand));
    }
  } else {
    const key = { bubbles: true, cancelable: true, key: press };
    button.dispatchEvent(new KeyboardEvent("keydown", key));
  }
}
