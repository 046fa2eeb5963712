// biome-ignore-all lint/suspicious/noExplicitAny: bodies that are checked where they are read
import { isAllowed, isAllowedPath, pathRulesOf, type Rule, rulesIn, type User } from "./access.ts";
import { badRequest, failure } from "./failure.ts";

/** The three questions one asks about oneself; their answers are not stored. */
export const reviews: Readonly<Record<string, { group: string; kind: string }>> = {
  selfsubjectaccessreviews: { group: "authorization.k8s.io", kind: "SelfSubjectAccessReview" },
  selfsubjectrulesreviews: { group: "authorization.k8s.io", kind: "SelfSubjectRulesReview" },
  selfsubjectreviews: { group: "authentication.k8s.io", kind: "SelfSubjectReview" },
};

export function review(kind: string, body: any, user: User, now: string): object {
  switch (kind) {
    case "SelfSubjectAccessReview":
      return accessReview(body, user);
    case "SelfSubjectRulesReview":
      return rulesReview(body, user);
    default:
      return {
        kind,
        apiVersion: "authentication.k8s.io/v1",
        metadata: { creationTimestamp: now },
        status: {
          userInfo: {
            username: user.name,
            ...(user.uid !== undefined && { uid: user.uid }),
            groups: user.groups,
          },
        },
      };
  }
}

function accessReview(body: any, user: User): object {
  const { resourceAttributes: resource, nonResourceAttributes: path } = body.spec ?? {};
  if ((resource === undefined) === (path === undefined)) {
    const detail = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
    throw failure(
      422,
      "Invalid",
      `.authorization.k8s.io "" is invalid: spec: Invalid value: null: ${detail}`,
      {
        group: "authorization.k8s.io",
        causes: [
          {
            reason: "FieldValueInvalid",
            message: `Invalid value: null: ${detail}`,
            field: "spec",
          },
        ],
      },
    );
  }
  const allowed =
    resource === undefined ? isAllowedPath(user, path.path ?? "") : mayDo(resource, user);
  return {
    kind: "SelfSubjectAccessReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: body.spec,
    status: { allowed },
  };
}

function mayDo(attributes: any, user: User): boolean {
  const { verb = "", group = "", resource = "", subresource, namespace = "" } = attributes;
  const whole = subresource ? `${resource}/${subresource}` : resource;
  return isAllowed(user, { verb, group, resource: whole, namespace });
}

function rulesReview(body: any, user: User): object {
  const namespace = body.spec?.namespace ?? "";
  if (namespace === "") throw badRequest("no namespace on request");
  return {
    kind: "SelfSubjectRulesReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: {},
    status: {
      resourceRules: rulesIn(user, namespace).map(asResourceRule),
      nonResourceRules: pathRulesOf(user),
      incomplete: false,
    },
  };
}

const asResourceRule = ({ verbs, groups, resources }: Rule) => ({
  verbs,
  apiGroups: groups,
  resources,
});
