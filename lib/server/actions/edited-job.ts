import { type ContainerEdits, type JobEdits, maskedValue, type Quantity } from "#lib/api/job-edits";
import type {
  ContainerManifest,
  EnvVar,
  JobManifest,
  Texts,
} from "#lib/server/actions/job-manifest";
import { RequestError } from "#lib/server/api-error";
import { text } from "#lib/texts/text";

/**
 * A Job with a person's changes; what was not changed stays where it stands, so that two texts of it
 * differ in no other line. A value that reads as masked stays what it was.
 *
 * @throws RequestError `invalid` for a container there is not, and for a masked value nobody can place.
 */
export function withEdits(job: JobManifest, edits: JobEdits | undefined): JobManifest {
  if (!edits) return job;
  const { suspend, parallelism, containers = [] } = edits;
  const spec = changed(changed(job.spec, "suspend", suspend), "parallelism", parallelism);
  if (containers.length === 0) return { ...job, spec };
  const pod = spec.template?.spec ?? {};
  const all = [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
  const unknown = containers.find(({ name }) => !all.some((it) => it.name === name));
  if (unknown) {
    const name = unknown.name.slice(0, 63);
    throw new RequestError("invalid", text('The Job has no container "{name}".', { name }));
  }
  const edited = (list: readonly ContainerManifest[] | null | undefined) =>
    list?.map((it) =>
      withContainerEdits(
        it,
        containers.find(({ name }) => name === it.name),
      ),
    );
  const inits = changed(pod, "initContainers", edited(pod.initContainers));
  const podSpec = changed(inits, "containers", edited(pod.containers));
  return { ...job, spec: { ...spec, template: { ...spec.template, spec: podSpec } } };
}

function withContainerEdits(
  container: ContainerManifest,
  edits: ContainerEdits | undefined,
): ContainerManifest {
  if (!edits) return container;
  const { name, command, args, env, resources } = container;
  let next = changed(container, "image", edits.image);
  next = changed(next, "command", editedList(name, "command", command, edits.command));
  next = changed(next, "args", editedList(name, "args", args, edits.args));
  next = changed(next, "env", edits.env?.reduce(withVariable, env ?? []));
  const claims = [edits.requests, edits.limits].some((it) => it !== undefined)
    ? changed(
        changed(resources ?? {}, "requests", withQuantities(resources?.requests, edits.requests)),
        "limits",
        withQuantities(resources?.limits, edits.limits),
      )
    : undefined;
  return changed(next, "resources", claims);
}

/** With another value of a field; the same without one, and without the field where it is null. */
function changed<T extends object, K extends string>(object: T, field: K, value: unknown): T {
  if (value === undefined) return object;
  if (value !== null) return { ...object, [field]: value };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== field)) as T;
}

function editedList(
  container: string,
  field: "command" | "args",
  before: readonly string[] | null | undefined,
  after: readonly string[] | null | undefined,
): readonly string[] | null | undefined {
  if (!after?.includes(maskedValue)) return after;
  if (after.length === before?.length) {
    return after.map((word, i) => (word === maskedValue ? (before[i] ?? "") : word));
  }
  throw new RequestError(
    "invalid",
    text(
      "{field} of container {container} has another number of values than before, and masked ones among them: nobody can tell which these are.",
      { field, container },
    ),
    text("Write them all, or change none of their number."),
  );
}

/** The last of several variables of one name is the one that counts. */
function withVariable(
  env: readonly EnvVar[],
  { name, value }: { readonly name: string; readonly value: string | null },
): readonly EnvVar[] {
  if (value === maskedValue) return env;
  const at = env.findLastIndex((it) => it.name === name);
  if (value !== null && at < 0) return [...env, { name, value }];
  return env.flatMap((it, i) => {
    if (it.name !== name) return [it];
    return i === at && value !== null ? [{ name, value }] : [];
  });
}

/** Undefined where nothing is changed of them, null where none is left. */
function withQuantities(
  before: Texts | null | undefined,
  edits: readonly Quantity[] | undefined,
): Texts | null | undefined {
  if (!edits) return undefined;
  const quantities = new Map(Object.entries(before ?? {}));
  for (const { resource, quantity } of edits) {
    if (quantity === null) quantities.delete(resource);
    else quantities.set(resource, quantity);
  }
  return quantities.size === 0 ? null : Object.fromEntries(quantities);
}
