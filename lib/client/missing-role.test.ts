import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { listRule, missingRole, readRefusal } from "#lib/client/missing-role";

const said = (user: string, where: string) =>
  `pods "x" is forbidden: User ${JSON.stringify(user)} cannot get resource "pods/log" in API group "" ${where}`;

const read = (text: string) => parseAllDocuments(text).map((document) => document.toJS());

test("R6: a refusal tells whom, what and where", () => {
  expect(readRefusal(said('a "b" c', 'in the namespace "shop"'))).toEqual({
    user: 'a "b" c',
    rule: { apiGroup: "", resource: "pods/log", verbs: ["get"] },
    namespace: "shop",
  });
  expect(readRefusal(said("x", "at the cluster scope"))?.namespace).toBeNull();
  expect(readRefusal("a webhook said no")).toBeNull();
});

test("R6: the Role and its RoleBinding give the user that was refused what is missing, and no more", () => {
  const [role, binding, ...rest] = read(
    missingRole(listRule("jobs"), ["shop"], said("jane@x", 'in the namespace "shop"')),
  );
  expect(role).toMatchObject({
    kind: "Role",
    metadata: { name: "batchboard-jobs-list-watch", namespace: "shop" },
    rules: [{ apiGroups: ["batch"], resources: ["jobs"], verbs: ["list", "watch"] }],
  });
  expect(binding).toMatchObject({
    kind: "RoleBinding",
    metadata: { name: "batchboard-jobs-list-watch-jane-x", namespace: "shop" },
    roleRef: { kind: "Role", name: "batchboard-jobs-list-watch" },
    subjects: [{ kind: "User", name: "jane@x" }],
  });
  expect(rest).toEqual([]);
});

test("R6: for all namespaces it is a ClusterRole, for several a Role in each", () => {
  const all = read(
    missingRole(listRule("pods", ["watch"]), "*", said("jane", "at the cluster scope")),
  );
  expect(all.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ["ClusterRole", undefined],
    ["ClusterRoleBinding", undefined],
  ]);
  expect(all[0].rules).toEqual([{ apiGroups: [""], resources: ["pods"], verbs: ["watch"] }]);
  const two = read(missingRole(listRule("pods"), ["a", "1"], said("jane", "at the cluster scope")));
  expect(two.map(({ metadata }) => metadata.namespace)).toEqual(["a", "a", "1", "1"]);
});

test.each([
  ["system:serviceaccount:ops:bot", { kind: "ServiceAccount", name: "bot", namespace: "ops" }],
  ["true", { kind: "User", name: "true" }],
  ["x\n- kind: Group", { kind: "User", name: "x\n- kind: Group" }],
])("R6: the user %j is the one subject, whatever its name holds", (user, subject) => {
  const [, binding] = read(
    missingRole(listRule("jobs"), ["a"], said(user, 'in the namespace "a"')),
  );
  expect(binding.subjects).toHaveLength(1);
  expect(binding.subjects[0]).toMatchObject(subject);
});
