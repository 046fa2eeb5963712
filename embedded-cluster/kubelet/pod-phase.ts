import { type ContainerRecord, restarts, terminatedOf } from "./container-record.ts";

/**
 * The phase that the states of its containers make (getPhase of kubelet_pods.go). `ended` is true
 * for a Pod that was stopped: nothing of it will be started again.
 */
export function podPhase(
  records: readonly ContainerRecord[],
  policy: string | undefined,
  ended: boolean,
): "Pending" | "Running" | "Succeeded" | "Failed" {
  const init = records.filter(({ role }) => role === "init");
  const main = records.filter(({ role }) => role === "main");
  const begun = main.some(({ id }) => id !== null);
  for (const record of init) {
    const exitCode = (terminatedOf(record) ?? record.last)?.exitCode ?? 0;
    if (exitCode !== 0 && !restarts("init", policy, exitCode)) return "Failed";
  }
  if (ended) {
    const done = main.every((record) => terminatedOf(record)?.exitCode === 0);
    return done ? "Succeeded" : "Failed";
  }
  if (init.some((record) => !ranBefore(record))) return "Pending";
  const sidecars = records.filter(({ role }) => role === "sidecar");
  if (!begun && sidecars.some((record) => !record.started && !ranBefore(record))) return "Pending";
  if (main.some((record) => isWaiting(record) && !ranBefore(record))) return "Pending";
  if (records.some(({ role, state }) => role !== "init" && "running" in state)) return "Running";
  const exitCodes = main.map((record) => (terminatedOf(record) ?? record.last)?.exitCode ?? 0);
  if (exitCodes.some((exitCode) => restarts("main", policy, exitCode))) return "Running";
  return exitCodes.every((exitCode) => exitCode === 0) ? "Succeeded" : "Failed";
}

const isWaiting = ({ state }: ContainerRecord) => "waiting" in state;
const ranBefore = (record: ContainerRecord) =>
  terminatedOf(record) !== null || record.last !== null;
