// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema

/** What the API server fills in of a Pod's spec, alone or in a template (core/v1 defaults). */
export function defaultPodSpec(spec: any): void {
  spec.serviceAccountName ??= spec.serviceAccount;
  if (spec.serviceAccountName === undefined) delete spec.serviceAccountName;
  else spec.serviceAccount = spec.serviceAccountName;
  spec.dnsPolicy ||= "ClusterFirst";
  spec.restartPolicy ||= "Always";
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= "default-scheduler";
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    defaultContainer(container);
  }
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
}

function defaultContainer(container: any): void {
  container.resources ??= {};
  for (const { valueFrom: { resourceFieldRef } = {} as any } of container.env ?? []) {
    if (resourceFieldRef) resourceFieldRef.divisor ??= "0";
  }
  container.imagePullPolicy ||= isLatest(container.image ?? "") ? "Always" : "IfNotPresent";
  container.terminationMessagePath ||= "/dev/termination-log";
  container.terminationMessagePolicy ||= "File";
  for (const port of container.ports ?? []) port.protocol ||= "TCP";
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    if (container[probe]) defaultProbe(container[probe]);
  }
  for (const variable of container.env ?? []) {
    if (variable.value === "") delete variable.value;
    if (variable.valueFrom?.fieldRef) variable.valueFrom.fieldRef.apiVersion ||= "v1";
  }
}

function defaultProbe(probe: any): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (!probe.httpGet) return;
  probe.httpGet.path ||= "/";
  probe.httpGet.scheme ||= "HTTP";
}

function defaultVolume(volume: any): void {
  if (Object.keys(volume).every((key) => key === "name")) volume.emptyDir = {};
  if (volume.hostPath) volume.hostPath.type ??= "";
  for (const kind of ["configMap", "secret", "downwardAPI", "projected"]) {
    if (volume[kind]) volume[kind].defaultMode ??= 0o644;
  }
  const sources: any[] = volume.projected?.sources ?? [];
  for (const { downwardAPI, serviceAccountToken } of [volume, ...sources]) {
    for (const { fieldRef, resourceFieldRef } of downwardAPI?.items ?? []) {
      if (fieldRef) fieldRef.apiVersion ||= "v1";
      if (resourceFieldRef) resourceFieldRef.divisor ??= "0";
    }
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600;
  }
}

/** Without a tag or digest it is the latest. */
function isLatest(image: string): boolean {
  if (image.includes("@")) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest" && image !== "";
}

/** What is filled in of a Pod and not of a template, by defaults and by the admission plugins. */
export function defaultPod(spec: any): void {
  for (const { resources } of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
  }
  if (spec.terminationGracePeriodSeconds < 0) spec.terminationGracePeriodSeconds = 1;
  spec.enableServiceLinks ??= true;
  spec.serviceAccountName ||= "default";
  spec.serviceAccount = spec.serviceAccountName;
  spec.priority ??= 0;
  spec.preemptionPolicy ??= "PreemptLowerPriority";
  const tolerations: any[] = spec.tolerations ?? [];
  for (const key of ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]) {
    const isTolerated = tolerations.some(
      (one) =>
        (one.key === key || (one.key === undefined && one.operator === "Exists")) &&
        (one.effect === undefined || one.effect === "NoExecute"),
    );
    if (isTolerated) continue;
    tolerations.push({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 });
  }
  spec.tolerations = tolerations;
}

/** The class by which a node under pressure would choose; kubectl describe shows it. */
export function qosClass(spec: any): string {
  const resources = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(
    (container) => container.resources ?? {},
  );
  const amounts = resources.flatMap(({ requests = {}, limits = {} }) =>
    ["cpu", "memory"].flatMap((name) => [requests[name], limits[name]]),
  );
  if (amounts.every((amount) => amount === undefined)) return "BestEffort";
  const isGuaranteed = resources.every(({ requests = {}, limits = {} }) =>
    ["cpu", "memory"].every(
      (name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name],
    ),
  );
  return isGuaranteed ? "Guaranteed" : "Burstable";
}
