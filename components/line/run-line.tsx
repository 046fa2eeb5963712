import { type ActionQuestion, ask, type Subject } from "#components/actions/question";
import { describedName } from "#components/line/described-name";
import type { Action } from "#lib/api/actions";
import type { CanIAnswer } from "#lib/api/rights";
import { addressOf } from "#lib/client/address";
import { requestUrl } from "#lib/client/page-context";
import { getJson, ResponseError } from "#lib/client/response-error";
import { askNames } from "#lib/client/use-names";
import type {
  CanI,
  Command,
  Describe,
  ObjectName,
  ReadingCommand,
  WritingCommand,
} from "#lib/line/command";
import { viewOf } from "#lib/line/command-view";
import type { Line } from "#lib/line/line";
import { parseLine } from "#lib/line/parse-line";
import { isRefusal, type Refusal } from "#lib/line/refusal";
import { resourceNamed } from "#lib/line/resource-name";
import { type Text, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** Where a line is run. */
export interface LinePlace {
  /** The page's context; empty for the one that Batchboard was started with. */
  readonly context: string;
  /** The namespace that a line means which names none; null to leave a list's to the server. */
  readonly namespace: string | null;
  /** Goes to an address of this site, in the page's context. */
  go(address: string): void;
  /** Opens an address of this site in another context. */
  enter(address: string, context: string): void;
}

/** What became of a line: it went somewhere or asks something, says something, or is refused. */
export type LineOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "said"; readonly text: Text }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const done: LineOutcome = { kind: "done" };
const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };

/**
 * Does what a line says: what reads is gone to, what writes is asked first by the dialog of its
 * button, and never done by this alone.
 */
export async function runLine(typed: string, place: LinePlace): Promise<LineOutcome> {
  const line = parseLine(typed);
  if (isRefusal(line)) return refused(line);
  const { command } = line;
  try {
    switch (command.verb) {
      case "useContext":
        place.enter("/", command.name);
        return done;
      case "canI":
        return await answerCanI(command, place);
      case "createJob":
      case "patchSuspend":
      case "delete":
        return await askFirst(command, place);
      case "describe":
        return await describeOne({ ...line, command }, place);
      default:
        return goTo({ ...line, command }, place);
    }
  } catch (error) {
    if (error instanceof ResponseError) return refusedWith(error.error.message);
    throw error;
  }
}

function goTo(
  line: Pick<Line, "remark"> & { readonly command: ReadingCommand },
  place: LinePlace,
): LineOutcome {
  const view = viewOf(line, { namespace: place.namespace });
  if (isRefusal(view)) return refused(view);
  const { context } = line.command;
  const address = addressOf(view);
  if (context === null || context === place.context) place.go(address);
  else place.enter(address, context);
  return done;
}

/** Names are asked for in the context that is seen alone. */
async function describeOne(
  line: Pick<Line, "remark"> & { readonly command: Describe },
  place: LinePlace,
): Promise<LineOutcome> {
  const { command } = line;
  if (command.context !== null && command.context !== place.context) return goTo(line, place);
  const described = await describedName(command, place.namespace ?? "default");
  return isRefusal(described) ? refused(described) : goTo({ ...line, command: described }, place);
}

async function answerCanI(command: CanI, place: LinePlace): Promise<LineOutcome> {
  const { action, resource, name, subresource, allNamespaces } = command;
  if (resource.startsWith("/")) {
    return refusedWith(text("Batchboard asks about resources, and about no paths of the API."));
  }
  const elsewhere = inAnotherContext(command, place);
  if (elsewhere) return elsewhere;
  const [plural = "", ...group] = groupOf(resource).split(".");
  const namespace = allNamespaces ? "" : (command.namespace ?? place.namespace ?? "default");
  const asked = { verb: action, resource: plural, group: group.join("."), subresource, name };
  const params = Object.entries({ ...asked, namespace }).filter(([, value]) => value !== "");
  const url = requestUrl("canI", new URLSearchParams(params));
  const { allowed } = await getJson<CanIAnswer>(url);
  const what = [action, name === "" ? resource : `${resource}/${name}`].join(" ");
  // The answer is kubectl's own.
  const answer = allowed ? "yes" : "no";
  const said =
    namespace === ""
      ? text("{answer}: {what} in all namespaces", { answer, what })
      : text("{answer}: {what} in {namespace}", { answer, what, namespace });
  return { kind: "said", text: said };
}

/** `jobs.batch` for `job`; what Batchboard does not know stays as it was written. */
function groupOf(resource: string): string {
  if (resource.includes(".")) return resource;
  try {
    const known = resourceNamed(resource, whole);
    return known === "pods" || known === "events" ? known : `${known}.batch`;
  } catch {
    return resource;
  }
}

async function askFirst(command: WritingCommand, place: LinePlace): Promise<LineOutcome> {
  const elsewhere = inAnotherContext(command, place);
  if (elsewhere) return elsewhere;
  const objects: readonly ObjectName[] =
    command.verb === "createJob"
      ? [{ resource: "cronjobs", name: command.cronJob }]
      : command.objects;
  const [{ resource } = { resource: "jobs" as const }] = objects;
  if (objects.some((object) => object.resource !== resource)) {
    return refusedWith(text("Batchboard asks about objects of one kind at a time."));
  }
  const namespace = command.namespace ?? place.namespace ?? "default";
  const subjects: Subject[] = [];
  for (const { name } of objects) {
    const subject = await subjectOf(resource, namespace, name);
    if (subject === null) {
      const plural = resource === "pods" ? resource : `${resource}.batch`;
      return refusedWith(`Error from server (NotFound): ${plural} "${name}" not found`);
    }
    subjects.push(subject);
  }
  ask(questionOf(command, resource, subjects));
  return done;
}

function questionOf(
  command: WritingCommand,
  resource: Action["resource"],
  subjects: readonly Subject[],
): ActionQuestion {
  switch (command.verb) {
    case "createJob":
      return { verb: "trigger", resource, subjects, name: command.name };
    case "patchSuspend":
      return { verb: command.suspend ? "suspend" : "resume", resource, subjects };
    case "delete":
      return { verb: "delete", resource, subjects, cascade: command.cascade };
  }
}

async function subjectOf(
  of: Action["resource"],
  namespace: string,
  name: string,
): Promise<Subject | null> {
  const { choices } = await askNames({ of, namespaces: [namespace], q: name, exact: true });
  const [found] = choices;
  if (!found?.object) return null;
  const { uid, cronJob } = found.object;
  return { namespace, name, uid, status: inEnglish(found.note), cronJob };
}

/** What is changed or asked is so in the context that one sees. */
function inAnotherContext(
  { context }: Exclude<Command, { verb: "useContext" }>,
  place: LinePlace,
): LineOutcome | null {
  if (context === null || context === place.context) return null;
  return refusedWith(
    text("This page is of another context. First: {command}", {
      command: `kubectl config use-context ${context}`,
    }),
  );
}

function refused(refusal: Refusal): LineOutcome {
  return { kind: "refused", refusal };
}

function refusedWith(message: Text): LineOutcome {
  return refused({ kind: "argument", message, at: whole });
}
