/**
 * Jobs and CronJobs as the API server sends and takes them: the fields that are changed on the way
 * from one to another, and whatever else there is, which is carried as it is.
 */

export type Texts = Readonly<Record<string, string>>;

interface Other {
  readonly [field: string]: unknown;
}

export interface OwnerReference extends Other {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export interface ManifestMeta extends Other {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Texts | null;
  readonly annotations?: Texts | null;
  readonly finalizers?: readonly string[] | null;
  readonly deletionTimestamp?: string | null;
  readonly ownerReferences?: readonly OwnerReference[] | null;
}

/** Of an object that exists. */
export interface StoredMeta extends ManifestMeta {
  readonly uid: string;
}

export interface EnvVar extends Other {
  readonly name: string;
  readonly value?: string | null;
  readonly valueFrom?: object | null;
}

export interface ContainerManifest extends Other {
  readonly name: string;
  readonly image?: string | null;
  readonly command?: readonly string[] | null;
  readonly args?: readonly string[] | null;
  readonly env?: readonly EnvVar[] | null;
  readonly resources?:
    | (Other & { readonly requests?: Texts | null; readonly limits?: Texts | null })
    | null;
}

export interface PodTemplateManifest extends Other {
  readonly metadata?:
    | (Other & { readonly labels?: Texts | null; readonly annotations?: Texts | null })
    | null;
  readonly spec?: PodSpecManifest | null;
}

export interface PodSpecManifest extends Other {
  readonly hostname?: string | null;
  readonly subdomain?: string | null;
  readonly initContainers?: readonly ContainerManifest[] | null;
  readonly containers?: readonly ContainerManifest[] | null;
}

export interface PodFailurePolicy extends Other {
  readonly rules?: readonly (Other & { readonly action?: string })[] | null;
}

export interface JobManifestSpec extends Other {
  readonly parallelism?: number | null;
  readonly completions?: number | null;
  readonly completionMode?: string | null;
  readonly backoffLimit?: number | null;
  readonly backoffLimitPerIndex?: number | null;
  readonly ttlSecondsAfterFinished?: number | null;
  readonly suspend?: boolean | null;
  readonly manualSelector?: boolean | null;
  readonly podFailurePolicy?: PodFailurePolicy | null;
  readonly template?: PodTemplateManifest | null;
}

export interface JobManifest extends Other {
  readonly apiVersion: "batch/v1";
  readonly kind: "Job";
  readonly metadata: ManifestMeta;
  readonly spec: JobManifestSpec;
}

export interface StoredJob extends Other {
  readonly metadata: StoredMeta;
  readonly spec?: JobManifestSpec | null;
}

export interface StoredCronJob extends Other {
  readonly metadata: StoredMeta;
  readonly spec?:
    | (Other & {
        readonly jobTemplate?:
          | (Other & {
              readonly metadata?:
                | (Other & { readonly labels?: Texts | null; readonly annotations?: Texts | null })
                | null;
              readonly spec?: JobManifestSpec | null;
            })
          | null;
      })
    | null;
}

/** The marks that tell where a Job comes from. */
export const instantiateAnnotation = "cronjob.kubernetes.io/instantiate";
export const rerunOfAnnotation = "batchboard/rerun-of";
/**
 * The key of the request that made it, where its name does not hold that: the same one sent again makes
 * no second. It is an annotation, and a label too of a Job that was made again, so that this is found
 * whatever its name is.
 */
export const requestMark = "batchboard/request";

/** The parts of an object without those that are empty: the API server would drop them too. */
export function withoutEmpty<T extends object>(parts: T): T {
  const kept = Object.entries(parts).filter(
    ([, value]) => value != null && (typeof value !== "object" || Object.keys(value).length > 0),
  );
  // What may be absent is all that is taken away.
  return Object.fromEntries(kept) as T;
}
