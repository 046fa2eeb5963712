import type { Overview, Trouble } from "#lib/api/overview";
import type { CronJob, Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import { printJob } from "#lib/printers/job";
import { summarizePod } from "#lib/printers/pod-status";
import { DayAheadBoard, type DayAheadOptions } from "#lib/server/day-ahead-board";
import type { Foremost } from "#lib/server/derived-asides";
import type { Feed } from "#lib/server/feed";
import type { Feeds } from "#lib/server/informer-pool";
import { StatusTally } from "#lib/server/status-tally";

/** What the overview counts of everything it may see, and what starts within a day. */
export class OverviewBoard {
  readonly #foremost: Foremost;
  readonly #jobs: StatusTally<Job>;
  readonly #pods: StatusTally<Pod>;
  readonly #ahead: DayAheadBoard | null;
  readonly #stops: (() => void)[] = [];

  constructor(feeds: Feeds, foremost: Foremost, options: DayAheadOptions) {
    this.#foremost = foremost;
    const jobs = new StatusTally(admitted(feeds.jobs), (job) => printJob(job).status);
    const pods = new StatusTally(admitted(feeds.pods), (pod) => summarizePod(pod).status);
    const ahead = feeds.cronjobs && new DayAheadBoard(admitted(feeds.cronjobs), options);
    this.#jobs = jobs;
    this.#pods = pods;
    this.#ahead = ahead;
    const state = () => {};
    this.#stops.push(
      feeds.jobs.subscribe({
        changes: (all) => jobs.take(all, (it) => feeds.jobs.admits(it)),
        state,
      }),
      feeds.pods.subscribe({
        changes: (all) => pods.take(all, (it) => feeds.pods.admits(it)),
        state,
      }),
    );
    const { cronjobs } = feeds;
    if (cronjobs && ahead) {
      const admits = (it: CronJob) => cronjobs.admits(it);
      this.#stops.push(cronjobs.subscribe({ changes: (all) => ahead.take(all, admits), state }));
    }
  }

  /** What a frame holds of it, each as JSON. */
  parts(): Readonly<Record<"overview" | "ahead", string>> {
    return { overview: JSON.stringify(this.#overview()), ahead: this.#ahead?.text() ?? "null" };
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#ahead?.close();
  }

  #overview(): Overview {
    const { attention, failures } = this.#foremost;
    const entries = [...attention.entries];
    const words = [...attention.values].flatMap(({ words }) => words);
    return {
      totals: {
        troubles: counted<Trouble>(entries.map(({ trouble }) => trouble)),
        kinds: counted(entries.map(({ kind }) => kind)),
        failures: [...failures.entries].length,
      },
      tally: { cronjobs: counted(words), jobs: this.#jobs.counts, pods: this.#pods.counts },
    };
  }
}

function* admitted<T extends KubernetesObject>(feed: Feed<T>): Iterable<T> {
  for (const object of feed.objects()) if (feed.admits(object)) yield object;
}

/** How often each word stands there, in the order of the words: equal counts are equal texts. */
function counted<Word extends string>(words: readonly Word[]): { readonly [W in Word]?: number } {
  const counts = new Map<Word, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const entries = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries) as { readonly [W in Word]?: number };
}
