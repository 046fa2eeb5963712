import type { TableName } from "#lib/api/frames";
import { mostChoices, type NameAnswer, type NameChoice } from "#lib/api/names";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { CronJob, Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import { bestNames, type Naming } from "#lib/printers/best-names";
import { jobStatus } from "#lib/printers/job";
import { sidecarNames, summarizePod } from "#lib/printers/pod-status";
import type { Feed } from "#lib/server/feed";
import type { Feeds } from "#lib/server/informer-pool";
import { text as says, type Text } from "#lib/texts/text";

type Sought = { readonly q: string; readonly exact: boolean };

const nameOf = ({ metadata }: KubernetesObject) => metadata.name;
const createdOf = ({ metadata }: KubernetesObject) => metadata.creationTimestamp ?? "";

const cronJobs: Naming<CronJob> = {
  kind: "cronjob",
  nameOf,
  createdOf,
  wordOf: (cronJob) => wordOnce(cronJob, cronJobWord),
};
const jobs: Naming<Job> = {
  kind: "job",
  nameOf,
  createdOf,
  wordOf: (job) => wordOnce(job, jobStatus),
};
const pods: Naming<Pod> = {
  kind: "pod",
  nameOf,
  createdOf,
  wordOf: (pod) => wordOnce(pod, podWord),
};

/** The objects of a table whose names hold `q`, or are `q`: what fails first, then the newest. */
export function objectChoices(feeds: Feeds, table: TableName, sought: Sought): NameAnswer {
  switch (table) {
    case "cronjobs":
      return found(feeds.cronjobs, cronJobs, sought);
    case "jobs":
      return found(feeds.jobs, jobs, sought);
    case "pods":
      return found(feeds.pods, pods, sought);
  }
}

function found<T extends CronJob | Job | Pod>(
  feed: Feed<T> | null,
  naming: Naming<T>,
  sought: Sought,
): NameAnswer {
  const { best, more } = bestNames(admitted(feed), naming, sought);
  return { choices: best.map((object) => choiceOf(object, naming.wordOf(object))), more };
}

/** Each version of an object is one of its own, so that its word is made once, and not for each key. */
const words = new WeakMap<object, string>();

function wordOnce<T extends object>(object: T, wordOf: (object: T) => string): string {
  const known = words.get(object);
  if (known !== undefined) return known;
  const word = wordOf(object);
  words.set(object, word);
  return word;
}

function choiceOf(object: CronJob | Job | Pod, note: string): NameChoice {
  const { name, namespace, uid, creationTimestamp } = object.metadata;
  const owner = controllerOf(object.metadata);
  const { suspend } = (object.spec ?? {}) as { readonly suspend?: unknown };
  return {
    name,
    namespace,
    note,
    created: creationTimestamp ?? null,
    object: {
      uid,
      suspend: typeof suspend === "boolean" ? suspend : null,
      cronJob: owner?.kind === "CronJob" ? owner.name : null,
    },
  };
}

function podWord(pod: Pod): string {
  return summarizePod(pod).status;
}

function cronJobWord({ spec, status }: CronJob): string {
  if (spec?.suspend === true) return "Suspended";
  return (status?.active?.length ?? 0) > 0 ? "Running" : "";
}

/** Namespaces whose names hold `q`, those that begin with it first. */
export function namespaceChoices(names: readonly string[], q: string): NameAnswer {
  return ranked(new Map(names.map((name) => [name, ""])), q);
}

/** The keys of a table's labels, or the values of one key, the most frequent first. */
export function labelChoices(feeds: Feeds, table: TableName, key: string, q: string): NameAnswer {
  const counts = new Map<string, number>();
  for (const { metadata } of admitted<KubernetesObject>(feeds[table])) {
    const labels = metadata.labels ?? {};
    const texts =
      key === "" ? Object.keys(labels) : Object.hasOwn(labels, key) ? [labels[key] ?? ""] : [];
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return ranked(new Map(sorted.map(([text, count]) => [text, String(count)])), q);
}

/** The containers of a Pod, or those that the template of a Job or CronJob has. */
export function containerChoices(object: CronJob | Job | Pod | undefined): NameAnswer {
  const spec = object && podSpecOf(object);
  const sidecars = object && spec ? sidecarNames({ ...object, spec } as Pod) : new Set<string>();
  const notes = new Map<string, Text>();
  for (const { name } of spec?.containers ?? []) notes.set(name, "");
  for (const { name } of spec?.initContainers ?? [])
    notes.set(name, sidecars.has(name) ? says("sidecar") : says("init"));
  return ranked(notes, "");
}

function podSpecOf(object: CronJob | Job | Pod): Pod["spec"] {
  const { spec } = object as { readonly spec?: Record<string, unknown> };
  const { jobTemplate, template } = (spec ?? {}) as {
    jobTemplate?: { spec?: Job["spec"] };
    template?: { spec?: Pod["spec"] };
  };
  return (jobTemplate?.spec?.template?.spec ?? template?.spec ?? spec) as Pod["spec"];
}

/** In their order, but for those that begin with `q`, which are first. */
function ranked(notes: ReadonlyMap<string, Text>, q: string): NameAnswer {
  const found = [...notes].filter(([name]) => name.includes(q));
  const sorted = [
    ...found.filter(([name]) => name.startsWith(q)),
    ...found.filter(([name]) => !name.startsWith(q)),
  ];
  return {
    choices: sorted
      .slice(0, mostChoices)
      .map(([name, note]) => ({ name, namespace: "", note, created: null })),
    more: sorted.length > mostChoices,
  };
}

function* admitted<T extends KubernetesObject>(feed: Feed<T> | null): Iterable<T> {
  if (!feed) return;
  for (const object of feed.objects()) if (feed.admits(object)) yield object;
}
