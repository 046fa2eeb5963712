import { type Message, text as says } from "#lib/texts/text";

/**
 * What one view watches, and its form in a query string. The same codec serves the browser, which
 * writes it, and the server, which trusts none of it.
 */

export type ListView = "cronjobs" | "jobs" | "pods";
export type ObjectView = "cronjob" | "job" | "pod";

/** All namespaces, a chosen set, or whatever the server's default is (flags, then rights). */
export type Namespaces = "*" | "default" | readonly string[];

export type Scope =
  | {
      readonly view: ListView;
      readonly namespaces: Namespaces;
      /** A label selector as `kubectl -l` takes it; empty for none. */
      readonly selector: string;
    }
  | { readonly view: ObjectView; readonly namespace: string; readonly name: string }
  | { readonly view: "overview"; readonly namespaces: Namespaces };

const listViews: readonly string[] = ["cronjobs", "jobs", "pods"] satisfies ListView[];
const objectViews: readonly string[] = ["cronjob", "job", "pod"] satisfies ObjectView[];

/** `ns` as it stands in the address bar: `*`, `a,b`, or absent (or without a name) for the default. */
export function parseNamespaces(text: string | null): Namespaces {
  const names = (text ?? "").split(",").map((name) => name.trim());
  if (names.includes("*")) return "*";
  const chosen = [...new Set(names.filter((name) => name !== ""))].sort();
  return chosen.length === 0 ? "default" : chosen;
}

export function formatNamespaces(namespaces: Namespaces): string | null {
  if (namespaces === "default" || namespaces.length === 0) return null;
  return namespaces === "*" ? "*" : namespaces.join(",");
}

/** The query string of a scope; equal scopes give equal text, so it can key a cache. */
export function formatScope(scope: Scope): string {
  const params = new URLSearchParams({ view: scope.view });
  if ("name" in scope) {
    params.set("namespace", scope.namespace);
    params.set("name", scope.name);
  } else {
    const ns = formatNamespaces(scope.namespaces);
    if (ns !== null) params.set("ns", ns);
    if ("selector" in scope && scope.selector !== "") params.set("l", scope.selector);
  }
  return params.toString();
}

/** The scope a query string names, or a sentence about what is wrong with it. Names are not checked here. */
export function parseScope(params: URLSearchParams): Scope | Message {
  const view = params.get("view") ?? "";
  if (listViews.includes(view)) {
    return {
      view: view as ListView,
      namespaces: parseNamespaces(params.get("ns")),
      selector: params.get("l")?.trim() ?? "",
    };
  }
  if (view === "overview") return { view, namespaces: parseNamespaces(params.get("ns")) };
  if (objectViews.includes(view)) {
    const namespace = params.get("namespace") ?? "";
    const name = params.get("name") ?? "";
    if (namespace === "" || name === "")
      return says("{one} and {other} are required", { one: "namespace", other: "name" });
    return { view: view as ObjectView, namespace, name };
  }
  return says('unknown view "{view}": use one of {views}', {
    view: view.slice(0, 40),
    views: [...listViews, ...objectViews, "overview"].join(", "),
  });
}
