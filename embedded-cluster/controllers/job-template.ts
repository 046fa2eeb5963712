import { failureCountAnnotation, indexAnnotation, trackingFinalizer } from "./job-pods.ts";
import { controllerReference, type Job } from "./workloads.ts";

/** Longer prefixes are cut so that five random characters make a name of 63. */
const longestPrefix = 58;

export interface PodOrder {
  /** Null for a Job that is not Indexed. */
  readonly index: number | null;
  /** How often the index has failed; null without backoffLimitPerIndex. */
  readonly failures: number | null;
}

/**
 * The Pod to create. The labels of the Job are in its template already, where the API server put
 * them when the Job was created. `isTracked` says whether the Pod has to wait to be counted.
 */
export function podOf(job: Job, { index, failures }: PodOrder, isTracked = true): object {
  const { template } = job.spec;
  const { name, namespace } = job.metadata;
  const { labels, annotations, finalizers = [] } = template.metadata ?? {};
  const others = finalizers.filter((other) => other !== trackingFinalizer);
  const held = isTracked ? [...others, trackingFinalizer] : others;
  const metadata = {
    namespace,
    ownerReferences: [controllerReference(job)],
    ...(held.length > 0 && { finalizers: held }),
  };
  if (index === null) {
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        ...metadata,
        generateName: `${name}-`,
        labels,
        ...(annotations && { annotations }),
      },
      spec: structuredClone(template.spec),
    };
  }
  const suffix = `-${index}-`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadata,
      generateName: name.slice(0, longestPrefix - suffix.length) + suffix,
      labels: { ...labels, [indexAnnotation]: `${index}` },
      annotations: {
        ...annotations,
        [indexAnnotation]: `${index}`,
        ...(failures !== null && { [failureCountAnnotation]: `${failures}` }),
      },
    },
    spec: indexedSpec(job, index),
  };
}

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string }[];
}

function indexedSpec({ metadata, spec }: Job, index: number): object {
  const podSpec = structuredClone(spec.template.spec);
  const withIndex = (container: Container) =>
    container.env?.some(({ name }) => name === variable.name)
      ? container
      : { ...container, env: [...(container.env ?? []), variable] };
  return {
    ...podSpec,
    ...(podSpec.initContainers && { initContainers: podSpec.initContainers.map(withIndex) }),
    containers: podSpec.containers.map(withIndex),
    hostname: `${metadata.name}-${index}`,
  };
}

const variable = {
  name: "JOB_COMPLETION_INDEX",
  valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${indexAnnotation}']` } },
};
