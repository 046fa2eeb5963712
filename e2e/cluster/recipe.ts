import { createHash } from "node:crypto";

/** A Kubernetes release this folder knows how to build and run. */
export type KubernetesVersion = "1.37.2" | "1.20.15";

export const newestKubernetes: KubernetesVersion = "1.37.2";

/** One Go module graph and the commands built from it. */
export interface Recipe {
  /** Also the name of its cache folder, before the hash. */
  name: string;
  module: string;
  version: string;
  /** Version of the modules that the main module replaces by its own `./staging` folders. */
  stagingVersion?: string;
  /** The `go` directive: 1.15 turns off module graph pruning, which old modules need. */
  goDirective: string;
  /** Command name to Go package, in the order in which they are built. */
  commands: Record<string, string>;
  /** Versions of modules that are not in the graph of the main one. */
  extraModules?: Record<string, string>;
  ldflags: string;
  /** A folder of the module that is kept beside the binaries as `module/data`. */
  data?: string;
  /** The module zip lacks the generated OpenAPI definitions, so its source is copied and mended. */
  lacksOpenAPI?: boolean;
}

// Both packages, as Kubernetes' own build does: the aggregation layer of 1.20 reports the second.
const versionPackages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];

const kubernetesLdflags = (major: number, minor: number, patch: number) => {
  const values = [
    `gitVersion=v${major}.${minor}.${patch}`,
    `gitMajor=${major}`,
    `gitMinor=${minor}`,
    "gitTreeState=clean",
  ];
  const stamps = versionPackages.flatMap((path) => values.map((value) => `-X ${path}.${value}`));
  return ["-s -w", ...stamps].join(" ");
};

const kubernetesCommand = (name: string) => `k8s.io/kubernetes/cmd/${name}`;

export const recipes = {
  "1.37.2": {
    name: "1.37.2",
    module: "k8s.io/kubernetes",
    version: "v1.37.2",
    stagingVersion: "v0.37.2",
    goDirective: "1.26.0",
    commands: {
      etcd: "go.etcd.io/etcd/server/v3",
      kubectl: kubernetesCommand("kubectl"),
      "kube-apiserver": kubernetesCommand("kube-apiserver"),
      "kube-controller-manager": kubernetesCommand("kube-controller-manager"),
      "kube-scheduler": kubernetesCommand("kube-scheduler"),
      kubelet: kubernetesCommand("kubelet"),
    },
    extraModules: { "go.etcd.io/etcd/server/v3": "v3.7.0" },
    ldflags: kubernetesLdflags(1, 37, 2),
  },
  "1.20.15": {
    name: "1.20.15",
    module: "k8s.io/kubernetes",
    version: "v1.20.15",
    stagingVersion: "v0.20.15",
    goDirective: "1.15",
    commands: {
      "kube-apiserver": kubernetesCommand("kube-apiserver"),
      "kube-controller-manager": kubernetesCommand("kube-controller-manager"),
      "kube-scheduler": kubernetesCommand("kube-scheduler"),
      kubelet: kubernetesCommand("kubelet"),
    },
    ldflags: kubernetesLdflags(1, 20, 15),
    lacksOpenAPI: true,
  },
  kwok: {
    name: "kwok-0.8.0",
    module: "sigs.k8s.io/kwok",
    version: "v0.8.0",
    goDirective: "1.26.0",
    commands: { kwok: "sigs.k8s.io/kwok/cmd/kwok" },
    ldflags: "-s -w",
    data: "kustomize/stage",
  },
} satisfies Record<string, Recipe>;

/** Twelve hex digits that change whenever the recipe does, so that a change builds afresh. */
export function recipeHash(recipe: Recipe): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
}

/** Whether `text` names a release that can be built here. */
export function isKubernetesVersion(text: string): text is KubernetesVersion {
  return text === "1.37.2" || text === "1.20.15";
}

/** The minor number of a release: 37 of "1.37.2". */
export function minorOf(version: KubernetesVersion): number {
  return Number(version.split(".")[1]);
}
