import type { Action } from "#lib/api/actions";
import { triggeredName } from "#lib/api/job-names";
import type { Right } from "#lib/api/rights";
import type { singular } from "#lib/line/command";
import { printCommand } from "#lib/line/print-command";

/** kubectl has no flags for changes; this is how it is done by hand. */
const edited = "$EDITOR job.yaml && kubectl create -f job.yaml";

/** The kubectl line that does what an action does, or as good as the same. */
export function actionLine(action: Action): string {
  const { name, namespace } = action.target;
  const place = { context: null, namespace };
  const objects = [{ resource: action.resource, name }];
  switch (action.action) {
    case "suspend":
    case "resume":
      return printCommand({
        verb: "patchSuspend",
        ...place,
        objects: [{ resource: action.resource, name }],
        suspend: action.action === "suspend",
      });
    case "trigger": {
      const made = {
        verb: "createJob",
        ...place,
        name: triggeredName(action),
        cronJob: name,
      } as const;
      return action.edits
        ? `${printCommand({ ...made, dryRun: "client", output: "yaml" })} > job.yaml && ${edited}`
        : printCommand({ ...made, dryRun: "none", output: "" });
    }
    case "rerun":
      return `${yamlLine("jobs", namespace, name)} > job.yaml && ${edited}`;
    case "delete":
      return printCommand({ verb: "delete", ...place, objects, cascade: action.cascade });
  }
}

/** The line that prints an object's YAML. */
function yamlLine(resource: keyof typeof singular, namespace: string, name: string): string {
  return printCommand({
    verb: "get",
    context: null,
    namespace,
    allNamespaces: false,
    of: { objects: [{ resource, name }] },
    selector: "",
    fieldSelector: "",
    output: "yaml",
    sortBy: "",
    watch: false,
  });
}

/** The line that asks whether the viewer has a right; `namespace` is `*` for all. */
export function rightLine(right: Right | `list ${string}`, namespace: string): string {
  const [action = "", of = ""] = right.split(" ");
  const [resource = "", subresource = ""] = of.split("/");
  const allNamespaces = namespace === "*";
  return printCommand({
    verb: "canI",
    context: null,
    namespace: allNamespaces ? null : namespace,
    allNamespaces,
    action,
    resource,
    name: "",
    subresource,
  });
}
