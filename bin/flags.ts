import { parseArgs } from "node:util";
import { isNamespaceName } from "#lib/kubernetes/names";
import { type LogFormat, type LogLevel, logLevels } from "#lib/server/operation-log";

export interface Flags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly allNamespaces: boolean;
  readonly port: number;
  readonly host: string;
  readonly readOnly: boolean;
  readonly embedded: boolean;
  /** What the embedded cluster serves; only where it was asked for. */
  readonly kubernetesApi?: "1.37" | "1.20";
  readonly open: boolean;
  /** Absent: text at a terminal, JSON elsewhere. */
  readonly logFormat?: LogFormat;
  /** Absent: as the format has it. */
  readonly logLevel?: LogLevel;
}

export const usage = `Usage: npm start -- [flags]

Shows the CronJobs, Jobs and Pods of a cluster in the browser, as kubectl prints them, live.

  --kubeconfig FILE     the kubeconfig; else KUBECONFIG, ~/.kube/config, the Pod's service account
  --context NAME        the context; else current-context
  -n, --namespace NAME  the namespace to begin with
  -A, --all-namespaces  begin with all namespaces
  --port PORT           7070 by default; 0 takes a free one
  --host HOST           127.0.0.1 by default; loopback only: 127.0.0.1, ::1 or localhost
  --embedded            a cluster in memory, with workloads to look at; also where no kubeconfig is
  --kubernetes-api 1.20 an embedded cluster of that age (batch/v1beta1 CronJobs); 1.37 by default
  --read-only           no button changes anything
  --open                open the browser
  --log-format FORMAT   text or json, on standard error; text at a terminal, else json
  --log-level LEVEL     debug, info, warn, error or silent; warn for text, info for json
  --version, -h, --help

Exit codes: 0 stopped, 1 failed, 2 wrong usage, 3 no usable kubeconfig, 4 port taken.
`;

/** Where `--kubernetes-api` is given and a cluster of somebody's is shown. */
export const onlyEmbedded =
  "--kubernetes-api chooses what the embedded cluster serves; a cluster of yours has its own version. Leave it out, or use --embedded.";

/** What a person typed and could not have meant. */
export class UsageError extends Error {}

const options = {
  kubeconfig: { type: "string" },
  context: { type: "string" },
  namespace: { type: "string", short: "n" },
  "all-namespaces": { type: "boolean", short: "A", default: false },
  port: { type: "string", default: "7070" },
  host: { type: "string", default: "127.0.0.1" },
  "read-only": { type: "boolean", default: false },
  embedded: { type: "boolean", default: false },
  "kubernetes-api": { type: "string" },
  open: { type: "boolean", default: false },
  "log-format": { type: "string" },
  "log-level": { type: "string" },
  version: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/**
 * Reads the command line, in kubectl's words.
 *
 * @throws UsageError with a sentence for the person who typed it.
 */
export function parseFlags(args: readonly string[]): Flags | "help" | "version" {
  const values = parsed(args);
  if (values.help) return "help";
  if (values.version) return "version";
  const { kubeconfig, context, namespace, embedded } = values;
  const kubernetesApi = kubernetesApiOf(values["kubernetes-api"]);
  if (embedded && (kubeconfig !== undefined || context !== undefined)) {
    throw new UsageError(
      "--embedded is a cluster by itself: leave out --kubeconfig and --context, or --embedded.",
    );
  }
  if (kubernetesApi !== undefined && (kubeconfig !== undefined || context !== undefined)) {
    throw new UsageError(onlyEmbedded);
  }
  const logFormat = oneOf("--log-format", ["text", "json"] as const, values["log-format"]);
  const logLevel = oneOf("--log-level", logLevels, values["log-level"]);
  if (kubeconfig === "") throw new UsageError("--kubeconfig needs the name of a file.");
  if (context === "") throw new UsageError("--context needs the name of a context.");
  if (namespace !== undefined && !isNamespaceName(namespace)) {
    throw new UsageError(
      `--namespace ${JSON.stringify(namespace)}: a namespace has lower case letters, digits and '-', at most 63.`,
    );
  }
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(namespace === undefined ? {} : { namespace }),
    allNamespaces: values["all-namespaces"],
    port: portOf(values.port),
    host: hostOf(values.host),
    readOnly: values["read-only"],
    embedded,
    ...(kubernetesApi === undefined ? {} : { kubernetesApi }),
    open: values.open,
    ...(logFormat === undefined ? {} : { logFormat }),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s/);
    throw new UsageError(`${sentence}. See --help for the flags there are.`);
  }
}

function kubernetesApiOf(text: string | undefined): Flags["kubernetesApi"] {
  if (text === undefined || text === "1.37" || text === "1.20") return text;
  throw new UsageError(
    `--kubernetes-api ${JSON.stringify(text)}: the embedded cluster serves 1.37 or 1.20.`,
  );
}

function oneOf<T extends string>(
  flag: string,
  allowed: readonly T[],
  text: string | undefined,
): T | undefined {
  const found = allowed.find((value) => value === text);
  if (found !== undefined || text === undefined) return found;
  throw new UsageError(`${flag} ${JSON.stringify(text)}: choose one of ${allowed.join(", ")}.`);
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port ${JSON.stringify(text)}: choose a number from 0 to 65535.`);
}

function hostOf(text: string): string {
  if (["127.0.0.1", "::1", "localhost"].includes(text)) return text;
  throw new UsageError(
    `--host ${JSON.stringify(text)}: Batchboard acts with your kubeconfig's rights and therefore listens on this machine only. Use 127.0.0.1, ::1 or localhost, and an SSH tunnel from elsewhere.`,
  );
}
