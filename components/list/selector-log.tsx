import type { ReactNode } from "react";
import { LogsIcon } from "#components/icons";
import { useLanguage } from "#components/language";
import type { List } from "#components/list/use-list";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { ListView } from "#lib/api/scope";
import { logAddress } from "#lib/client/logs/log-address";
import { followCommand } from "#lib/line/log-line";

/** The way to the log of all Pods a selector matches, which are those of one namespace. */
export function SelectorLog({ list }: { readonly list: List<ListView> }): ReactNode {
  const { say } = useLanguage();
  const { view, namespaces, query } = list;
  if (view !== "pods" || query.selector === "" || !Array.isArray(namespaces)) return null;
  const [namespace, ...others] = namespaces;
  if (namespace === undefined || others.length > 0) return null;
  const target = { kind: "selector", selector: query.selector } as const;
  return (
    <Link
      href={logAddress(namespace, target)}
      title={followCommand(namespace, target)}
      className={buttonClass({ variant: "ghost" })}
    >
      <LogsIcon aria-hidden />
      {say("Log of these Pods")}
    </Link>
  );
}
