import { describe, expect, it } from "vitest";
import type { Action } from "#lib/api/actions";
import { actionLine, rightLine } from "#lib/line/action-line";

const target = { namespace: "pay", name: "nightly", uid: "1" };

describe("the kubectl line of an action", () => {
  it.each<[Action, string | RegExp]>([
    [
      { action: "suspend", resource: "cronjobs", target },
      `kubectl patch cronjob nightly -n pay --type merge -p '{"spec":{"suspend":true}}'`,
    ],
    [
      { action: "resume", resource: "jobs", target },
      `kubectl patch job nightly -n pay --type merge -p '{"spec":{"suspend":false}}'`,
    ],
    [
      { action: "trigger", resource: "cronjobs", target, key: "k" },
      /^kubectl create job nightly-\S+ -n pay --from=cronjob\/nightly$/,
    ],
    [
      { action: "trigger", resource: "cronjobs", target, key: "k", edits: {} },
      /^kubectl create job nightly-\S+ -n pay --from=cronjob\/nightly --dry-run=client -o yaml > job.yaml && \$EDITOR job.yaml && kubectl create -f job.yaml$/,
    ],
    [
      { action: "rerun", resource: "jobs", target, key: "k", owner: "keep" },
      "kubectl get job nightly -n pay -o yaml > job.yaml && $EDITOR job.yaml && kubectl create -f job.yaml",
    ],
    [
      { action: "delete", resource: "pods", target, cascade: "background" },
      "kubectl delete pod nightly -n pay",
    ],
    [
      { action: "delete", resource: "jobs", target, cascade: "orphan" },
      "kubectl delete job nightly -n pay --cascade=orphan",
    ],
  ])("$0.action", (action, line) => {
    const expected = typeof line === "string" ? line : expect.stringMatching(line);
    expect(actionLine(action)).toEqual(expected);
  });

  it("asks for a right as kubectl takes it, a log's among them", () => {
    expect(rightLine("patch cronjobs", "pay")).toBe("kubectl auth can-i patch cronjobs -n pay");
    expect(rightLine("get pods/log", "*")).toBe("kubectl auth can-i get pods -A --subresource=log");
  });
});
