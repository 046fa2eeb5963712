import { mayGoOn, wholeLog } from "#lib/api/log-query";
import { eventsOfOne } from "#lib/line/chosen";
import type { Describe, Events, Get, Logs, ObjectName, ReadingCommand } from "#lib/line/command";
import { singular } from "#lib/line/command";
import { printCommand } from "#lib/line/print-command";
import { nearestTo, type Refusal, Refused } from "#lib/line/refusal";
import type { Remark } from "#lib/line/remark";
import { tableView } from "#lib/line/table-view";
import type { LogView, ObjectPage, View } from "#lib/line/view";
import { text } from "#lib/texts/text";

/** What a line leaves open. */
export interface LineContext {
  /** The namespace of the context that is looked at; null to leave a list's to the server. */
  readonly namespace: string | null;
}

const wholeSpan = { start: 0, end: Number.MAX_SAFE_INTEGER };

/** The view that shows what a line prints, or why there is none, of the whole line. */
export function viewOf(
  { command, remark }: { readonly command: ReadingCommand; readonly remark: Remark },
  context: LineContext,
): View | Refusal {
  try {
    return read(command, remark, context);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function read(command: ReadingCommand, remark: Remark, context: LineContext): View {
  switch (command.verb) {
    case "get":
      return readGet(command, remark, context);
    case "describe":
      return objectPage(onlyDescribed(command), "describe", command, context);
    case "logs":
      return logView(command, remark, context);
    case "events":
      return eventsView(command, context);
  }
}

function readGet(command: Get, remark: Remark, context: LineContext): View {
  if ("tables" in command.of) return tableView(command, remark, context);
  const [first, ...others] = command.of.objects;
  if (!first || others.length > 0) throw oneAtATime(command, first);
  const isWhole = command.output === "yaml" || command.output === "json";
  return objectPage(first, isWhole ? "yaml" : "row", command, context);
}

function onlyDescribed(command: Describe): ObjectName {
  if ("tables" in command.of) {
    const [table = "jobs"] = command.of.tables;
    const nearest = printCommand({
      ...command,
      verb: "get",
      of: { tables: [table] },
      fieldSelector: "",
      output: "wide",
      sortBy: "",
      watch: false,
    });
    const message = nearestTo(text("Batchboard describes one object at a time"), nearest);
    throw new Refused("beyond", message, wholeSpan);
  }
  const [first, ...others] = command.of.objects;
  if (!first || others.length > 0) throw oneAtATime(command, first);
  return first;
}

function oneAtATime(command: Get | Describe, first: ObjectName | undefined): Refused {
  const nearest = first
    ? printCommand({ ...command, of: { objects: [first] } })
    : "kubectl get jobs";
  const message = nearestTo(text("Batchboard shows one object at a time"), nearest);
  return new Refused("beyond", message, wholeSpan);
}

function objectPage(
  { resource, name }: ObjectName,
  part: ObjectPage["part"],
  { namespace }: { readonly namespace: string | null },
  context: LineContext,
): ObjectPage {
  const where = namespace ?? context.namespace ?? "default";
  return { kind: "object", object: singular[resource], namespace: where, name, part };
}

function eventsView(command: Events, context: LineContext): ObjectPage {
  if (command.of !== null) return objectPage(command.of, "events", command, context);
  throw new Refused("beyond", eventsOfOne, wholeSpan);
}

/** kubectl's default of lines with a selector. */
const tailOfMany = 10;

function logView(command: Logs, remark: Remark, context: LineContext): LogView {
  const { target, container, timestamps, since } = command;
  const namespace = command.namespace ?? context.namespace ?? "default";
  const tail = command.tail ?? (target.kind === "selector" ? tailOfMany : -1);
  const previous = command.previous || remark.restarts === "only";
  const also = remark.restarts === "also" ? "all" : "current";
  const query = {
    ...wholeLog(namespace, target),
    container,
    instances: previous ? ("previous" as const) : (also as "all" | "current"),
    tail: tail === -1 ? null : tail,
    since: remark.since === "" ? since : "",
    sinceTime: remark.since || command.sinceTime,
    until: remark.until,
  };
  const follow = command.follow && mayGoOn(query);
  return { kind: "log", query: { ...query, follow }, times: timestamps, find: remark.find };
}
