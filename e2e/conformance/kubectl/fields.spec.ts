import { nightlyCronJob } from "./article.ts";
import { expect, test } from "./typing.ts";

/** The fields of the article's Job and CronJob, a Pod and an Event, as a real cluster has them. */
const jobFields = `apiVersion
kind
metadata.annotations.kubectl.kubernetes.io/last-applied-configuration
metadata.creationTimestamp
metadata.generation
metadata.labels.batch.kubernetes.io/controller-uid
metadata.labels.batch.kubernetes.io/job-name
metadata.labels.controller-uid
metadata.labels.job-name
metadata.name
metadata.namespace
metadata.resourceVersion
metadata.uid
spec.backoffLimit
spec.completionMode
spec.completions
spec.manualSelector
spec.parallelism
spec.podReplacementPolicy
spec.selector.matchLabels.batch.kubernetes.io/controller-uid
spec.suspend
spec.template.metadata.labels.batch.kubernetes.io/controller-uid
spec.template.metadata.labels.batch.kubernetes.io/job-name
spec.template.metadata.labels.controller-uid
spec.template.metadata.labels.job-name
spec.template.spec.containers[].command[]
spec.template.spec.containers[].image
spec.template.spec.containers[].imagePullPolicy
spec.template.spec.containers[].name
spec.template.spec.containers[].resources
spec.template.spec.containers[].terminationMessagePath
spec.template.spec.containers[].terminationMessagePolicy
spec.template.spec.dnsPolicy
spec.template.spec.restartPolicy
spec.template.spec.schedulerName
spec.template.spec.securityContext
spec.template.spec.terminationGracePeriodSeconds
status.completionTime
status.conditions[].lastProbeTime
status.conditions[].lastTransitionTime
status.conditions[].message
status.conditions[].reason
status.conditions[].status
status.conditions[].type
status.ready
status.startTime
status.succeeded
status.terminating
status.uncountedTerminatedPods`;

const cronJobFields = `apiVersion
kind
metadata.annotations.kubectl.kubernetes.io/last-applied-configuration
metadata.creationTimestamp
metadata.generation
metadata.name
metadata.namespace
metadata.resourceVersion
metadata.uid
spec.concurrencyPolicy
spec.failedJobsHistoryLimit
spec.jobTemplate.metadata
spec.jobTemplate.spec.template.metadata
spec.jobTemplate.spec.template.spec.containers[].command[]
spec.jobTemplate.spec.template.spec.containers[].image
spec.jobTemplate.spec.template.spec.containers[].imagePullPolicy
spec.jobTemplate.spec.template.spec.containers[].name
spec.jobTemplate.spec.template.spec.containers[].resources
spec.jobTemplate.spec.template.spec.containers[].terminationMessagePath
spec.jobTemplate.spec.template.spec.containers[].terminationMessagePolicy
spec.jobTemplate.spec.template.spec.dnsPolicy
spec.jobTemplate.spec.template.spec.restartPolicy
spec.jobTemplate.spec.template.spec.schedulerName
spec.jobTemplate.spec.template.spec.securityContext
spec.jobTemplate.spec.template.spec.terminationGracePeriodSeconds
spec.schedule
spec.successfulJobsHistoryLimit
spec.suspend
status`;

const podFields = `apiVersion
kind
metadata.creationTimestamp
metadata.generateName
metadata.generation
metadata.labels.batch.kubernetes.io/controller-uid
metadata.labels.batch.kubernetes.io/job-name
metadata.labels.controller-uid
metadata.labels.job-name
metadata.name
metadata.namespace
metadata.ownerReferences[].apiVersion
metadata.ownerReferences[].blockOwnerDeletion
metadata.ownerReferences[].controller
metadata.ownerReferences[].kind
metadata.ownerReferences[].name
metadata.ownerReferences[].uid
metadata.resourceVersion
metadata.uid
spec.containers[].command[]
spec.containers[].image
spec.containers[].imagePullPolicy
spec.containers[].name
spec.containers[].resources
spec.containers[].terminationMessagePath
spec.containers[].terminationMessagePolicy
spec.containers[].volumeMounts[].mountPath
spec.containers[].volumeMounts[].name
spec.containers[].volumeMounts[].readOnly
spec.dnsPolicy
spec.enableServiceLinks
spec.nodeName
spec.preemptionPolicy
spec.priority
spec.restartPolicy
spec.schedulerName
spec.securityContext
spec.serviceAccount
spec.serviceAccountName
spec.terminationGracePeriodSeconds
spec.tolerations[].effect
spec.tolerations[].key
spec.tolerations[].operator
spec.tolerations[].tolerationSeconds
spec.volumes[].name
spec.volumes[].projected.defaultMode
spec.volumes[].projected.sources[].configMap.items[].key
spec.volumes[].projected.sources[].configMap.items[].path
spec.volumes[].projected.sources[].configMap.name
spec.volumes[].projected.sources[].downwardAPI.items[].fieldRef.apiVersion
spec.volumes[].projected.sources[].downwardAPI.items[].fieldRef.fieldPath
spec.volumes[].projected.sources[].downwardAPI.items[].path
spec.volumes[].projected.sources[].serviceAccountToken.expirationSeconds
spec.volumes[].projected.sources[].serviceAccountToken.path
status.conditions[].lastProbeTime
status.conditions[].lastTransitionTime
status.conditions[].message
status.conditions[].observedGeneration
status.conditions[].reason
status.conditions[].status
status.conditions[].type
status.containerStatuses[].containerID
status.containerStatuses[].image
status.containerStatuses[].imageID
status.containerStatuses[].lastState
status.containerStatuses[].name
status.containerStatuses[].ready
status.containerStatuses[].resources
status.containerStatuses[].restartCount
status.containerStatuses[].started
status.containerStatuses[].state.terminated.containerID
status.containerStatuses[].state.terminated.exitCode
status.containerStatuses[].state.terminated.finishedAt
status.containerStatuses[].state.terminated.reason
status.containerStatuses[].state.terminated.startedAt
status.containerStatuses[].volumeMounts[].mountPath
status.containerStatuses[].volumeMounts[].name
status.containerStatuses[].volumeMounts[].readOnly
status.containerStatuses[].volumeMounts[].recursiveReadOnly
status.hostIP
status.hostIPs[].ip
status.observedGeneration
status.phase
status.podIP
status.podIPs[].ip
status.qosClass
status.resources
status.startTime`;

const eventFields = `apiVersion
count
eventTime
firstTimestamp
involvedObject.apiVersion
involvedObject.fieldPath
involvedObject.kind
involvedObject.name
involvedObject.namespace
involvedObject.resourceVersion
involvedObject.uid
kind
lastTimestamp
message
metadata.creationTimestamp
metadata.name
metadata.namespace
metadata.resourceVersion
metadata.uid
reason
reportingComponent
reportingInstance
source.component
source.host
type`;

/** Below these stands what no two clusters or kubelets agree on. */
const opaque = /^(metadata\.managedFields|status\.resources\.)/;

/** The paths of all fields that have a value, in order, each once; `[]` is any item of a list. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item) => fieldsOf(item, `${path}[]`))
    : Object.entries(value).flatMap(([key, field]) =>
        fieldsOf(field, path === "" ? key : `${path}.${key}`),
      );
  return inner.length === 0 ? [path] : inner;
}

function shown(json: string): string {
  const { items, ...own } = JSON.parse(json) as { items?: readonly object[] };
  const [object = own] = items ?? [];
  const paths = fieldsOf(object).map((path) =>
    opaque.test(path) ? path.replace(/^(\w+\.\w+).*/, "$1") : path,
  );
  return [...new Set(paths)]
    .filter((path) => path !== "metadata.managedFields")
    .toSorted()
    .join("\n");
}

test("a Job that has run has the fields of a real one", async ({ look }) => {
  expect(shown(await look("get job echo -o json"))).toBe(jobFields);
});

test("a CronJob that has not run has the fields of a real one", async ({ type }) => {
  await type("apply -f -", nightlyCronJob);
  expect(shown(await type("get cronjob nightly -o json"))).toBe(cronJobFields);
});

test("a Pod that has run has the fields of a real one", async ({ look }) => {
  expect(shown(await look("get pods -l job-name=echo -o json"))).toBe(podFields);
});

test("an Event has the fields of a real one", async ({ look }) => {
  expect(shown(await look("get events --field-selector=reason=Started -o json"))).toBe(eventFields);
});
