import type { Resume, Suspend } from "#lib/api/actions";
import { type Suspension, suspensionAnnotations as written } from "#lib/api/suspension";
import { jobs, type Resource } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { instantOf, millisecondsOf } from "#lib/runs/instant";
import { suspensionOf } from "#lib/runs/suspension";
import { type Acting, recreated } from "#lib/server/actions/acting";
import { writeFailure, writeOutcome } from "#lib/server/actions/write-outcome";
import { RequestError } from "#lib/server/api-error";
import { type Text, text } from "#lib/texts/text";

/** A controller may write the status between our read and our patch; that is no conflict of intent. */
const tries = 4;

/**
 * Suspends or resumes: a merge patch that names the uid and resourceVersion it was decided on, so
 * it can neither hit a re-created object nor undo a change it has not seen (kubectl-semantics 7.4).
 * The same patch writes down who did it, when and why, and takes that away again. A version that
 * moved on is read again; suspending what is suspended is done already, unless there is something new
 * to write down. A patch without an answer is never sent again: the object is read once more for what
 * became of it.
 *
 * @throws RequestError `invalid` for an end that has passed, `conflict` when the object was
 * re-created, `unreachable` when the patch could not be sent or it is not known whether it changed the
 * object; StatusError as the API server says.
 */
export async function setSuspend(
  acting: Acting,
  action: Suspend | Resume,
): Promise<{ readonly already: boolean }> {
  const { client } = acting;
  const { namespace, name, uid } = action.target;
  const resource: Resource<CronJob> | Resource<Job> =
    action.resource === "jobs" ? jobs : acting.cronJobs();
  if (action.action === "suspend") requireFuture(action, acting.now());
  for (let attempt = 1; ; attempt++) {
    const found = await client.get<CronJob | Job>(resource, namespace, name);
    if (found.metadata.uid !== uid) throw recreated(resource, action.target);
    if (isDone(found, action)) return { already: true };
    const suspend = action.action === "suspend";
    const annotations =
      action.action === "suspend"
        ? note(found, action, await acting.who(), acting.now())
        : noNote(found);
    const { resourceVersion } = found.metadata;
    const metadata = { uid, resourceVersion, ...(annotations && { annotations }) };
    try {
      await client.patch<CronJob | Job>(resource, namespace, name, { metadata, spec: { suspend } });
      return { already: false };
    } catch (error) {
      if (attempt < tries && error instanceof StatusError && error.code === 409) continue;
      if (writeOutcome(error) === "unknown") {
        const now = await client.get<CronJob | Job>(resource, namespace, name).catch(() => null);
        if (now?.metadata.uid === uid && isDone(now, action)) return { already: false };
      }
      throw writeFailure(
        error,
        meant(action, resource.kind),
        text("Its row shows what the cluster says. Look there before you try again."),
      );
    }
  }
}

function meant({ action, target: { name } }: Suspend | Resume, kind: string): Text {
  return action === "suspend"
    ? text("{kind} {name} was suspended", { kind, name })
    : text("{kind} {name} was resumed", { kind, name });
}

function requireFuture({ until }: Suspend, now: number): void {
  const at = millisecondsOf(until);
  if (until === undefined || (at !== null && at > now)) return;
  throw new RequestError("invalid", text("The end of the suspension is not in the future."));
}

function isDone(object: CronJob | Job, action: Suspend | Resume): boolean {
  const suspension = suspensionOf(object);
  if (action.action === "resume") return suspension === null;
  if (suspension === null) return false;
  return !saysAnything(action) || isSaid(action, suspension);
}

function saysAnything(action: Suspend): boolean {
  return reasonOf(action) !== null || action.until !== undefined;
}

function isSaid(action: Suspend, { reason, until }: Suspension): boolean {
  return reason === reasonOf(action) && millisecondsOf(until) === wholeSecond(action.until);
}

function reasonOf({ reason }: Suspend): string | null {
  return reason?.trim() || null;
}

/** Annotations hold whole seconds, as all times of the API. */
function wholeSecond(until: string | undefined): number | null {
  const at = millisecondsOf(until);
  return at === null ? null : Math.floor(at / 1000) * 1000;
}

type Note = Readonly<Record<string, string | null>>;

/** What is written down; of something that is suspended already the time stays as it was. */
function note(object: CronJob | Job, action: Suspend, who: string | null, now: number): Note {
  const until = wholeSecond(action.until);
  const said: Record<string, string | null> = {
    [written.by]: who,
    [written.at]: suspensionOf(object)?.since ?? instantOf(now),
    [written.reason]: reasonOf(action),
    [written.until]: until === null ? null : instantOf(until),
  };
  const before = object.metadata.annotations ?? {};
  // Null takes away what is there; there is no need to take away what is not.
  return Object.fromEntries(
    Object.entries(said).filter(([key, value]) => value !== null || key in before),
  );
}

function noNote({ metadata }: CronJob | Job): Note | null {
  const present = Object.values(written).filter((key) => key in (metadata.annotations ?? {}));
  return present.length === 0 ? null : Object.fromEntries(present.map((key) => [key, null]));
}
