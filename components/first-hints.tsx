"use client";

import { X } from "lucide-react";
import { memo, type ReactNode, useEffect, useState } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { text } from "#lib/texts/text";

const key = "batchboard-hints";

const hints = [
  { keys: ":", does: text("type any kubectl line") },
  { keys: "?", does: text("all keys of a page") },
  { keys: "g o", does: text("what needs eyes") },
];

/** Three hints for who is here for the first time; dismissed, they are gone from this browser for good. */
export const FirstHints = memo(function FirstHints(): ReactNode {
  const { say, tell } = useLanguage();
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(isFirst()), []);
  if (!shown) return null;
  const dismiss = () => {
    setShown(false);
    try {
      localStorage.setItem(key, "seen");
    } catch {
      // They are then back with the next page.
    }
  };
  return (
    <aside
      aria-label={say("Hints")}
      className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-1 border-t border-line bg-raised px-(--gutter) py-1 text-xs text-text-2"
    >
      {hints.map(({ keys, does }) => (
        <span key={keys} className="flex items-center gap-1.5 pointer-coarse:hidden">
          {keys.split(" ").map((cap) => (
            <Kbd key={cap}>{cap}</Kbd>
          ))}
          {tell(does)}
        </span>
      ))}
      <span className="hidden pointer-coarse:inline">
        {say("The menu at the top has everything else.")}
      </span>
      <span className="flex-1" />
      <Button variant="ghost" size="sm" onClick={dismiss}>
        <X aria-hidden />
        {say("Got it")}
      </Button>
    </aside>
  );
});

function isFirst(): boolean {
  try {
    return localStorage.getItem(key) === null;
  } catch {
    return false;
  }
}
