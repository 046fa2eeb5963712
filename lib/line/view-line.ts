import type { ListView, ObjectView } from "#lib/api/scope";
import type { Command } from "#lib/line/command";
import { type Line, printLine } from "#lib/line/line";
import { logLine } from "#lib/line/log-line";
import { noRemark } from "#lib/line/remark";
import { overviewLine, tableLine } from "#lib/line/table-line";
import type { ObjectPage, View } from "#lib/line/view";

/**
 * The line that shows in a terminal what a view shows; `viewOf` reads it back. `sources` is how many
 * logs are read together, where that is known.
 */
export function lineOf(view: View, sources?: number): string {
  return printLine(viewLine(view, sources));
}

function viewLine(view: View, sources?: number): Line {
  switch (view.kind) {
    case "overview":
      return overviewLine(view);
    case "list":
      return tableLine(view);
    case "object":
      return { command: objectCommand(view), remark: noRemark };
    case "log":
      return logLine(view, sources);
  }
}

export const plural = {
  cronjob: "cronjobs",
  job: "jobs",
  pod: "pods",
} as const satisfies Readonly<Record<ObjectView, ListView>>;

function objectCommand({ object, namespace, name, part }: ObjectPage): Command {
  const place = { context: null, namespace, allNamespaces: false };
  const named = { resource: plural[object], name };
  switch (part) {
    case "describe":
      return { verb: "describe", ...place, of: { objects: [named] }, selector: "" };
    case "events":
      return { verb: "events", ...place, of: named, types: [], watch: true };
    case "row":
    case "yaml":
      return {
        verb: "get",
        ...place,
        of: { objects: [named] },
        selector: "",
        fieldSelector: "",
        output: part === "yaml" ? "yaml" : "",
        sortBy: "",
        watch: part === "row",
      };
  }
}
