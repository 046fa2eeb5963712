import type { Accepted, ActionTarget } from "#lib/api/actions";
import type { CreatedDocument, Creation, CreationAnswer } from "#lib/api/creation";
import type { Client } from "#lib/kubernetes/client";
import type { Resource } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import type { CronJob } from "#lib/kubernetes/types";
import { type Creatable, createOnce } from "#lib/server/actions/job-creation";
import { requestMark } from "#lib/server/actions/job-manifest";
import { UnknownOutcome, writeOutcome } from "#lib/server/actions/write-outcome";
import { type ManifestDocument, manifestDocuments } from "#lib/server/creations/manifest-document";
import { statusProblems } from "#lib/server/creations/status-problems";
import { yamlDocuments } from "#lib/server/creations/yaml-documents";
import { Turns } from "#lib/server/turns";
import { text } from "#lib/texts/text";

/** How many are shown to the API server at a time. */
const atOnce = 4;

type Made = Omit<Accepted, "made"> & { readonly made: ActionTarget };

export interface CreationOptions {
  readonly client: Client;
  /** Null where the cluster serves none. */
  readonly cronJobs: Resource<CronJob> | null;
  /** Runs what creates an object, and tells of it. */
  readonly write: (
    resource: Resource<unknown>,
    object: Creatable,
    create: () => Promise<Made>,
  ) => Promise<Made>;
}

/**
 * Creates the Jobs and CronJobs of a text, or asks the API server what it thinks of them. While
 * something is wrong with one that can be seen here, none is created. They are created in their order,
 * one after another; what the API server refuses keeps none of the others.
 *
 * @throws RequestError `unreachable`, StatusError that is no judgement of an object (401, 429): what
 * was created before is told as `already` when the same creation is sent again.
 */
export async function createFrom(
  { yaml, namespace, key, dryRun }: Creation,
  { client, cronJobs, write }: CreationOptions,
): Promise<CreationAnswer> {
  const read = yamlDocuments(yaml);
  if ("problems" in read) return { problems: read.problems, documents: [] };
  const documents = manifestDocuments(read.documents, { namespace, key, cronJobs });
  if (documents.length === 0) {
    return {
      problems: [{ line: null, message: text("There is no document in it.") }],
      documents: [],
    };
  }
  const isWrong = documents.some(({ problems }) => problems.length > 0);
  if (isWrong && !dryRun) return { problems: [], documents: documents.map(notTried) };
  const attempt = dryRun ? judging(client) : creating(client, key, write);
  if (dryRun) {
    const turns = new Turns(atOnce);
    const judged = documents.map((document) => turns.take(() => tried(document, attempt)));
    return { problems: [], documents: await Promise.all(judged) };
  }
  const created: CreatedDocument[] = [];
  for (const document of documents) created.push(await tried(document, attempt));
  return { problems: [], documents: created };
}

type Attempt = (
  resource: Resource<unknown>,
  object: Creatable,
) => Promise<Pick<CreatedDocument, "result" | "uid">>;

function judging(client: Client): Attempt {
  return async (resource, object) => {
    const options = { dryRun: "All", fieldValidation: "Strict" } as const;
    await client.create(resource, object.metadata.namespace, object, options);
    return { result: "valid", uid: null };
  };
}

function creating(client: Client, key: string, write: CreationOptions["write"]): Attempt {
  const isOurs = (found: Creatable) => found.metadata.annotations?.[requestMark] === key;
  return async (resource, object) => {
    const create = () => createOnce(client, resource, object, isOurs);
    const { already, made } = await write(resource, object, create);
    return { result: already ? "already" : "created", uid: made.uid };
  };
}

async function tried(document: ManifestDocument, attempt: Attempt): Promise<CreatedDocument> {
  const { resource, object, lineOf } = document;
  if (!resource || !object) return untried(document);
  const told = (result: CreatedDocument["result"], problems: CreatedDocument["problems"]) => ({
    ...untried(document),
    result,
    problems,
  });
  try {
    return { ...untried(document), ...(await attempt(resource, object)) };
  } catch (error) {
    if (error instanceof UnknownOutcome) {
      const { text: sentence, hint } = error;
      const message = hint ? text("{sentence} {next}", { sentence, next: hint }) : sentence;
      return told("unknown", [{ line: null, message }]);
    }
    if (!(error instanceof StatusError) || !isJudgement(error)) throw error;
    return told("refused", statusProblems(error, lineOf));
  }
}

function isJudgement(error: StatusError): boolean {
  return writeOutcome(error) === "refused" && error.code !== 401 && error.code !== 429;
}

/** Of one that may be right while another is wrong. */
function notTried(document: ManifestDocument): CreatedDocument {
  const told = untried(document);
  if (told.problems.length > 0) return told;
  const message = text("It was not created, for another document is wrong.");
  return { ...told, problems: [{ line: document.line, message }] };
}

/** As it stands in the text. */
function untried({ line, kind, namespace, name, problems }: ManifestDocument): CreatedDocument {
  return { line, kind, namespace, name, result: "refused", uid: null, problems };
}
