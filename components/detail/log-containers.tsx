import { roleTexts } from "#components/log/container-role";
import type { LogContainer } from "#components/log/log-choices";
import type { ContainerRow } from "#lib/api/rows";

/** The containers of a Pod, to choose one's log. */
export function containerChoices(containers: readonly ContainerRow[]): LogContainer[] {
  return containers.map(({ name, role }) => ({ name, role: roleTexts[role] }));
}

/** Those a Job's template names, as kubectl joins them (`-o wide`). */
export function templateContainers(joined: string): LogContainer[] {
  const names = joined.split(",").filter((name) => name !== "" && name !== "<none>");
  return names.map((name) => ({ name, role: "" }));
}
