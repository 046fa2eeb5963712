import type { ListView } from "#lib/api/scope";
import type { Text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** A rule as it stands in a Role: the right a viewer lacks. */
export interface Rule {
  readonly apiGroup: string;
  /** With its subresource, such as `pods/log`. */
  readonly resource: string;
  readonly verbs: readonly string[];
}

/** What the API server's message of a refusal tells. */
export interface Refusal {
  readonly user: string;
  readonly rule: Rule;
  /** Null at the cluster scope. */
  readonly namespace: string | null;
}

const refusal =
  /User ("(?:[^"\\]|\\.)*") cannot (\S+) resource "([^"]*)" in API group "([^"]*)" (?:in the namespace "([^"]*)"|at the cluster scope)/;

/** Null for the words of an authorizer that writes them otherwise. */
export function readRefusal(message: Text): Refusal | null {
  const [, quoted, verb = "", resource = "", apiGroup = "", namespace = null] =
    refusal.exec(inEnglish(message)) ?? [];
  const user = quoted === undefined ? null : unquoted(quoted);
  if (user === null) return null;
  return { user, rule: { apiGroup, resource, verbs: [verb] }, namespace };
}

/** Go quotes as JSON does, but for characters that are no text. */
function unquoted(quoted: string): string | null {
  try {
    return JSON.parse(quoted);
  } catch {
    return null;
  }
}

/** The rule a list rests on. */
export function listRule(view: ListView, verbs: readonly string[] = ["list", "watch"]): Rule {
  return { apiGroup: view === "pods" ? "" : "batch", resource: view, verbs };
}

/** Where a right is missing. */
export type Where = "*" | readonly string[];

/**
 * The YAML that gives a rule to the user a refusal names: a Role and its RoleBinding for each
 * namespace, a ClusterRole and its ClusterRoleBinding for all of them. Names follow from the rule
 * and the user, so that none of it takes the place of what another user was given.
 */
export function missingRole(rule: Rule, where: Where, message: Text): string {
  const user = readRefusal(message)?.user ?? "";
  const namespaces = where === "*" ? [null] : where;
  return namespaces.map((namespace) => roleAndBinding(rule, namespace, user)).join("---\n");
}

function roleAndBinding(rule: Rule, namespace: string | null, user: string): string {
  const kind = namespace === null ? "ClusterRole" : "Role";
  const name = slug(["batchboard", rule.resource, ...rule.verbs].join("-"));
  const place = namespace === null ? "" : `\n  namespace: ${word(namespace)}`;
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${name}${place}
rules:
- apiGroups: [${JSON.stringify(rule.apiGroup)}]
  resources: [${JSON.stringify(rule.resource)}]
  verbs: [${rule.verbs.map((verb) => JSON.stringify(verb)).join(", ")}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata:
  name: ${slug(`${name}-${user}`)}${place}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ${kind}
  name: ${name}
subjects:
${subject(user)}
`;
}

function subject(user: string): string {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  if (account) {
    const [, namespace = "", name = ""] = account;
    return `- kind: ServiceAccount\n  name: ${word(name)}\n  namespace: ${word(namespace)}`;
  }
  const name = user === "" ? '"" # the user of your kubeconfig' : JSON.stringify(user);
  return `- apiGroup: rbac.authorization.k8s.io\n  kind: User\n  name: ${name}`;
}

function slug(text: string): string {
  const letters = text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return letters.slice(0, 100).replace(/^-|-$/g, "");
}

/** A name as YAML; one that could be read as a number or a truth is quoted. */
function word(name: string): string {
  return /^[a-z][a-z0-9-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/.test(name)
    ? name
    : JSON.stringify(name);
}
