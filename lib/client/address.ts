import { listAddress, overviewAddress } from "#lib/client/list-address";
import { logViewAddress } from "#lib/client/logs/log-address";
import { objectHref } from "#lib/client/object-address";
import type { ObjectPage, View } from "#lib/line/view";
import { plural } from "#lib/line/view-line";

/** The address of what a line shows. Its context is not in it: the caller keeps or changes that. */
export function addressOf(view: View): string {
  switch (view.kind) {
    case "overview":
      return overviewAddress(view.namespaces);
    case "list":
      return listAddress(view.view, view.query);
    case "object":
      return pageAddress(view);
    case "log":
      return logViewAddress(view);
  }
}

/** The row, what describes the object and its Events stand on one page. */
function pageAddress({ object, namespace, name, part }: ObjectPage): string {
  const page = objectHref(plural[object], namespace, name);
  return part === "yaml" ? `${page}?yaml=1` : page;
}
