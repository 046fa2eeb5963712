import type { ContainerEdits, JobEdits } from "#lib/api/job-edits";

/** The edits with a change of one container; what is undefined in it is not edited any more. */
export function changedContainer(
  edits: JobEdits,
  name: string,
  change: Partial<ContainerEdits>,
): JobEdits {
  const all = edits.containers ?? [];
  const before = all.find((container) => container.name === name) ?? { name };
  const after: ContainerEdits = { ...before, ...change };
  const isEdited = Object.entries(after).some(
    ([key, value]) => key !== "name" && value !== undefined,
  );
  const others = all.filter((container) => container.name !== name);
  const containers = isEdited ? [...others, after] : others;
  return { ...edits, containers: containers.length === 0 ? undefined : containers };
}
