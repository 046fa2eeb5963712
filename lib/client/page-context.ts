import { routes } from "#lib/api/routes";
import { shellWord } from "#lib/line/shell-word";

/** The parameter that names a context of the kubeconfig, in addresses of pages and of requests. */
export const contextParam = "context";

let ofPage: string | null = null;

/**
 * The context this page was loaded with; empty for the one that Batchboard was started with. It holds
 * for as long as the page: another context is another page load, so that nothing in memory (rows,
 * rights, actions, clocks) can be taken from one cluster to another.
 */
export function pageContext(): string {
  // While the server draws a page nothing is requested.
  if (typeof location === "undefined") return "";
  ofPage ??= new URLSearchParams(location.search).get(contextParam) ?? "";
  return ofPage;
}

/**
 * The address of a request of this page: the one place where a route is given its context. `query` is
 * an encoded query string.
 */
export function requestUrl(
  route: keyof typeof routes,
  query: string | URLSearchParams = "",
): string {
  return inContext(`${routes[route]}${String(query) === "" ? "" : `?${query}`}`, pageContext());
}

/** An address of this site with the context it is to be of; one that is there already gives way. */
export function inContext(address: string, context: string): string {
  if (context === "") return address;
  const [before = "", ...fragment] = address.split("#");
  const [path = "", ...query] = before.split("?");
  const params = new URLSearchParams(query.join("?"));
  if (!params.has(contextParam)) {
    const more = `${contextParam}=${encodeURIComponent(context)}`;
    return [`${before}${before.includes("?") ? "&" : "?"}${more}`, ...fragment].join("#");
  }
  params.set(contextParam, context);
  return [`${path}?${params}`, ...fragment].join("#");
}

/** Command lines as they have to be typed for another than kubectl's current context. */
export function commandInContext(command: string, context: string): string {
  if (context === "") return command;
  const option = ` --context ${shellWord(context)}`;
  return command.replace(/(^|[\n;|(]\s*|\bdo )(kubectl|stern)(?= )/g, (said) => said + option);
}
