import { expect, test } from "vitest";
import { podSpec, pods, Served } from "./testing/served.ts";

const served = new Served();
const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

interface Mounts {
  readonly volumeMounts?: readonly { readonly name: string }[];
}

/** The names of the Pod's volumes, and of those that each container mounts. */
function mountsOf(name: string, spec: object) {
  const pod = served.create(pods, { metadata: { name }, spec: { ...podSpec, ...spec } });
  const mounts = ({ volumeMounts = [] }: Mounts) => volumeMounts.map((mount) => mount.name);
  return {
    volumes: (pod.spec.volumes ?? []).map((volume: { name: string }) => volume.name),
    containers: pod.spec.containers.map(mounts),
  };
}

test("the token of the service account is mounted into each container", () => {
  const containers = ["a", "b"].map((name) => ({ name, image: "busybox" }));
  const { volumes, containers: mounted } = mountsOf("both", { containers });
  expect(volumes).toEqual([expect.stringMatching(/^kube-api-access-[a-z0-9]{5}$/)]);
  expect(mounted).toEqual([volumes, volumes]);
});

test("a container that has something at its place keeps that", () => {
  const volumeMounts = [{ name: "own", mountPath }];
  const containers = [{ name: "a", image: "busybox", volumeMounts }];
  const spec = { containers, volumes: [{ name: "own", emptyDir: {} }] };
  expect(mountsOf("own", spec)).toEqual({ volumes: ["own"], containers: [["own"]] });
});

test("a Pod made of another's YAML mounts the volume it brings", () => {
  const volumes = [{ name: "kube-api-access-x8zcq", emptyDir: {} }];
  const name = "kube-api-access-x8zcq";
  expect(mountsOf("again", { volumes })).toEqual({ volumes: [name], containers: [[name]] });
});

test("a Pod and its service account may do without", () => {
  const nothing = { volumes: [], containers: [[]] };
  expect(mountsOf("bare", { automountServiceAccountToken: false })).toEqual(nothing);
  const account = { metadata: { name: "quiet" }, automountServiceAccountToken: false };
  served.create("/api/v1/namespaces/shop/serviceaccounts", account);
  expect(mountsOf("quiet", { serviceAccountName: "quiet" })).toEqual(nothing);
});
