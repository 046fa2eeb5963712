import type { LogQuery } from "#lib/api/logs";

/** The kubectl line that prints what a log query reads. */
export function logCommand(query: LogQuery): string {
  const { namespace, pod, container, previous, follow, tail, since } = query;
  return [
    `kubectl logs ${pod} -n ${namespace}`,
    ...(container === "" ? [] : [`-c ${container}`]),
    ...(previous ? ["--previous"] : []),
    ...(tail === null ? [] : [`--tail=${tail}`]),
    ...(since === "" ? [] : [`--since=${since}`]),
    ...(follow && !previous ? ["--follow"] : []),
  ].join(" ");
}
