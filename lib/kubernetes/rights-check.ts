import type { Client } from "#lib/kubernetes/client";
import type { Resource } from "#lib/kubernetes/resources";
import type { Clock } from "#lib/time/clock";

const everyMs = 42_000;
/** So that the questions of many streams do not come together. */
const spreadMs = 15_000;

export interface RightsCheckOptions {
  readonly client: Client;
  readonly resource: Resource<unknown>;
  /** Null for all namespaces. */
  readonly namespace: string | null;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Told once, when the stream is open without right. */
  readonly lost: () => void;
}

/**
 * Asks within each minute whether a watch that is open may still be opened: the API server looks at
 * rights only as it begins, and would let one go on for as long as ten minutes after they are gone.
 * No answer says nothing. Call what is returned when the watch has ended.
 */
export function checkRights(options: RightsCheckOptions): () => void {
  const { client, resource, namespace, clock, random, lost } = options;
  const { group, plural } = resource;
  const attributes = { verb: "watch", group, resource: plural, namespace: namespace ?? "" };
  const ended = new AbortController();
  let cancel = () => {};
  const ask = async () => {
    const answer = await client.review(attributes, ended.signal).catch(() => null);
    if (ended.signal.aborted) return;
    if (answer?.allowed === false) lost();
    else plan();
  };
  const plan = () => {
    cancel = clock.after(everyMs + spreadMs * random(), () => void ask());
  };
  plan();
  return () => {
    ended.abort();
    cancel();
  };
}
