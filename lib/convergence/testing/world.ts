import { isDeepStrictEqual } from "node:util";
import { type TableName, type Tables, tableNames } from "#lib/api/frames";
import { bodies, wide } from "#lib/convergence/testing/bodies";
import type { Place, Schedule, Step } from "#lib/convergence/testing/schedule";
import { ServedEventSource } from "#lib/convergence/testing/served-event-source";
import { type Rows, shown } from "#lib/convergence/testing/shown";
import { Tab } from "#lib/convergence/testing/tab";
import { eventLine } from "#lib/kubernetes/testing/collection";
import { asksFromVersion, behind } from "#lib/kubernetes/testing/fault";
import type { RecordedRequest } from "#lib/kubernetes/testing/recorded-request";
import { ask } from "#lib/server/testing/ask";
import { Served } from "#lib/server/testing/served";

/** Manual time of one turn, in which real bytes travel a little way. */
const turnMs = 100;
/** A browser gives a silent connection up sooner; a hung API server is noticed much sooner. */
const unmarkedMs = 30_000;
/** More than every backoff and silence on the way together. */
const patience = 4_000;

/** A cluster, the dashboard on it, and browsers that look. */
export class World {
  /** What was seen that must never be, be it for a moment. */
  readonly broken: string[] = [];
  readonly #served: Served;
  #connections: ServedEventSource[] = [];
  #tabs: Tab[] = [];
  #version = 0;
  /** For how long each has shown as up to date what is not, without a break. */
  readonly #wrongMs = new Map<Tab, number>();

  private constructor(served: Served) {
    this.#served = served;
  }

  static async start(): Promise<World> {
    return new World(await Served.start());
  }

  /** A connection of a page, as `new EventSource(path)` makes one. */
  connect(path: string): ServedEventSource {
    const source = new ServedEventSource(path, (to, signal) => this.ask(to, signal));
    this.#connections.push(source);
    return source;
  }

  /** A request of a page. */
  ask(path: string, signal?: AbortSignal): Promise<Response> {
    const request = new Request(`http://localhost${path}`, signal ? { signal } : {});
    return ask(this.#served.dashboard, "watch", request);
  }

  /** Lets the schedule happen; ends once nothing is broken any more and time was given to mend. */
  async run({ scopes, steps }: Schedule, setHidden: (hidden: boolean) => void): Promise<void> {
    for (const plural of tableNames) this.#change(plural, "apply", first);
    this.#tabs = scopes.map((scope) => new Tab(scope, this.#served.clock, this.broken));
    await this.#pass(300);
    for (const step of steps) {
      await this.#happen(step, setHidden);
      await this.#pass(turnMs);
    }
    this.#served.api.heal();
    setHidden(false);
    for (const connection of this.#connections) connection.resume();
    for (let turns = 0; !this.#isSettled(); turns += 1) {
      if (turns === patience) {
        const apart = this.#tabs.filter((tab) => !tab.live || !this.#isRight(tab));
        throw new Error(`never settled: ${this.#difference(apart)}`);
      }
      await this.#turn(turnMs);
    }
    if (this.broken.length > 0) throw new Error(this.broken.join("; "));
    // A watch that was never answered has lost what it would have told: that is said, and mended.
    const hung = steps.some((step) => step.does === "fail" && step.fault === "hang");
    const wrong = this.#served.errors.filter((error) => !hung || !/had lost/.test(String(error)));
    if (wrong.length > 0) throw wrong[0];
  }

  async close(): Promise<void> {
    for (const tab of this.#tabs) tab.close();
    await this.#served.close();
  }

  async #happen(step: Step, setHidden: (hidden: boolean) => void): Promise<void> {
    const { api } = this.#served;
    switch (step.does) {
      case "apply":
      case "remove":
      case "recreate":
        return this.#change(step.kind, step.does, step.at);
      case "burst":
        return this.#burst(step.kind, step.count);
      case "end":
        return api.endWatches(step.kind);
      case "tear":
        return this.#tear(step.kind, step.at);
      case "garble":
        return api.inject(step.kind, "not JSON\n", "keep");
      case "expire":
        return api.inject(step.kind, expired, "end");
      case "repeat":
        return this.#repeat(step.kind, step.at, null);
      case "delay":
        return this.#repeat(step.kind, step.at, "apply");
      case "haunt":
        return this.#repeat(step.kind, step.at, "remove");
      case "gap":
        api.inject(step.kind, "", "reset");
        this.#change(step.kind, step.change, step.at);
        if (step.forgotten) api.compact();
        return;
      case "compact":
        return api.compact();
      case "bookmark":
        return api.bookmark();
      case "crash": {
        const { port } = api;
        await api.crash();
        await this.#pass(2 * turnMs);
        await api.listen(port);
        return;
      }
      case "fail": {
        const { kind, fault } = step;
        const meets = (request: RecordedRequest) =>
          request.path.endsWith(`/${kind}`) && (fault !== "behind" || asksFromVersion(request));
        api.inject(kind, "", step.after);
        const isAnswer = fault === "behind" || typeof fault === "number";
        api.fault(meets, isAnswer ? answers[fault] : fault, step.times);
        return;
      }
      case "cut":
        return this.#connection(step.tab)?.cut();
      case "slow":
        return this.#connection(step.tab)?.pause();
      case "wake":
        return this.#connection(step.tab)?.resume();
      case "reload": {
        const [tab] = this.#tabs.splice(step.tab, 1);
        tab?.close();
        if (tab) this.#tabs.push(new Tab(tab.scope, this.#served.clock, this.broken));
        return;
      }
      case "overrun":
        this.#connection(step.tab)?.pause();
        this.#burst(step.kind, 80);
        await this.#pass(2 * turnMs);
        this.#burst(step.kind, 40);
        await this.#pass(2 * turnMs);
        return this.#change(step.kind, "recreate", { ...first, name: "burst-1" });
      case "hide":
        setHidden(true);
        return this.#pass(6_000);
      case "show":
        return setHidden(false);
      case "pass":
        return this.#pass(step.ms);
    }
  }

  #connection(index: number): ServedEventSource | undefined {
    this.#connections = this.#connections.filter(({ readyState }) => readyState !== 2);
    return this.#connections[index];
  }

  #burst(kind: TableName, count: number): void {
    for (let i = 0; i < count; i += 1) {
      this.#change(kind, "apply", { ...first, name: `burst-${i % 40}` }, wide);
    }
  }

  /** Each change shows: its number is in a column. */
  #change(kind: TableName, change: "apply" | "remove" | "recreate", at: Place, padding = ""): void {
    const { api } = this.#served;
    const known = api.get(kind, at.namespace, at.name);
    if (change !== "apply") {
      if (!known) return;
      api.remove(kind, at.namespace, at.name);
      if (change === "remove") return;
    }
    this.#version += 1;
    const { namespace, name, labelled } = at;
    const kept = change === "apply" && known ? { ...known.metadata } : {};
    api.apply(kind, {
      metadata: {
        ...this.#owner(kind, at),
        ...kept,
        namespace,
        name,
        labels: labelled ? { app: "x" } : {},
      },
      ...bodies[kind](this.#version, padding),
    });
  }

  /** A Job belongs to the CronJob of its name, a Pod to the Job of its name, where there is one. */
  #owner(kind: TableName, { namespace, name }: Place): object {
    if (kind === "cronjobs") return {};
    const [plural, ownerKind] =
      kind === "jobs" ? (["cronjobs", "CronJob"] as const) : (["jobs", "Job"] as const);
    const uid = this.#served.api.get(plural, namespace, name)?.metadata.uid;
    if (uid === undefined) return {};
    return { ownerReferences: [{ kind: ownerKind, name, uid, controller: true }] };
  }

  /** Tells once more what was told already, perhaps after a change that makes it untrue. */
  #repeat(kind: TableName, at: Place, change: "apply" | "remove" | null): void {
    const before = this.#served.api.get(kind, at.namespace, at.name);
    if (!before) return;
    if (change) this.#change(kind, change, at);
    this.#served.api.inject(kind, eventLine({ type: "MODIFIED", object: before }));
  }

  /** The connection breaks in the middle of the line that tells of a change. */
  #tear(kind: TableName, at: Place): void {
    const watchers = [...this.#served.api.collection(kind).watchers];
    for (const watcher of watchers) {
      const write = watcher.write.bind(watcher);
      watcher.write = (line) => write(line.slice(0, line.length / 2));
    }
    this.#change(kind, "apply", at);
    for (const watcher of watchers) watcher.end("reset");
  }

  async #pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += turnMs) await this.#turn(turnMs);
  }

  async #turn(ms: number): Promise<void> {
    await this.#served.clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
    for (const tab of this.#tabs) {
      const wrong = tab.live && !this.#isRight(tab);
      this.#wrongMs.set(tab, wrong ? (this.#wrongMs.get(tab) ?? 0) + ms : 0);
      if (this.#wrongMs.get(tab) === unmarkedMs) {
        this.broken.push(`out of date without a mark: ${this.#difference([tab])}`);
      }
    }
  }

  #isSettled(): boolean {
    return this.#tabs.every((tab) => tab.live && this.#isRight(tab));
  }

  #isRight(tab: Tab): boolean {
    return isDeepStrictEqual(rowsOf(tab.tables), this.#wanted(tab));
  }

  #wanted({ scope }: Tab): Rows {
    return shown(this.#served.api, scope);
  }

  #difference(tabs: readonly Tab[]): string {
    return JSON.stringify(
      tabs.map((tab) => ({
        scope: tab.scope,
        connection: tab.connection,
        live: tab.live,
        has: listed(rowsOf(tab.tables)),
        wants: listed(this.#wanted(tab)),
      })),
    );
  }
}

const first: Place = { namespace: "default", name: "a", labelled: true };

const answers = {
  behind,
  410: { status: 410, reason: "Expired" },
  429: { status: 429, reason: "TooManyRequests", headers: { "retry-after": "1" } },
  500: { status: 500, reason: "InternalError" },
  503: { status: 503, reason: "ServiceUnavailable" },
} as const;

const expired = eventLine({
  type: "ERROR",
  object: { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" },
});

function rowsOf(tables: Partial<Tables>): Rows {
  const rows: Rows = {};
  for (const name of tableNames) {
    const table = tables[name];
    if (table) rows[name] = new Map(table.map((row) => [row.uid, row]));
  }
  return rows;
}

function listed(rows: Rows): object {
  return Object.fromEntries(Object.entries(rows).map(([name, map]) => [name, [...map.values()]]));
}
