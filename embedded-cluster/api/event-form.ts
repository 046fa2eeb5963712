import type { ApiObject } from "../objects.ts";

/** An Event in the words of events.k8s.io, which tell the same (pkg/apis/events/v1/conversion.go). */
export function eventsForm(event: ApiObject): ApiObject {
  const {
    involvedObject,
    message,
    source,
    reportingComponent,
    firstTimestamp,
    lastTimestamp,
    count,
    ...same
  } = event;
  return {
    ...same,
    regarding: involvedObject ?? {},
    note: message,
    reportingController: reportingComponent,
    deprecatedSource: source ?? {},
    deprecatedFirstTimestamp: firstTimestamp ?? null,
    deprecatedLastTimestamp: lastTimestamp ?? null,
    deprecatedCount: count,
  };
}
