"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useLanguage } from "#components/language";
import { Button, type ButtonProps } from "#components/ui/button";
import { systemClock } from "#lib/time/clock";

/** How long the button says what it did. */
const saidMs = 1600;

export interface CopyButtonProps extends Omit<ButtonProps, "onClick" | "children"> {
  readonly text: string;
  /** What stands on the button; without it the icon stands alone and `aria-label` must name it. */
  readonly label?: ReactNode;
}

/** Puts a text on the clipboard and says whether that worked. */
export function CopyButton({ text, label, ...rest }: CopyButtonProps): ReactNode {
  const { say } = useLanguage();
  const [result, setResult] = useState<"Copied" | "Copy failed" | null>(null);
  useEffect(() => {
    if (result === null) return;
    return systemClock.after(saidMs, () => setResult(null));
  }, [result]);

  const copy = () =>
    copyText(text).then(
      () => setResult("Copied"),
      () => setResult("Copy failed"),
    );

  const said = result === null ? null : say(result);
  return (
    <Button variant="ghost" square={label === undefined} {...rest} onClick={() => void copy()}>
      {result === "Copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      {label === undefined ? null : (said ?? label)}
      <span role="status" className="sr-only">
        {said}
      </span>
    </Button>
  );
}

/** @throws where the browser has no clipboard (plain http on another host) or refuses it. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
