import type { KubernetesEvent, Time } from "#lib/kubernetes/types";

/** The newest Event that is `so`, by when it was told last. */
export function newestEvent(
  events: readonly KubernetesEvent[],
  so: (event: KubernetesEvent) => boolean,
): KubernetesEvent | undefined {
  return events
    .filter(so)
    .reduce<KubernetesEvent | undefined>(
      (newest, event) => (newest && toldAt(newest) >= toldAt(event) ? newest : event),
      undefined,
    );
}

/** When it was told last, to the second, so that moments compare as texts; empty where it tells no time. */
export function toldAt(event: KubernetesEvent): Time {
  const { series, lastTimestamp, eventTime, firstTimestamp, metadata } = event;
  const moment = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp;
  return (moment ?? metadata.creationTimestamp ?? "").replace(/\.\d+/, "");
}
