import type { ListView } from "#lib/api/scope";

/** Where an object's page stands. */
export function objectHref(view: ListView, namespace: string, name: string): string {
  return `/${view}/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}
