import { expect, test } from "vitest";
import { kueueQueue, owningTool, withoutOwnership } from "#lib/server/actions/owning-tool";

test.each<[string | null, Record<string, string>, Record<string, string>]>([
  [
    "Helm release shop",
    { "app.kubernetes.io/managed-by": "Helm" },
    { "meta.helm.sh/release-name": "shop" },
  ],
  [
    "Argo CD application billing",
    {},
    { "argocd.argoproj.io/tracking-id": "billing:batch/Job:a/b" },
  ],
  ["Argo CD application billing", { "argocd.argoproj.io/instance": "billing" }, {}],
  [
    "Flux Kustomization flux-system/apps",
    {
      "kustomize.toolkit.fluxcd.io/name": "apps",
      "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
    },
    {},
  ],
  [
    "Flux HelmRelease web/shop",
    {
      "app.kubernetes.io/managed-by": "Helm",
      "helm.toolkit.fluxcd.io/name": "shop",
      "helm.toolkit.fluxcd.io/namespace": "web",
    },
    { "meta.helm.sh/release-name": "shop" },
  ],
  // A label many charts and people set is nobody's mark.
  [null, { "app.kubernetes.io/managed-by": "me", "app.kubernetes.io/instance": "shop" }, {}],
  [null, { "app.kubernetes.io/managed-by": "Helm" }, {}],
  [null, {}, {}],
])("by its marks the owner is %s", (expected, labels, annotations) => {
  expect(owningTool({ labels, annotations })).toEqual(expected);
});

test("the marks are taken away, and no label that only looks like one", () => {
  const labels = { "app.kubernetes.io/managed-by": "me", "argocd.argoproj.io/instance": "a" };
  expect(withoutOwnership({ labels, annotations: null })).toEqual({
    labels: { "app.kubernetes.io/managed-by": "me" },
    annotations: {},
  });
});

test("Kueue is told of by the queue", () => {
  expect(kueueQueue({ labels: { "kueue.x-k8s.io/queue-name": "batch" } })).toBe("batch");
  expect(kueueQueue({})).toBeNull();
});
