import type { ContainerFacts, PodFacts, VolumeFact } from "#lib/api/rows";
import { type Fields, reduce, type Shape } from "#lib/kubernetes/reduction";

/**
 * What a Pod's page says of its spec beside its state, in the words of `kubectl describe`. Nothing in
 * it is a value that may be secret: of a command, of variables and of annotations there is none.
 */
export function podFacts(raw: unknown): PodFacts {
  const { spec } = (reduce(raw, shape) ?? {}) as { spec?: RawSpec };
  const init = (spec?.initContainers ?? []).map((it) => containerFacts(it));
  const main = (spec?.containers ?? []).map((it) => containerFacts(it));
  return {
    containers: [...init, ...main],
    volumes: volumesOf(raw),
    serviceAccount: spec?.serviceAccountName ?? "",
    priorityClass: spec?.priorityClassName ?? "",
    restartPolicy: spec?.restartPolicy ?? "",
  };
}

interface RawProbe {
  readonly httpGet?: { readonly path?: string; readonly scheme?: string; readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
  readonly grpc?: { readonly service?: string };
  readonly exec?: object;
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

interface RawContainer {
  readonly name?: string;
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly livenessProbe?: RawProbe;
  readonly readinessProbe?: RawProbe;
  readonly startupProbe?: RawProbe;
  readonly volumeMounts?: readonly {
    readonly name?: string;
    readonly mountPath?: string;
    readonly readOnly?: boolean;
  }[];
}

interface RawSpec {
  readonly initContainers?: readonly RawContainer[];
  readonly containers?: readonly RawContainer[];
  readonly serviceAccountName?: string;
  readonly priorityClassName?: string;
  readonly restartPolicy?: string;
}

const probe: Shape = {
  fields: {
    httpGet: { fields: { path: "string", scheme: "string", host: "string" } },
    tcpSocket: { fields: { host: "string" } },
    grpc: { fields: { service: "string" } },
    exec: { fields: {} },
    initialDelaySeconds: "number",
    timeoutSeconds: "number",
    periodSeconds: "number",
    successThreshold: "number",
    failureThreshold: "number",
  },
};
const containers: Shape = {
  each: {
    name: "string",
    resources: { fields: { requests: "texts", limits: "texts" } },
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    volumeMounts: { each: { name: "string", mountPath: "string", readOnly: "boolean" } },
  },
};
const spec: Fields = {
  initContainers: containers,
  containers,
  serviceAccountName: "string",
  priorityClassName: "string",
  restartPolicy: "string",
};
const shape: Shape = { fields: { spec: { fields: spec } } };

function containerFacts(container: RawContainer): ContainerFacts {
  const { name = "", resources, volumeMounts = [] } = container;
  const probes = [
    ["Startup", container.startupProbe],
    ["Liveness", container.livenessProbe],
    ["Readiness", container.readinessProbe],
  ] as const;
  return {
    name,
    requests: quantities(resources?.requests),
    limits: quantities(resources?.limits),
    probes: probes.flatMap(([kind, raw]) => (raw ? [`${kind}: ${probeText(raw)}`] : [])),
    mounts: volumeMounts.map(({ name: volume = "", mountPath = "", readOnly }) => ({
      volume,
      path: mountPath,
      readOnly: readOnly ?? false,
    })),
  };
}

/** `cpu 100m, memory 64Mi`, in the order of their names as kubectl sorts them; empty for none. */
function quantities(values: Readonly<Record<string, string>> = {}): string {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, value]) => `${name} ${value}`).join(", ");
}

/** As `kubectl describe` writes it, but for the command of an `exec`. */
function probeText(raw: RawProbe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 1, periodSeconds = 10 } = raw;
  const { successThreshold = 1, failureThreshold = 3 } = raw;
  const times = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  return `${handlerText(raw)} ${times}`;
}

function handlerText({ httpGet, tcpSocket, grpc, exec }: RawProbe): string {
  if (httpGet) {
    const scheme = (httpGet.scheme ?? "HTTP").toLowerCase();
    return `http-get ${scheme}://${httpGet.host ?? ""}${httpGet.path ?? "/"}`;
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ""}`.trim();
  if (grpc) return `grpc ${grpc.service ?? ""}`.trim();
  return exec ? "exec" : "unknown";
}

/** A volume is known by the one field beside its name, which tells what it is. */
function volumesOf(raw: unknown): VolumeFact[] {
  const volumes = (raw as { spec?: { volumes?: unknown } } | null)?.spec?.volumes;
  if (!Array.isArray(volumes)) return [];
  return volumes.flatMap((volume: unknown) => {
    if (typeof volume !== "object" || volume === null) return [];
    const { name } = volume as { name?: unknown };
    const kind = Object.keys(volume).find((key) => key !== "name") ?? "emptyDir";
    const source = (volume as Record<string, unknown>)[kind];
    return typeof name === "string" ? [{ name, kind, source: sourceName(source) }] : [];
  });
}

/** The name of the object a volume is made from; empty where it is from none. */
function sourceName(source: unknown): string {
  if (typeof source !== "object" || source === null) return "";
  const named = source as Record<string, unknown>;
  const found = [named.name, named.secretName, named.claimName, named.path].find(
    (value) => typeof value === "string",
  );
  return typeof found === "string" ? found : "";
}
