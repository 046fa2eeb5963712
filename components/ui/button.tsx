"use client";

import type { ComponentProps, ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Kbd } from "#components/ui/kbd";
import type { Text } from "#lib/texts/text";

export interface ButtonLook {
  readonly variant?: "outline" | "ghost" | "primary" | "danger";
  readonly size?: "md" | "sm";
  /** A square for an icon alone; name it by `aria-label`. */
  readonly square?: boolean;
}

export interface ButtonProps extends ComponentProps<"button">, ButtonLook {
  /** The key that does the same, drawn as a key cap. */
  readonly hotkey?: string;
  /**
   * Why it cannot be pressed now. It then stays focusable and says so, which a disabled button
   * would not.
   */
  readonly unavailable?: Text | undefined;
}

const base =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-sans text-xs leading-none whitespace-nowrap pointer-coarse:h-11 pointer-coarse:text-md";

const variants = {
  outline: "border-line-strong bg-surface text-text hover:bg-hover",
  ghost: "border-transparent text-text hover:bg-hover",
  primary: "border-ink bg-ink font-medium text-on-ink",
  danger: "border-bad-fg bg-bad-fg font-medium text-on-ink",
};

const held =
  "aria-pressed:border-control aria-pressed:bg-cursor data-popup-open:border-control data-popup-open:bg-cursor";

const cannot = "cursor-not-allowed border-dashed border-line-strong bg-sunken text-text-3";

/** The classes of a button, for a link that looks like one. */
export function buttonClass({ variant = "outline", size = "md", square }: ButtonLook = {}): string {
  const height = size === "sm" ? "h-6" : "h-7";
  const width = square ? `${size === "sm" ? "w-6" : "w-7"} pointer-coarse:w-11` : "";
  const padding = square ? "" : size === "sm" ? "px-1.75" : "px-2.5";
  return `${base} ${height} ${width} ${padding} ${variants[variant]} ${held}`;
}

export function Button(props: ButtonProps): ReactNode {
  const { variant, size, square, hotkey, unavailable, className, children, onClick, ...rest } =
    props;
  const { tell } = useLanguage();
  const look: ButtonLook = {
    ...(variant ? { variant } : {}),
    ...(size ? { size } : {}),
    ...(square ? { square } : {}),
  };
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={unavailable === undefined ? rest["aria-disabled"] : true}
      title={unavailable === undefined ? rest.title : tell(unavailable)}
      onClick={unavailable === undefined ? onClick : undefined}
      className={`${buttonClass(look)} ${unavailable === undefined ? "" : cannot} ${className ?? ""}`}
    >
      {children}
      {hotkey === undefined ? null : (
        <Kbd bare={variant === "primary" || variant === "danger"}>{hotkey}</Kbd>
      )}
    </button>
  );
}
