import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { type KubeconfigFile, parseKubeconfig } from "#lib/kubernetes/kubeconfig-file";
import { isMessage, type Message, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";

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
  const invalid = (why: Message) => new KubeconfigError("invalid", why);
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    throw new KubeconfigError("unreadable", unreadable(file, error));
  }
  if (content.trim() === "" && !others)
    throw invalid(text("The kubeconfig {file} is empty.", { file }));
  if (content.includes("\0")) {
    throw invalid(text("The kubeconfig {file} is a binary file.", { file }));
  }
  let config: KubeconfigFile;
  try {
    config = parseKubeconfig(content, file);
  } catch (error) {
    const said = saidBy(error);
    const why = isMessage(said) ? said : said.split("\n", 1)[0]?.replace(/[:.]$/, "");
    throw invalid(
      text("The kubeconfig {file} cannot be read as one: {why}.", { file, why: why ?? "" }),
    );
  }
  const { clusters, users, contexts, currentContext } = config;
  if (clusters.length + users.length + contexts.length === 0 && !currentContext && !others) {
    throw invalid(
      text("The kubeconfig {file} names no clusters, users or contexts: it is not a kubeconfig.", {
        file,
      }),
    );
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

function unreadable(file: string, error: unknown): Message {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ENOENT") return text("The kubeconfig {file} does not exist.", { file });
  if (code === "EISDIR") return text("The kubeconfig {file} is a directory.", { file });
  if (code === "EACCES")
    return text("The kubeconfig {file} may not be read by this user.", { file });
  return text("The kubeconfig {file} cannot be read: {why}.", { file, why: String(message) });
}
