import type { EventRow } from "#lib/api/rows";
import type { KubernetesEvent } from "#lib/kubernetes/types";

/** What `kubectl get events` prints about an Event; the newer series fields win over the older ones. */
export function printEvent(event: KubernetesEvent): EventRow {
  const { involvedObject, series } = event;
  const kind = (involvedObject?.kind ?? "").toLowerCase();
  const first = event.firstTimestamp ?? event.eventTime ?? null;
  return {
    uid: event.metadata.uid,
    type: event.type ?? "",
    reason: event.reason ?? "",
    message: (event.message ?? "").trim(),
    object: involvedObject?.name ? `${kind}/${involvedObject.name}` : kind,
    // An event written once through the new API carries no count.
    count: series ? (series.count ?? 0) : event.count || 1,
    lastSeen: series ? (series.lastObservedTime ?? null) : (event.lastTimestamp ?? first),
  };
}
