import type { ApiObject } from "../objects.ts";
import type { Container, EnvVar, Pod } from "./pod-fields.ts";
import { resourceField } from "./resource-field.ts";

/** What a container refers to is not there: it waits with CreateContainerConfigError. */
export class ConfigError extends Error {}

/** A ConfigMap or Secret, or null where there is none of that name. */
export type Lookup = (plural: "configmaps" | "secrets", name: string) => Promise<ApiObject | null>;

const base = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
};

/** The host's name as the containers of a Pod see it. */
const hostname = (pod: Pod): string =>
  (pod.spec.hostname ?? pod.metadata.name).slice(0, 63).replace(/[-.]+$/, "");

/** The environment of a container, in the kubelet's order: `envFrom`, then `env`. */
export async function environment(
  pod: Pod,
  container: Container,
  addresses: { readonly podIP: string; readonly hostIP: string },
  lookup: Lookup,
): Promise<Map<string, string>> {
  const env = new Map<string, string>(Object.entries({ ...base, HOSTNAME: hostname(pod) }));
  for (const source of container.envFrom ?? []) {
    const [plural, reference] = source.configMapRef
      ? (["configmaps", source.configMapRef] as const)
      : (["secrets", source.secretRef] as const);
    const object = await named(plural, reference?.name, reference?.optional, lookup);
    for (const [name, value] of Object.entries(values(plural, object))) {
      env.set(`${source.prefix ?? ""}${name}`, value);
    }
  }
  for (const variable of container.env ?? []) {
    const value = await variableValue(variable, pod, container, env, addresses, lookup);
    if (value !== undefined) env.set(variable.name, value);
  }
  return env;
}

async function variableValue(
  { value, valueFrom }: EnvVar,
  pod: Pod,
  container: Container,
  env: ReadonlyMap<string, string>,
  addresses: { readonly podIP: string; readonly hostIP: string },
  lookup: Lookup,
): Promise<string | undefined> {
  if (value || !valueFrom) return expandReferences(value ?? "", env);
  if (valueFrom.fieldRef) return field(valueFrom.fieldRef.fieldPath, pod, addresses);
  if (valueFrom.resourceFieldRef) {
    const { resource } = valueFrom.resourceFieldRef;
    const amount = resourceField(valueFrom.resourceFieldRef, container);
    if (amount === null) throw new ConfigError(`unsupported container resource : ${resource}`);
    return amount;
  }
  const [plural, kind, reference] = valueFrom.configMapKeyRef
    ? (["configmaps", "ConfigMap", valueFrom.configMapKeyRef] as const)
    : (["secrets", "Secret", valueFrom.secretKeyRef] as const);
  const object = await named(plural, reference?.name, reference?.optional, lookup);
  const found = values(plural, object)[reference?.key ?? ""];
  if (found !== undefined || reference?.optional) return found;
  const where = `${kind} ${pod.metadata.namespace}/${reference?.name}`;
  throw new ConfigError(`couldn't find key ${reference?.key} in ${where}`);
}

async function named(
  plural: "configmaps" | "secrets",
  name: string | undefined,
  optional: boolean | undefined,
  lookup: Lookup,
): Promise<ApiObject | null> {
  const object = await lookup(plural, name ?? "");
  if (object || optional) return object;
  throw new ConfigError(`${plural.slice(0, -1)} "${name}" not found`);
}

function values(plural: "configmaps" | "secrets", object: ApiObject | null) {
  const data: Record<string, string> = object?.data ?? {};
  if (plural === "configmaps") return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text, "base64").toString("utf8")]),
  );
}

function field(
  path: string,
  pod: Pod,
  { podIP, hostIP }: { readonly podIP: string; readonly hostIP: string },
): string {
  const { metadata, spec } = pod;
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (keyed) return metadata[keyed[1] as "labels" | "annotations"]?.[keyed[2] ?? ""] ?? "";
  const known: Readonly<Record<string, string | undefined>> = {
    "metadata.name": metadata.name,
    "metadata.namespace": metadata.namespace,
    "metadata.uid": metadata.uid,
    "spec.nodeName": spec.nodeName,
    "spec.serviceAccountName": spec.serviceAccountName,
    "status.podIP": podIP,
    "status.podIPs": podIP,
    "status.hostIP": hostIP,
    "status.hostIPs": hostIP,
  };
  if (Object.hasOwn(known, path)) return known[path] ?? "";
  throw new ConfigError(`unsupported fieldPath: ${path}`);
}

/**
 * Replaces `$(NAME)` where there is such a variable; `$$` is one dollar (the kubelet's expansion of
 * `command`, `args` and `env`, which comes before any shell sees them).
 */
export function expandReferences(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (env.get(name) ?? whole),
  );
}
