import { suspensionAnnotations } from "#lib/api/suspension";
import {
  instantiateAnnotation,
  type JobManifest,
  type JobManifestSpec,
  type OwnerReference,
  requestMark,
  rerunOfAnnotation,
  type StoredJob,
  withoutEmpty,
} from "#lib/server/actions/job-manifest";
import { without, withoutOwnership } from "#lib/server/actions/owning-tool";

export interface JobAgainOptions {
  readonly name: string;
  /** The key of the request. */
  readonly key: string;
  /** The CronJob the new one belongs to as well, as `cronJobOf` gives it; null for none. */
  readonly owner: OwnerReference | null;
}

/** The API server writes these into each Job's template, in an old form and in a new one. */
const generatedLabels = [
  "controller-uid",
  "job-name",
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-name",
];

/** These say how the old one came about, and how it went. */
const ownAnnotations = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "batch.kubernetes.io/cronjob-scheduled-timestamp",
  "batch.kubernetes.io/job-tracking",
  instantiateAnnotation,
  rerunOfAnnotation,
  requestMark,
  ...Object.values(suspensionAnnotations),
];

/**
 * A new Job with the spec of one, and with nothing that was generated for that: selector and labels
 * (generateSelector in pkg/registry/batch/job/strategy.go), status, uid, times, finalizers and owners.
 * It is not suspended, whatever the old one was. A selector that was written by hand is kept with the
 * labels it selects.
 */
export function jobAgain(
  { metadata, spec }: StoredJob,
  { name, key, owner }: JobAgainOptions,
): JobManifest {
  const { labels, annotations } = withoutOwnership(metadata);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: withoutEmpty({
      name,
      namespace: metadata.namespace,
      labels: { ...without(labels, [...generatedLabels, requestMark]), [requestMark]: key },
      annotations: {
        ...without(annotations, ownAnnotations),
        ...(owner && { [instantiateAnnotation]: "manual" }),
        [rerunOfAnnotation]: metadata.name,
        [requestMark]: key,
      },
      ownerReferences: owner ? [owner] : [],
    }),
    spec: specAgain(spec ?? {}),
  };
}

function specAgain({ suspend: _, ...spec }: JobManifestSpec): JobManifestSpec {
  if (spec.manualSelector === true) return spec;
  const { selector: __, template, ...rest } = spec;
  const { metadata, ...others } = template ?? {};
  const kept = withoutEmpty({ ...metadata, labels: without(metadata?.labels, generatedLabels) });
  return { ...rest, template: withoutEmpty({ metadata: kept, ...others }) };
}

/** The CronJob that controls a Job, in the form in which kubectl refers to one; null for none. */
export function cronJobOf({ metadata }: StoredJob): OwnerReference | null {
  const owner = metadata.ownerReferences?.find(
    ({ controller, kind }) => controller === true && kind === "CronJob",
  );
  if (!owner) return null;
  const { apiVersion, kind, name, uid } = owner;
  return { apiVersion, kind, name, uid, controller: true };
}
