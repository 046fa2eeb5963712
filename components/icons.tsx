import type { ComponentType, ReactNode } from "react";

/** An icon that stands beside a word or a label; lucide's are of this type too. */
export type Icon = ComponentType<{ readonly className?: string; readonly "aria-hidden"?: boolean }>;

function Strokes({ d }: { readonly d: string }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className="size-3.5 flex-none fill-none stroke-current stroke-[1.6]"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={d} />
    </svg>
  );
}

/** Two bars, as in the outline of `Suspended`. */
export const SuspendIcon: Icon = () => <Strokes d="M5.6 3.6v8.8M10.4 3.6v8.8" />;
export const ResumeIcon: Icon = () => <Strokes d="M3.4 3.6v8.8M6.6 3.6v8.8L13 8Z" />;
export const LogsIcon: Icon = () => <Strokes d="M2.6 4h10.8M2.6 8h7.4M2.6 12h9" />;
