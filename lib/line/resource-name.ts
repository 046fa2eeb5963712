import type { ListView } from "#lib/api/scope";
import { nearestTo, Refused, type Span } from "#lib/line/refusal";
import { type Message, text } from "#lib/texts/text";

/** Everything else a resource's name may stand for here. */
export type ResourceName = ListView | "events";

interface Kind {
  readonly resource: ResourceName;
  /** Plural, singular and short names. */
  readonly names: readonly string[];
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
}

const kinds: readonly Kind[] = [
  { resource: "cronjobs", names: ["cronjobs", "cronjob", "cj"], group: "batch", version: "v1" },
  { resource: "jobs", names: ["jobs", "job"], group: "batch", version: "v1" },
  { resource: "pods", names: ["pods", "pod", "po"], group: "", version: "v1" },
  { resource: "events", names: ["events", "event", "ev"], group: "", version: "v1" },
];

/** Kubernetes' other kinds: names, and the line that comes nearest. */
const others: readonly (readonly [kind: string, names: string, nearest: string])[] = [
  ["Deployments", "deployments deployment deploy", "pods"],
  ["ReplicaSets", "replicasets replicaset rs", "pods"],
  ["ReplicationControllers", "replicationcontrollers replicationcontroller rc", "pods"],
  ["StatefulSets", "statefulsets statefulset sts", "pods"],
  ["DaemonSets", "daemonsets daemonset ds", "pods"],
  ["Services", "services service svc", "pods"],
  ["Endpoints", "endpoints ep", "pods"],
  ["EndpointSlices", "endpointslices endpointslice", "pods"],
  ["Ingresses", "ingresses ingress ing", "pods"],
  ["ConfigMaps", "configmaps configmap cm", "pods"],
  ["Secrets", "secrets secret", "pods"],
  ["Nodes", "nodes node no", "pods -o wide"],
  ["Namespaces", "namespaces namespace ns", "cronjobs -A"],
  ["PersistentVolumes", "persistentvolumes persistentvolume pv", "pods"],
  ["PersistentVolumeClaims", "persistentvolumeclaims persistentvolumeclaim pvc", "pods"],
  ["ServiceAccounts", "serviceaccounts serviceaccount sa", "pods"],
  ["Roles", "roles role", "pods"],
  ["RoleBindings", "rolebindings rolebinding", "pods"],
  ["ClusterRoles", "clusterroles clusterrole", "pods"],
  ["ClusterRoleBindings", "clusterrolebindings clusterrolebinding", "pods"],
  ["HorizontalPodAutoscalers", "horizontalpodautoscalers horizontalpodautoscaler hpa", "pods"],
  ["PodDisruptionBudgets", "poddisruptionbudgets poddisruptionbudget pdb", "pods"],
  ["NetworkPolicies", "networkpolicies networkpolicy netpol", "pods"],
  ["ResourceQuotas", "resourcequotas resourcequota quota", "jobs"],
  ["LimitRanges", "limitranges limitrange limits", "pods"],
  ["PriorityClasses", "priorityclasses priorityclass pc", "pods"],
  ["StorageClasses", "storageclasses storageclass sc", "pods"],
  [
    "CustomResourceDefinitions",
    "customresourcedefinitions customresourcedefinition crd crds",
    "cronjobs",
  ],
];

/**
 * The resource a word names as kubectl takes it: `cj`, `cronjob`, `cronjobs.batch`,
 * `cronjobs.v1.batch`, a kind in any case. Throws `Refused` for others: of what Kubernetes has besides
 * and Batchboard does not show, what comes nearest; of the rest, kubectl's words.
 */
export function resourceNamed(word: string, at: Span): ResourceName {
  const [name = "", ...rest] = word.toLowerCase().split(".");
  const kind = kinds.find(({ names }) => names.includes(name));
  if (kind && isOf(kind, rest)) return kind.resource;
  const beyond = rest.length === 0 ? beyondHere(name) : null;
  if (beyond) throw new Refused("beyond", beyond, at);
  throw new Refused("argument", unknownType(word), at);
}

function beyondHere(name: string): Message | null {
  if (name === "all") {
    const what = text("Batchboard shows no all kinds at once");
    return nearestTo(what, "kubectl get cronjobs,jobs,pods");
  }
  const [kind, , nearest] = others.find(([, names]) => names.split(" ").includes(name)) ?? [];
  if (kind === undefined) return null;
  return nearestTo(text("Batchboard shows no {kind}", { kind }), `kubectl get ${nearest}`);
}

/** `.batch`, `.v1.batch`; of the core group `.`, `.v1` and `.v1.`. */
function isOf({ group, version }: Kind, suffix: readonly string[]): boolean {
  const [first, ...others] = suffix;
  if (first === undefined || suffix.join(".") === group) return true;
  return first === version && others.length > 0 && others.join(".") === group;
}

function unknownType(word: string): string {
  const [, name = "", group = ""] = /^([^.]*)\.?([\s\S]*)$/.exec(word) ?? [];
  const type = `the server doesn't have a resource type "${name}"`;
  return group === "" ? type : `${type} in group "${group}"`;
}
