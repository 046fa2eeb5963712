import { type Text, text } from "#lib/texts/text";

/** What of an object's metadata tells who keeps it. */
interface Marked {
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
}

interface Tool {
  /** Who it is, or null where the marks are not its own. */
  readonly owner: (labels: Marks, annotations: Marks) => Text | null;
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
}
type Marks = Readonly<Record<string, string>>;

/**
 * The tools that write an object anew from what they hold of it, by the marks they leave:
 * Helm (pkg/action/validate.go), Argo CD (resource tracking by annotation, the default since 3.0, or
 * by its own label), Flux (kustomize-controller and helm-controller).
 */
const tools: readonly Tool[] = [
  {
    owner(labels, annotations) {
      const tracked = annotations["argocd.argoproj.io/tracking-id"]?.split(":")[0];
      const name = tracked || labels["argocd.argoproj.io/instance"];
      return name ? text("Argo CD application {name}", { name }) : null;
    },
    labels: ["argocd.argoproj.io/instance"],
    annotations: ["argocd.argoproj.io/tracking-id", "argocd.argoproj.io/installation-id"],
  },
  flux("helm.toolkit.fluxcd.io", "Flux HelmRelease"),
  flux("kustomize.toolkit.fluxcd.io", "Flux Kustomization"),
  // The last one, for Flux installs releases of Helm.
  {
    owner(labels, annotations) {
      const isHelm = labels["app.kubernetes.io/managed-by"] === "Helm";
      const name = annotations["meta.helm.sh/release-name"];
      return isHelm && name ? text("Helm release {name}", { name }) : null;
    },
    labels: ["app.kubernetes.io/managed-by"],
    annotations: ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace"],
  },
];

function flux(prefix: string, kind: string): Tool {
  return {
    owner(labels) {
      const name = labels[`${prefix}/name`];
      const namespace = labels[`${prefix}/namespace`];
      return name ? `${kind} ${namespace ? `${namespace}/` : ""}${name}` : null;
    },
    labels: [`${prefix}/name`, `${prefix}/namespace`],
    annotations: [],
  };
}

/** The tool that owns an object, for example `Helm release shop`; null where no mark tells of one. */
export function owningTool({ labels, annotations }: Marked): Text | null {
  for (const { owner } of tools) {
    const found = owner(labels ?? {}, annotations ?? {});
    if (found !== null) return found;
  }
  return null;
}

/** The queue in which Kueue decides when a Job runs, by setting spec.suspend itself; null for none. */
export function kueueQueue({ labels }: Marked): string | null {
  return labels?.["kueue.x-k8s.io/queue-name"] || null;
}

/** Labels and annotations without a tool's marks: of a copy they would not be true. */
export function withoutOwnership({ labels, annotations }: Marked): {
  readonly labels: Marks;
  readonly annotations: Marks;
} {
  const owned = tools.filter(({ owner }) => owner(labels ?? {}, annotations ?? {}) !== null);
  return {
    labels: without(
      labels,
      owned.flatMap((tool) => tool.labels),
    ),
    annotations: without(
      annotations,
      owned.flatMap((tool) => tool.annotations),
    ),
  };
}

/** A map without some of its keys. */
export function without(texts: Marked["labels"], keys: readonly string[]): Marks {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([key]) => !keys.includes(key)));
}
