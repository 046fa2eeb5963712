import type { LogOrigin, SourceStanding } from "#lib/api/log-frames";
import { linesOf } from "#lib/logs/line-block";
import type { EventStream } from "#lib/server/testing/served";
import type { Text } from "#lib/texts/text";

export interface ReceivedSource {
  readonly origin: LogOrigin;
  readonly texts: string[];
  readonly gaps: Text[];
  readonly standings: SourceStanding[];
}

/** What a browser has got of each source, by `pod/container/instance`, in the order of joining. */
export function receivedSources(stream: EventStream): Record<string, ReceivedSource> {
  const sources: ReceivedSource[] = [];
  for (const frame of stream.frames) {
    const known = sources[frame.source];
    if (frame.type === "source") {
      sources[frame.source] = {
        ...(known ?? { texts: [], gaps: [], standings: [] }),
        origin: frame.origin,
      };
    } else if (frame.type === "lines") {
      known?.texts.push(...linesOf(frame.block).map(([, text]) => text));
    } else if (frame.type === "gap") known?.gaps.push(frame.message);
    else if (frame.type === "standing") known?.standings.push(frame.standing);
  }
  return Object.fromEntries(
    sources.map((source) => {
      const { pod, container, instance } = source.origin;
      return [`${pod}/${container}/${instance}`, source];
    }),
  );
}

/** The lines of each source. */
export function receivedLines(stream: EventStream): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(receivedSources(stream)).map(([name, { texts }]) => [name, texts]),
  );
}

/** How each source stands. */
export function receivedStandings(stream: EventStream): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(receivedSources(stream)).map(([name, { standings }]) => [
      name,
      standings.at(-1)?.state,
    ]),
  );
}

/** The places a browser would send back, as the `after` of an address. */
export function receivedPlaces(stream: EventStream): string {
  const places = new Map<string, string>();
  for (const { id } of stream.events) if (id !== "") places.set(id.split(".")[0] ?? "", id);
  return [...places.values()].join(",");
}
