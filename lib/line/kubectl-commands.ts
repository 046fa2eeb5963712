import { type CommandWords, commandFlags, globalFlags } from "#lib/line/flag-tables";
import { everywhere, normal, ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused, type Span } from "#lib/line/refusal";
import type { Word } from "#lib/line/shell-text";
import { type Message, type Text, text } from "#lib/texts/text";

/** kubectl 1.37's commands beside those of `commandFlags`, and what comes nearest to each here. */
const beyond: Readonly<Record<string, Text>> = {
  annotate: "kubectl get jobs -o yaml",
  "api-resources": "kubectl get cronjobs",
  "api-versions": "kubectl get cronjobs",
  apply: "kubectl create job NAME --from=cronjob/NAME",
  attach: "kubectl logs -f POD",
  autoscale: "kubectl get pods",
  certificate: "kubectl auth can-i create jobs",
  "cluster-info": "kubectl config use-context CONTEXT",
  completion: "kubectl get cronjobs",
  cordon: "kubectl get pods -o wide",
  cp: "kubectl logs POD",
  debug: "kubectl describe pod POD",
  diff: "kubectl get job NAME -o yaml",
  drain: "kubectl get pods -o wide",
  edit: "kubectl get job NAME -o yaml",
  exec: "kubectl logs -f POD",
  explain: "kubectl describe job NAME",
  help: text("{key}, for the keys and commands of this view", { key: "?" }),
  expose: "kubectl get pods",
  kuberc: "kubectl get cronjobs",
  kustomize: "kubectl get job NAME -o yaml",
  label: "kubectl get jobs -l KEY=VALUE",
  options: "kubectl get cronjobs",
  plugin: "kubectl get cronjobs",
  "port-forward": "kubectl logs -f POD",
  proxy: "kubectl get cronjobs",
  replace: "kubectl get job NAME -o yaml",
  rollout: "kubectl get pods -l app=NAME",
  run: "kubectl create job NAME --from=cronjob/NAME",
  scale: 'kubectl patch job NAME -p \'{"spec":{"suspend":true}}\'',
  set: "kubectl create job NAME --from=cronjob/NAME",
  taint: "kubectl get pods -o wide",
  top: "kubectl get pods -o wide",
  uncordon: "kubectl get pods -o wide",
  version: "kubectl config use-context CONTEXT",
  wait: "kubectl get jobs --watch",
  alpha: "kubectl get cronjobs",
};

const create =
  "clusterrole clusterrolebinding configmap cronjob deployment ingress namespace poddisruptionbudget priorityclass quota role rolebinding secret service serviceaccount token";
const config =
  "delete-cluster delete-context delete-user get-clusters get-users rename-context set set-cluster set-context set-credentials unset view";

/** The commands of a group that are beyond Batchboard, other names of commands, and what is nearest. */
const groups: Readonly<Record<string, { beyond: readonly string[]; nearest: string }>> = {
  create: {
    beyond: [
      ...create.split(" "),
      "cj",
      "deploy",
      "ing",
      "ns",
      "pdb",
      "pc",
      "resourcequota",
      "svc",
      "sa",
      "cm",
    ],
    nearest: "kubectl create job NAME --from=cronjob/NAME",
  },
  config: {
    beyond: config.split(" "),
    nearest: "kubectl config use-context CONTEXT",
  },
  auth: { beyond: ["reconcile", "whoami"], nearest: "kubectl auth can-i create jobs" },
};

const begin = text("Begin with {commands} or {last}.", {
  commands: "get, describe, logs, create job, patch, delete, events, auth can-i",
  last: "config use-context",
});

/** A command of kubectl that Batchboard reads, and what follows or goes before its words. */
export interface FoundCommand {
  readonly words: CommandWords;
  /** The words that name it. */
  readonly named: readonly Word[];
  readonly rest: readonly Word[];
}

/** Finds the command among the words as cobra does; throws `Refused` where there is none. */
export function findCommand(words: readonly Word[], whole: Span): FoundCommand {
  const at = firstArgument(words);
  const name = words[at];
  if (!name) {
    // Before its commands kubectl takes the flags of all of them.
    new ReadFlags(words, everywhere);
    throw new Refused("beyond", begin, whole);
  }
  const rest = words.toSpliced(at, 1);
  const group = Object.hasOwn(groups, name.text) ? groups[name.text] : undefined;
  if (group) return findInGroup(name, rest, group);
  if (isRead(name.text)) return { words: name.text, named: [name], rest };
  const nearest = Object.hasOwn(beyond, name.text) ? beyond[name.text] : undefined;
  if (nearest !== undefined) {
    throw new Refused("beyond", nearestTo(missingHere(name.text), nearest), name);
  }
  // What is no command may be a plugin, before which no flag may stand.
  const flag = words[0];
  if (flag && at > 0) {
    throw new Refused("flag", `flags cannot be placed before plugin name: ${flag.text}`, flag);
  }
  throw new Refused("argument", `unknown command "${name.text}" for "kubectl"`, name);
}

/** Other names of commands. */
const aliases: Readonly<Record<string, string>> = { "config use": "config use-context" };

function findInGroup(
  group: Word,
  words: readonly Word[],
  { beyond: others, nearest }: { beyond: readonly string[]; nearest: string },
): FoundCommand {
  const at = firstArgument(words);
  const name = words[at];
  const written = `${group.text} ${name?.text ?? ""}`;
  const both = aliases[written] ?? written;
  if (name && isRead(both)) {
    return { words: both, named: [group, name], rest: words.toSpliced(at, 1) };
  }
  if (name && !others.includes(name.text)) {
    throw new Refused("argument", unknownIn(group.text, name.text), name);
  }
  if (!name && group.text === "create") {
    throw new Refused("argument", "must specify one of -f and -k", group);
  }
  const said = name ? both : group.text;
  throw new Refused("beyond", nearestTo(missingHere(said), nearest), name ?? group);
}

function missingHere(words: string): Message {
  return text("Batchboard has no {command}", { command: `kubectl ${words}` });
}

function unknownIn(group: string, name: string): string {
  return group === "create" ? `Unexpected args: [${name}]` : `unknown command "${name}"`;
}

function isRead(words: string): words is CommandWords {
  return Object.hasOwn(commandFlags, words);
}

/**
 * Where the first word stands that is neither a flag nor, as far as the global flags tell, a flag's
 * value (cobra's stripFlags: a flag it does not know takes the next word). The end where there is none.
 */
function firstArgument(words: readonly Word[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]?.text ?? "";
    if (word === "--") return words.length;
    if (word !== "" && !word.startsWith("-")) return i;
    if (takesNext(word)) {
      if (i + 2 >= words.length) return words.length;
      i++;
    }
  }
  return words.length;
}

function takesNext(word: string): boolean {
  if (word.includes("=")) return false;
  if (word.startsWith("--")) {
    const flag = globalFlags.find(({ name }) => name === normal(word.slice(2)));
    return flag === undefined || flag.bare === null;
  }
  if (word.length !== 2) return false;
  const flag = globalFlags.find(({ short }) => short === word.slice(1));
  return flag === undefined || flag.bare === null;
}
