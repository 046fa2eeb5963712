import type { Chosen, ObjectName } from "#lib/line/command";
import { nearestTo, Refused, type Span } from "#lib/line/refusal";
import { type ResourceName, resourceNamed } from "#lib/line/resource-name";
import type { Word } from "#lib/line/shell-text";
import { text } from "#lib/texts/text";

/** What the arguments name, Events included. */
export type ChosenResources =
  | { readonly tables: readonly ResourceName[] }
  | { readonly objects: readonly { readonly resource: ResourceName; readonly name: string }[] };

const combined =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/**
 * Reads `TYPE`, `TYPE NAME…`, `TYPE,TYPE NAME…` and `TYPE/NAME…` as kubectl's resource builder does;
 * null without arguments.
 */
export function readChosen(args: readonly Word[]): ChosenResources | null {
  const [first, ...rest] = args;
  if (!first) return null;
  const span = { start: first.start, end: args.at(-1)?.end ?? first.end };
  const types = first.text.split(",");
  if (rest.length > 0 && types.length > 1) {
    const pairs = types.flatMap((type) => rest.map(({ text }) => `${type}/${text}`));
    return { objects: pairs.map((pair) => readPair(pair, span)) };
  }
  const slashed = args.filter(({ text }) => text.includes("/")).length;
  if (slashed === args.length) return { objects: args.map((word) => readPair(word.text, word)) };
  if (slashed > 0) throw new Refused("argument", combined, span);
  const tables = types.map((type) => resourceNamed(type, first));
  const [resource] = tables;
  if (resource === undefined) throw new Refused("argument", missing, first);
  if (rest.length === 0) return { tables: [...new Set(tables)] };
  return { objects: rest.map(({ text: name }) => ({ resource, name })) };
}

/** What kubectl says where nothing was named (the first of its lines). */
export const missing = "You must provide one or more resources by argument or filename.";

/** `TYPE/NAME`. */
export function readPair(text: string, at: Span): { resource: ResourceName; name: string } {
  const [type = "", name = "", ...more] = text.split("/");
  if (more.length > 0) {
    const message = "arguments in resource/name form may not have more than one slash";
    throw new Refused("argument", message, at);
  }
  if (type === "" || name === "" || type.includes(",")) {
    const message = "arguments in resource/name form must have a single resource and name";
    throw new Refused("argument", message, at);
  }
  return { resource: resourceNamed(type, at), name };
}

/** The same without Events, which have no page and no table of their own here. */
export function withoutEvents(chosen: ChosenResources, at: Span): Chosen {
  if ("tables" in chosen) {
    return { tables: chosen.tables.map((resource) => notEvents(resource, at)) };
  }
  return {
    objects: chosen.objects.map(({ resource, name }) => ({
      resource: notEvents(resource, at),
      name,
    })),
  };
}

/** What is said where the Events of more than one object are asked for. */
export const eventsOfOne = nearestTo(
  text("Batchboard shows the Events of one object"),
  "kubectl events --for job/NAME",
);

export function notEvents(resource: ResourceName, at: Span): ObjectName["resource"] {
  if (resource !== "events") return resource;
  throw new Refused("beyond", eventsOfOne, at);
}

export function spanOf(words: readonly Word[]): Span {
  return { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}
