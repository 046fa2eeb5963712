import type { NameQuery } from "#lib/api/names";
import { ResponseError } from "#lib/client/response-error";
import { askNames } from "#lib/client/use-names";
import type { Describe } from "#lib/line/command";
import { printCommand } from "#lib/line/print-command";
import { nearestTo, type Refusal } from "#lib/line/refusal";
import { shellWord } from "#lib/line/shell-word";
import { text } from "#lib/texts/text";

/**
 * As kubectl describes what begins with a name where nothing has that name itself
 * (DescribeMatchingResources in k8s.io/kubectl/pkg/cmd/describe/describe.go), but for several of them.
 * What there is nothing of, or what cannot be asked, is left to the page of the object.
 *
 * `namespace` is the one that a line means which names none.
 */
export async function describedName(
  command: Describe,
  namespace: string,
): Promise<Describe | Refusal> {
  if ("tables" in command.of) return command;
  const [object, ...others] = command.of.objects;
  if (!object || others.length > 0) return command;
  const { resource, name } = object;
  const asked = { of: resource, namespaces: [command.namespace ?? namespace], q: name } as const;
  const begun = (await namesOf({ ...asked, exact: false })).filter((it) => it.startsWith(name));
  const [only, ...more] = begun;
  if (only === undefined || begun.includes(name)) return command;
  if (more.length === 0) return { ...command, of: { objects: [{ resource, name: only }] } };
  // Of many, one of that very name may not be among those that are told.
  if ((await namesOf({ ...asked, exact: true })).length > 0) return command;
  const list = printCommand({
    verb: "get",
    context: command.context,
    namespace: command.namespace,
    allNamespaces: false,
    of: { tables: [resource] },
    selector: "",
    fieldSelector: "",
    output: "",
    sortBy: "",
    watch: false,
  });
  const message = text("Several names begin with {name}, and Batchboard describes one object", {
    name,
  });
  return {
    kind: "beyond",
    message: nearestTo(message, `${list} | grep ${shellWord(name)}`),
    at: { start: 0, end: Number.MAX_SAFE_INTEGER },
  };
}

/** None where they cannot be asked for. */
async function namesOf(query: NameQuery): Promise<readonly string[]> {
  try {
    const { choices } = await askNames(query);
    return choices.map(({ name }) => name);
  } catch (error) {
    if (error instanceof ResponseError) return [];
    throw error;
  }
}
