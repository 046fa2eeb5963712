import type { ReactNode } from "react";
import { useCommandInContext } from "#components/page-context";
import { CopyButton } from "#components/ui/copy-button";

/** The kubectl line that shows the same as this view, ready to copy. */
export function CommandLine(props: { readonly command: string }): ReactNode {
  const inContext = useCommandInContext();
  const command = inContext(props.command);
  const { program, verb, rest } = parts(props.command);
  return (
    <section
      aria-label="kubectl command of this view"
      className="flex h-(--h-command) items-center bg-surface px-(--gutter) max-card:hidden"
    >
      <div className="flex h-7.5 min-w-0 flex-1 items-center rounded-md border border-line-strong bg-sunken pr-1 pl-2.5">
        <code className="min-w-0 flex-1 truncate font-mono text-sm leading-none whitespace-pre">
          <span aria-hidden="true" className="mr-2 text-text-3 select-none">
            $
          </span>
          <span className="text-text-3">{inContext(program)}</span>
          <span className="font-medium text-text">{verb}</span>
          <span className="text-text-2">{inContext(rest)}</span>
        </code>
        <CopyButton text={command} label="Copy" size="sm" aria-label="Copy kubectl command" />
      </div>
    </section>
  );
}

/** `kubectl get cronjobs -A` as program, what is done to what, and how. */
function parts(command: string) {
  const match = /^(kubectl )(.*?)( -.*| \|.*|)$/s.exec(command);
  if (!match) return { program: "", verb: "", rest: command };
  const [, program = "", verb = "", rest = ""] = match;
  return { program, verb, rest };
}
