import type { ResourceState } from "#lib/api/frames";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Change } from "#lib/kubernetes/store";
import type {
  CronJob,
  Job,
  KubernetesEvent,
  KubernetesObject,
  Pod,
  Workload,
} from "#lib/kubernetes/types";
import { isQueued } from "#lib/runs/job-suspension";
import {
  type Asked,
  type Derivations,
  type DerivedTables,
  derivedTables,
  type Foremost,
  type Relations,
  type ToldTable,
} from "#lib/server/derived-asides";
import { DerivedTable } from "#lib/server/derived-table";
import { EventIndex } from "#lib/server/event-index";
import type { Feed } from "#lib/server/feed";
import type { Feeds } from "#lib/server/informer-pool";
import { createdPodOf, MadePods } from "#lib/server/made-pods";
import { eachInTurns } from "#lib/server/turns";
import type { Clock } from "#lib/time/clock";

export interface AsidesOptions {
  readonly feeds: Feeds;
  readonly asked: Asked;
  readonly derivations: Derivations;
  readonly clock: Clock;
  /** The API server's present, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly touched: () => void;
  readonly failed: (error: unknown) => void;
  /** Called once, when there is a Job that Kueue queues. */
  readonly queued?: () => void;
}

/**
 * What stands beside the rows of a view: derived from several objects, Events and the time. It is
 * told by uid, and never holds up the rows.
 */
export class AsideTables {
  readonly #options: AsidesOptions;
  readonly #tables: DerivedTables;
  readonly #events = new EventIndex();
  readonly #madePods = new MadePods();
  #eventFeed: Feed<KubernetesEvent> | null = null;
  #workloadFeed: Feed<Workload> | null = null;
  #asksWorkloads = false;
  readonly #stops: (() => void)[] = [];
  #closed = false;

  constructor(options: AsidesOptions) {
    this.#options = options;
    const { feeds, asked, derivations, clock, now, touched, failed } = options;
    const of: Relations = {
      jobs: (uid) => feeds.jobs.controlledBy(uid),
      pods: (uid) => (feeds.pods.count === null ? null : [...feeds.pods.controlledBy(uid)]),
      events: (uid) => this.#events.of(uid),
      eventsOfGonePods: (uid) => this.#eventsOfGonePods(uid),
      workload: (job) => this.#workloadOf(job),
    };
    this.#tables = derivedTables({
      feeds,
      asked,
      derivations,
      of,
      table: (derive) => new DerivedTable({ clock, now, touched, failed, derive }),
      eventOf: (uid) => this.#eventFeed?.byUid(uid),
      madePods: this.#madePods,
    });
    if (Object.keys(this.#tables).length === 0) return;
    void this.#takeAll(feeds);
    this.#follow(feeds.cronjobs, (cronJob) => this.#touchCronJob(cronJob));
    this.#follow(feeds.jobs, (job) => this.#touchJob(job));
    this.#follow(feeds.pods, (pod) => this.#touchPod(pod));
  }

  /** Null until it is known from where they come. */
  get eventsState(): ResourceState | null {
    return this.#eventFeed?.state ?? null;
  }

  /** Events come later than the rows, or not at all; what was closed meanwhile follows none. */
  followEvents(feed: Feed<KubernetesEvent>): void {
    if (this.#closed) return;
    this.#eventFeed = feed;
    const all = [...feed.objects()].map((object) => ({ type: "upsert", object, previous: null }));
    this.#takeEvents(all as Change<KubernetesEvent>[]);
    const { touched } = this.#options;
    this.#stops.push(
      feed.subscribe({
        changes: (changes) => {
          this.#takeEvents(changes);
          touched();
        },
        state: touched,
      }),
    );
    touched();
  }

  /** What Kueue keeps comes later than the rows, or not at all. */
  followWorkloads(feed: Feed<Workload>): void {
    if (this.#closed) return;
    this.#workloadFeed = feed;
    const touch = ({ metadata }: Workload) => {
      const job = controllerOf(metadata);
      if (job) this.#touchReasonAndRuns(job.uid);
    };
    for (const workload of feed.objects()) touch(workload);
    this.#follow(feed, touch);
    this.#options.touched();
  }

  /** What is told the foremost of alone; null where the view does not ask for it. */
  get foremost(): Foremost | null {
    const { attention, failures } = this.#tables;
    return attention && failures ? { attention, failures } : null;
  }

  /** All that is known by now, as the JSON of a snapshot's `beside`. */
  snapshot(): string {
    return this.#json((table) => table.snapshot()) ?? "{}";
  }

  /** What became another, as the JSON of a delta's `beside`; null when nothing did. */
  changes(): string | null {
    return this.#json((table) => table.changes());
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    for (const table of Object.values(this.#tables)) table.close();
  }

  #json(read: (table: ToldTable) => ReadonlyMap<string, string | null>): string | null {
    const fields: string[] = [];
    for (const [name, table] of Object.entries(this.#tables)) {
      const texts = read(table);
      if (texts.size === 0) continue;
      const entries = [...texts].map(([uid, text]) => `${JSON.stringify(uid)}:${text}`);
      fields.push(`"${name}":{${entries.join(",")}}`);
    }
    return fields.length === 0 ? null : `{${fields.join(",")}}`;
  }

  #follow<T extends KubernetesObject>(feed: Feed<T> | null, touch: (object: T) => void): void {
    if (!feed) return;
    const changes = (list: readonly Change<T>[]) => {
      for (const change of list) {
        touch(change.object);
        if (change.type === "upsert" && change.previous) touch(change.previous);
      }
    };
    this.#stops.push(feed.subscribe({ changes, state: () => {} }));
  }

  async #takeAll({ cronjobs, jobs, pods }: Feeds): Promise<void> {
    const closed = () => this.#closed;
    await eachInTurns(cronjobs?.objects() ?? [], closed, (it) => this.#touchCronJob(it));
    await eachInTurns(jobs.objects(), closed, (it) => this.#touchJob(it));
    const { podReason, attention } = this.#options.asked;
    if (podReason || attention) {
      await eachInTurns(pods.objects(), closed, (it) => this.#touchPodReason(it));
    }
  }

  #touchCronJob({ metadata }: CronJob): void {
    this.#touchRuns(metadata.uid);
    this.#touchEventsOf(metadata.uid);
  }

  #touchJob({ metadata }: Job): void {
    this.#touchReason(metadata.uid);
    const owner = controllerOf(metadata);
    if (owner) this.#touchRuns(owner.uid);
    this.#touchEventsOf(metadata.uid);
  }

  #touchPod(pod: Pod): void {
    const { metadata } = pod;
    const owner = controllerOf(metadata);
    if (owner) this.#touchReasonAndRuns(owner.uid);
    this.#touchPodReason(pod);
    this.#touchEventsOf(metadata.uid);
  }

  /** Of a Job. */
  #touchReason(uid: string): void {
    if (this.#options.asked.reason) this.#tables.reasons?.touch(uid);
    this.#tables.attention?.touch(uid);
    this.#tables.failures?.touch(uid);
  }

  /** What is said of a Job may be another, and with it what is said of its CronJob. */
  #touchReasonAndRuns(jobUid: string): void {
    this.#touchReason(jobUid);
    const job = this.#options.feeds.jobs.byUid(jobUid);
    const cronJob = job && controllerOf(job.metadata);
    if (cronJob) this.#touchRuns(cronJob.uid);
  }

  #touchPodReason(pod: Pod): void {
    if (this.#options.asked.podReason?.(pod)) this.#tables.reasons?.touch(pod.metadata.uid);
    // What ails a Pod of a Job is said of that.
    if (!controllerOf(pod.metadata)) this.#tables.attention?.touch(pod.metadata.uid);
  }

  /** What is said of a CronJob may be another. */
  #touchRuns(uid: string): void {
    this.#tables.outlooks?.touch(uid);
    this.#tables.histories?.touch(uid);
    this.#tables.attention?.touch(uid);
  }

  /** Whether they are told depends on the object they are about, which may have come or gone. */
  #touchEventsOf(uid: string): void {
    for (const { metadata } of this.#events.of(uid)) this.#tables.events?.touch(metadata.uid);
  }

  #takeEvents(changes: readonly Change<KubernetesEvent>[]): void {
    for (const { object } of changes) this.#tables.events?.touch(object.metadata.uid);
    const { pods } = this.#options.feeds;
    for (const uid of this.#events.take(changes)) {
      this.#touchRuns(uid);
      this.#touchReason(uid);
      const pod = pods.byUid(uid);
      if (pod) this.#touchPod(pod);
    }
    for (const pod of this.#madePods.take(changes)) {
      const job = this.#madePods.jobOf(pod);
      if (job !== undefined) this.#touchReasonAndRuns(job);
      for (const { metadata } of this.#madePods.eventsAbout(pod)) {
        this.#tables.events?.touch(metadata.uid);
      }
    }
  }

  #workloadOf(job: Job): Workload | null {
    if (!isQueued(job)) return null;
    if (!this.#asksWorkloads) {
      this.#asksWorkloads = true;
      this.#options.queued?.();
    }
    const [workload] = this.#workloadFeed?.controlledBy(job.metadata.uid) ?? [];
    return workload ?? null;
  }

  #eventsOfGonePods(jobUid: string): KubernetesEvent[] {
    const { pods } = this.#options.feeds;
    const made = new Set(this.#events.of(jobUid).map(createdPodOf));
    return [...made]
      .flatMap((pod) => this.#madePods.eventsAbout(pod))
      .filter(({ involvedObject }) => pods.byUid(involvedObject?.uid ?? "") === undefined);
  }
}
