import type {
  ContainerManifest,
  JobManifest,
  PodFailurePolicy,
  PodTemplateManifest,
} from "#lib/server/actions/job-manifest";
import { RequestError } from "#lib/server/api-error";
import { type Text, text } from "#lib/texts/text";

const indexVariable = "JOB_COMPLETION_INDEX";
/** An annotation of each Pod of an Indexed Job, and a label since 1.28. */
const indexMark = "batch.kubernetes.io/job-completion-index";

/**
 * One index of an Indexed Job as a Job of its own: one Pod that finds its index where the Job
 * controller would have put it (addCompletionIndexEnvVariable in pkg/controller/job, which leaves a
 * variable of that name as it is). What counts retries of an index counts those of the Job, and what
 * fails an index fails it; what is about several indexes is gone.
 *
 * @throws RequestError `invalid` where a Pod would not find all it finds in the Indexed Job.
 */
export function singleIndex(job: JobManifest, index: number): JobManifest {
  const refusal = whyNotSingle(job, index);
  if (refusal !== null) {
    throw new RequestError("invalid", refusal, text("Run the whole Job again."));
  }
  const {
    completionMode: _,
    maxFailedIndexes: __,
    successPolicy: ___,
    backoffLimitPerIndex,
    podFailurePolicy,
    template,
    ...spec
  } = job.spec;
  return {
    ...job,
    spec: {
      ...spec,
      completions: 1,
      parallelism: 1,
      ...(backoffLimitPerIndex == null ? {} : { backoffLimit: backoffLimitPerIndex }),
      ...(podFailurePolicy ? { podFailurePolicy: ofTheJob(podFailurePolicy) } : {}),
      template: withIndex(template ?? {}, String(index)),
    },
  };
}

/** In a sentence; null where it can be done. */
function whyNotSingle({ spec }: JobManifest, index: number): Text | null {
  if (spec.completionMode !== "Indexed") return text("It is no Indexed Job: it has no indexes.");
  const last = (spec.completions ?? 0) - 1;
  if (index > last) return text("Its indexes are 0 to {last}; {index} is none.", { last, index });
  const { hostname, subdomain } = spec.template?.spec ?? {};
  if (!hostname && !subdomain) return null;
  const field = subdomain ? "subdomain" : "hostname";
  return text(
    "Its template sets {field}: its Pods find each other by host names, which a Pod of another Job would not have.",
    { field },
  );
}

/** For a Job of one index, to fail that is to fail. */
function ofTheJob({ rules, ...policy }: PodFailurePolicy): PodFailurePolicy {
  return {
    ...policy,
    rules: (rules ?? []).map((rule) =>
      rule.action === "FailIndex" ? { ...rule, action: "FailJob" } : rule,
    ),
  };
}

function withIndex({ metadata, spec, ...rest }: PodTemplateManifest, index: string) {
  const { initContainers, containers, ...others } = spec ?? {};
  const told = (list: readonly ContainerManifest[]) => list.map((it) => withVariable(it, index));
  return {
    ...rest,
    metadata: {
      ...metadata,
      labels: { ...metadata?.labels, [indexMark]: index },
      annotations: { ...metadata?.annotations, [indexMark]: index },
    },
    spec: {
      ...others,
      ...(initContainers ? { initContainers: told(initContainers) } : {}),
      containers: told(containers ?? []),
    },
  };
}

function withVariable(container: ContainerManifest, value: string): ContainerManifest {
  const env = container.env ?? [];
  if (env.some(({ name }) => name === indexVariable)) return container;
  return { ...container, env: [...env, { name: indexVariable, value }] };
}
