import type { CreationProblem } from "#lib/api/creation";
import { isNamespaceName } from "#lib/kubernetes/names";
import { jobs, type Resource } from "#lib/kubernetes/resources";
import type { CronJob } from "#lib/kubernetes/types";
import type { Creatable } from "#lib/server/actions/job-creation";
import { requestMark } from "#lib/server/actions/job-manifest";
import type { YamlDocument } from "#lib/server/creations/yaml-documents";
import { type Text, text } from "#lib/texts/text";

/** A document as an object that may be created, or what is wrong with it. */
export interface ManifestDocument extends Pick<YamlDocument, "line" | "lineOf"> {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Null where there are problems. */
  readonly object: Creatable | null;
  readonly resource: Resource<unknown> | null;
  readonly problems: readonly CreationProblem[];
}

export interface ReadingOptions {
  /** Of documents that name none. */
  readonly namespace: string;
  readonly key: string;
  /** CronJobs as the cluster serves them; null where it serves none. */
  readonly cronJobs: Resource<CronJob> | null;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Documents as Jobs and CronJobs, and as nothing else: each with its namespace and name, and with the
 * key that tells afterwards which request made it. `generateName` is completed by the key, for what the
 * API server makes up would be another name each time.
 */
export function manifestDocuments(
  documents: readonly YamlDocument[],
  options: ReadingOptions,
): readonly ManifestDocument[] {
  const seen = new Map<string, number>();
  let generated = 0;
  return documents.map((document) => {
    const { line, lineOf, value } = document;
    const fields = fieldsOf(value);
    const metadata = fieldsOf(fields?.metadata);
    const kind = wordOf(fields?.kind);
    const namespace = wordOf(metadata?.namespace) || options.namespace;
    const prefix = wordOf(metadata?.generateName);
    const name = wordOf(metadata?.name) || (prefix && completed(prefix, options.key, generated++));
    const resource = fields && resourceOf(fields, options);
    const where = `${kind} ${namespace}/${name}`;
    const before = seen.get(where);
    const problems: CreationProblem[] = [];
    const problem = (path: string, message: Text) =>
      problems.push({ line: path === "" ? line : lineOf(path), message });
    if (!fields) problem("", text("This is no object of Kubernetes."));
    else if (!resource) problem(kind ? "kind" : "", whyNotCreated(fields, options));
    else if (!metadata || name === "")
      problem("metadata", text("It needs metadata.name or generateName."));
    else if (!isNamespaceName(namespace))
      problem("metadata.namespace", text("This is no namespace name."));
    else if (before !== undefined)
      problem("metadata.name", text("It stands on line {line} already.", { line: before }));
    else seen.set(where, line);
    const object =
      fields && metadata && problems.length === 0
        ? creatable(fields, metadata, { namespace, name, key: options.key })
        : null;
    return { line, lineOf, kind, namespace, name, object, resource, problems };
  });
}

function resourceOf({ apiVersion, kind }: Fields, { cronJobs }: ReadingOptions) {
  const served = [jobs, ...(cronJobs ? [cronJobs] : [])];
  return (
    served.find((it) => it.kind === kind && `${it.group}/${it.version}` === apiVersion) ?? null
  );
}

function whyNotCreated({ apiVersion, kind }: Fields, { cronJobs }: ReadingOptions): Text {
  const version = cronJobs ? `${cronJobs.group}/${cronJobs.version}` : null;
  const what = described(wordOf(kind).slice(0, 63), wordOf(apiVersion).slice(0, 63));
  return version
    ? text("Only Jobs (batch/v1) and CronJobs ({version}) are created here; this is {what}.", {
        version,
        what,
      })
    : text("Only Jobs (batch/v1) are created here; this is {what}.", { what });
}

function described(kind: string, apiVersion: string): Text {
  if (apiVersion === "") return kind || text("without a kind");
  return kind
    ? text("{kind} of {apiVersion}", { kind, apiVersion })
    : text("without a kind of {apiVersion}", { apiVersion });
}

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

function creatable(fields: Fields, metadata: Fields, { namespace, name, key }: Named): Creatable {
  const { generateName: _, annotations, ...rest } = metadata;
  // What is no map is the API server's to refuse.
  const own = annotations == null ? {} : fieldsOf(annotations);
  const marked = own ? { ...own, [requestMark]: key } : annotations;
  return {
    ...fields,
    // The API server checks what a person wrote.
    metadata: { ...rest, namespace, name, annotations: marked } as Creatable["metadata"],
  };
}

/** The longest name of a Job; that of a CronJob is shorter, which the API server says. */
const longest = 63;

function completed(prefix: string, key: string, nth: number): string {
  const suffix = nth === 0 ? key : `${key}${nth.toString(36)}`;
  return prefix.slice(0, longest - suffix.length) + suffix;
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
