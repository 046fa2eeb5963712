"use client";

import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { useCommandInContext } from "#components/page-context";
import { CopyButton } from "#components/ui/copy-button";
import { Link } from "#components/ui/link";
import type { ListView } from "#lib/api/scope";
import {
  listRule,
  missingRole,
  type Rule,
  readRefusal,
  type Where,
} from "#lib/client/missing-role";
import { rightLine } from "#lib/line/action-line";
import type { Text } from "#lib/texts/text";

export interface ForbiddenProps {
  readonly view: ListView;
  readonly title: Text;
  /** The namespaces asked for. */
  readonly where: Where;
  /** The API server's own words. */
  readonly message: Text;
  /** Namespaces in which it may be listed. */
  readonly readable: readonly string[];
  /** What heads it: the page's own heading, or one under it. */
  readonly heading: "h1" | "h2";
  /** Other ways on, before the copy button. */
  readonly children?: ReactNode;
}

/** In place of rows that may not be listed: who says so, where it would work, and what is missing. */
export function Forbidden(props: ForbiddenProps): ReactNode {
  const { view, title, where, message, readable, heading: Heading } = props;
  const { say, rich, tell } = useLanguage();
  const role = missingRole(listRule(view), where, message);
  const place = where === "*" ? "*" : (where[0] ?? "");
  const canI = useCommandInContext()(rightLine(`list ${view}`, place));
  return (
    <div className="max-w-[92ch] px-5 py-5.5">
      <Heading className="flex items-center gap-2 font-medium">
        <Lock aria-hidden className="text-bad-fg" />
        {where === "*"
          ? say("Forbidden: you may not list {title} in all namespaces", { title })
          : say("Forbidden: you may not list {title} in {namespaces}", {
              title,
              namespaces: where.join(", "),
            })}
      </Heading>
      <p className="mt-2 font-mono text-xs wrap-anywhere text-text-2">{tell(message)}</p>
      {readable.length === 0 ? null : (
        <p className="mt-2.5 flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span>{say("You may list them in")}</span>
          {readable.map((namespace) => (
            <Link
              key={namespace}
              href={`/${view}?${new URLSearchParams({ ns: namespace })}`}
              className="font-mono underline underline-offset-3"
            >
              {namespace}
            </Link>
          ))}
        </p>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {props.children}
        <CopyButton
          variant="outline"
          text={role}
          label={where === "*" ? say("Copy ClusterRole") : say("Copy Role")}
        />
        <code className="font-mono text-xs text-text-3">{canI}</code>
      </div>
      <p className="mt-4">
        {rich(
          "A cluster admin can give you the right: this is what is missing, ready for {command}",
          { command: <code className="font-mono">kubectl apply -f -</code> },
        )}
      </p>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-2 max-h-80 overflow-auto rounded-md border border-line bg-sunken px-2.5 py-2 font-mono text-xs leading-relaxed"
      >
        {role}
      </pre>
    </div>
  );
}

/** Copies the Role that a refusal is about; nothing where its words do not tell which. */
export function CopyRefusedRole({ message }: { readonly message: Text }): ReactNode {
  const refusal = readRefusal(message);
  if (refusal === null) return null;
  const { rule, namespace } = refusal;
  return <CopyRole rule={rule} where={namespace === null ? "*" : [namespace]} message={message} />;
}

/** Copies the Role that gives a missing right. */
export function CopyRole(props: {
  readonly rule: Rule;
  readonly where: Where;
  readonly message: Text;
}): ReactNode {
  const { rule, where, message } = props;
  const { say } = useLanguage();
  return (
    <CopyButton
      variant="outline"
      size="sm"
      text={missingRole(rule, where, message)}
      label={say("Copy missing Role")}
    />
  );
}
