import {
  instantiateAnnotation,
  type JobManifest,
  type StoredCronJob,
  withoutEmpty,
} from "#lib/server/actions/job-manifest";

/**
 * The Job that `kubectl create job NAME --from=cronjob/…` makes (createJobFromCronJob in
 * k8s.io/kubectl/pkg/cmd/create/create_job.go, 1.37): the template's labels, annotations and spec,
 * the mark of a manual run, which an annotation of the template wins over, and a controller reference
 * that does not block the CronJob's deletion, for that would take a right of its own.
 *
 * `apiVersion` is the one the cluster serves the CronJob in: an owner of another one cannot be found.
 */
export function jobFromCronJob(
  cronJob: StoredCronJob,
  name: string,
  apiVersion: string,
): JobManifest {
  const { metadata, spec } = cronJob;
  const template = spec?.jobTemplate;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: withoutEmpty({
      name,
      namespace: metadata.namespace,
      annotations: { [instantiateAnnotation]: "manual", ...template?.metadata?.annotations },
      labels: { ...template?.metadata?.labels },
      ownerReferences: [
        { apiVersion, kind: "CronJob", name: metadata.name, uid: metadata.uid, controller: true },
      ],
    }),
    spec: template?.spec ?? {},
  };
}
