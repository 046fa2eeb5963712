import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { type KubeconfigFile, parseKubeconfig } from "#lib/kubernetes/kubeconfig-file";

export interface KubeconfigPlace {
  /** `--kubeconfig`; wins over the environment. */
  readonly kubeconfig?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** All that is said of clusters, users and contexts, and the files that say it, to be named. */
export interface MergedKubeconfig extends KubeconfigFile {
  readonly shownFiles: string;
}

/**
 * Reads the kubeconfig as kubectl does: `--kubeconfig`, else the files of KUBECONFIG merged (the first
 * to name something wins, missing ones are skipped), else ~/.kube/config; null where there is none.
 *
 * @throws KubeconfigError
 */
export function readMergedKubeconfig(place: KubeconfigPlace): MergedKubeconfig | null {
  const files = kubeconfigFiles(place.kubeconfig, place.env ?? process.env);
  if (files.length === 0) return null;
  const config = merged(files.map((file) => readKubeconfig(file, files.length > 1)));
  return { ...config, shownFiles: files.join(", ") };
}

function kubeconfigFiles(flag: string | undefined, env: KubeconfigPlace["env"]): string[] {
  if (flag !== undefined) return [flag];
  const named = (env?.KUBECONFIG ?? "").split(delimiter).filter((file) => file !== "");
  if (named.length > 0) {
    const present = named.filter((file) => existsSync(file));
    // As kubectl: files that are missing are skipped, unless none is left.
    return present.length > 0 ? present : named.slice(0, 1);
  }
  const usual = join(env?.HOME ?? homedir(), ".kube", "config");
  return existsSync(usual) ? [usual] : [];
}

/** One file; an empty one is as good as none where there are `others`. */
function readKubeconfig(file: string, others: boolean): KubeconfigFile {
  const invalid = (why: string) => new KubeconfigError("invalid", `The kubeconfig ${file} ${why}.`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new KubeconfigError("unreadable", `The kubeconfig ${file} ${unreadable(error)}.`);
  }
  if (text.trim() === "" && !others) throw invalid("is empty");
  if (text.includes("\0")) throw invalid("is a binary file");
  let config: KubeconfigFile;
  try {
    config = parseKubeconfig(text, file);
  } catch (error) {
    const [reason = ""] = error instanceof Error ? error.message.split("\n") : [];
    throw invalid(`cannot be read as one: ${reason.replace(/[:.]$/, "")}`);
  }
  const { clusters, users, contexts, currentContext } = config;
  if (clusters.length + users.length + contexts.length === 0 && !currentContext && !others) {
    throw invalid("names no clusters, users or contexts: it is not a kubeconfig");
  }
  return config;
}

/** Of equal names the first file's entry wins. */
function merged(files: readonly KubeconfigFile[]): KubeconfigFile {
  const first = <T extends { name: string }>(entries: T[]): T[] =>
    entries.filter(({ name }, i) => entries.findIndex((other) => other.name === name) === i);
  return {
    clusters: first(files.flatMap(({ clusters }) => [...clusters])),
    users: first(files.flatMap(({ users }) => [...users])),
    contexts: first(files.flatMap(({ contexts }) => [...contexts])),
    currentContext: files.find(({ currentContext }) => currentContext)?.currentContext ?? "",
  };
}

function unreadable(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ENOENT") return "does not exist";
  if (code === "EISDIR") return "is a directory";
  if (code === "EACCES") return "may not be read by this user";
  return `cannot be read: ${message}`;
}
