import { timingSafeEqual } from "node:crypto";
import { badRequest, failure, forbidden, notSimulated, unauthorized } from "./failure.ts";
import { goQuoted } from "./field-errors.ts";
import type { Target } from "./request.ts";

/** What a rule allows, in RBAC's fields; `*` is anything. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** `pods/log` for a subresource. */
  readonly resources: readonly string[];
}

/** Someone who may come, with what they may do. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  /** Everywhere, cluster-wide lists included. */
  readonly rules: readonly Rule[];
  /** In these namespaces alone. */
  readonly namespaced: Readonly<Record<string, readonly Rule[]>>;
}

const anything: Rule = { verbs: ["*"], groups: ["*"], resources: ["*"] };

export const admin: User = {
  name: "embedded-admin",
  groups: ["system:masters", "system:authenticated"],
  rules: [anything],
  namespaced: {},
};

const reading = ["get", "list", "watch"];
const viewing: readonly Rule[] = [
  {
    verbs: reading,
    groups: [""],
    resources: ["pods", "pods/log", "pods/status", "events", "configmaps", "serviceaccounts"],
  },
  {
    verbs: reading,
    groups: ["batch"],
    resources: ["jobs", "jobs/status", "cronjobs", "cronjobs/status"],
  },
  { verbs: reading, groups: ["events.k8s.io"], resources: ["events"] },
];

/** One who reads in some namespaces and nothing else, so that refusals can be seen. */
export function viewer(namespaces: readonly string[]): User {
  return {
    name: "embedded-viewer",
    groups: ["system:authenticated"],
    rules: [],
    namespaced: Object.fromEntries(namespaces.map((namespace) => [namespace, viewing])),
  };
}

/** Who does not say who they are. */
const anonymous: User = {
  name: "system:anonymous",
  groups: ["system:unauthenticated"],
  rules: [],
  namespaced: {},
};

/** Whoever is known may ask what they may do (system:basic-user). */
const basicRules: readonly Rule[] = [
  {
    verbs: ["create"],
    groups: ["authorization.k8s.io"],
    resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
  },
  { verbs: ["create"], groups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"] },
];

/** What everyone may read (system:public-info-viewer). */
const publicPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

/** What may be read beside it by whoever is known (system:discovery). */
const discoveryPaths = ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"];

const isKnown = ({ groups }: User) => groups.includes("system:authenticated");

export function rulesIn(user: User, namespace: string): readonly Rule[] {
  const own = Object.hasOwn(user.namespaced, namespace) ? user.namespaced[namespace] : undefined;
  return [
    ...user.rules,
    ...(namespace === "" ? [] : (own ?? [])),
    ...(isKnown(user) ? basicRules : []),
  ];
}

/** What of these may be read; where all may be, more than reading is allowed. */
export function pathRulesOf(user: User): readonly PathRule[] {
  const known = isKnown(user) ? [...discoveryPaths, ...publicPaths] : publicPaths;
  const all = { verbs: ["*"], nonResourceURLs: ["*"] };
  return [
    ...(user.rules.includes(anything) ? [all] : []),
    { verbs: ["get"], nonResourceURLs: known },
  ];
}

/** In the fields of a rules review. */
interface PathRule {
  readonly verbs: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export interface Access {
  readonly verb: string;
  readonly group: string;
  /** With its subresource after a slash. */
  readonly resource: string;
  /** Empty for all of them. */
  readonly namespace: string;
}

export function isAllowed(user: User, { verb, group, resource, namespace }: Access): boolean {
  const has = (list: readonly string[], one: string) => list.includes("*") || list.includes(one);
  return rulesIn(user, namespace).some(
    (rule) => has(rule.verbs, verb) && has(rule.groups, group) && has(rule.resources, resource),
  );
}

export function isAllowedPath(user: User, path: string): boolean {
  return pathRulesOf(user)
    .flatMap(({ nonResourceURLs }) => nonResourceURLs)
    .some((one) => (one.endsWith("*") ? path.startsWith(one.slice(0, -1)) : path === one));
}

export function refuseUnlessAllowed(user: User, verb: string, target: Target): void {
  const { group, namespace, subresource } = target;
  const resource = subresource === "" ? target.resource : `${target.resource}/${subresource}`;
  if (isAllowed(user, { verb, group, resource, namespace })) return;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  throw forbidden(
    { plural: target.resource as never, group },
    target.name,
    `User "${user.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
  );
}

export function refuseUnlessAllowedPath(user: User, method: string, path: string): void {
  if (isAllowedPath(user, path)) return;
  const verb = method.toLowerCase();
  throw failure(
    403,
    "Forbidden",
    `forbidden: User "${user.name}" cannot ${verb} path "${path}"`,
    {},
  );
}

type Headers = Readonly<Record<string, string | undefined>>;

/** Who comes with these headers; `users` by their bearer tokens. Throws 401 for a token of nobody. */
export function userOf(headers: Headers, users: ReadonlyMap<string, User>): User {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? "")?.[1];
  const [, known] = [...users].find(([one]) => token !== undefined && isSame(token, one)) ?? [];
  if (token !== undefined && !known) throw unauthorized();
  return impersonated(known ?? anonymous, headers, users.values());
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Who is meant by one who may speak for others (kubectl-semantics 10). Nobody but the admin may; the
 * one spoken for can do what they could do themselves, or nothing but for system:masters.
 */
function impersonated(user: User, headers: Headers, known: Iterable<User>): User {
  const asked = Object.keys(headers).filter((name) => name.startsWith("impersonate-"));
  if (asked.length === 0) return user;
  if (asked.some((name) => name.startsWith("impersonate-extra-"))) {
    throw notSimulated("what else is said of a user");
  }
  const name = headers["impersonate-user"];
  const given = (headers["impersonate-group"] ?? "")
    .split(",")
    .map((group) => group.trim())
    .filter((group) => group !== "");
  const uid = headers["impersonate-uid"];
  if (!name) {
    const list = given.length === 0 ? "(nil)" : `{${given.map(goQuoted).join(", ")}}`;
    throw badRequest(
      `requested &user.DefaultInfo{Name:"", UID:${goQuoted(uid ?? "")}, Groups:[]string${list}, Extra:map[string][]string(nil)} without impersonating a user name`,
    );
  }
  if (!isAllowed(user, { verb: "impersonate", group: "", resource: "users", namespace: "" })) {
    throw forbidden(
      { plural: "users" as never, group: "" },
      name,
      `User "${user.name}" cannot impersonate resource "users" in API group "" at the cluster scope`,
    );
  }
  const own = [...known].find((one) => one.name === name);
  const standing = name === anonymous.name ? anonymous.groups : ["system:authenticated"];
  const groups = [...new Set([...given, ...standing])];
  return {
    name,
    ...(uid && { uid }),
    groups,
    rules: groups.includes("system:masters") ? [anything] : (own?.rules ?? []),
    namespaced: own?.namespaced ?? {},
  };
}
