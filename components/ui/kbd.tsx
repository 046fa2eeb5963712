import type { ReactNode } from "react";

const names: Readonly<Record<string, string>> = { Enter: "↵", Escape: "Esc" };

/** A key cap. `Ctrl f` is drawn as `⌃f`, `Enter` as `↵`; decoration, so hidden from screen readers. */
export function Kbd({
  children,
  bare = false,
}: {
  readonly children: string;
  /** Takes the colours of what it stands on. */
  readonly bare?: boolean;
}): ReactNode {
  const colours = bare ? "border-current opacity-80" : "border-line-strong bg-surface text-text-2";
  return (
    <span
      aria-hidden="true"
      className={`inline-flex h-4 min-w-4 items-center justify-center rounded-sm border px-1 font-mono text-[0.65625rem] leading-none font-normal pointer-coarse:hidden ${colours}`}
    >
      {cap(children)}
    </span>
  );
}

function cap(key: string): string {
  return key.startsWith("Ctrl ") ? `⌃${cap(key.slice(5))}` : (names[key] ?? key);
}
