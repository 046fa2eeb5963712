import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../cluster/api.ts";
import { idleJob, paths } from "../conformance/objects.ts";

const perSecond = 50;
/** So many Jobs at most are there at a time; a prime, so that each is deleted now and then. */
const most = 31;

/**
 * Changes Jobs of a namespace 50 times a second: creates, patches, deletes, and creates anew under
 * the same names. It goes on while the API server is away; what became of a change that had no
 * answer then, the next one of that Job finds out. Each change of a Job has a number of its own,
 * greater than all before, which COMPLETIONS shows as `0/1 of N`.
 */
export class Writer {
  /** The numbers sent to the Jobs of each name, in order. */
  readonly sent = new Map<string, number[]>();
  /** Changes the API server has confirmed. */
  confirmed = 0;
  /** Changes that had no answer. */
  unanswered = 0;
  readonly #api: Api;
  readonly #namespace: string;
  readonly #live = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();
  #number = 1;
  #turn = 0;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(api: Api, namespace: string) {
    this.#api = api;
    this.#namespace = namespace;
  }

  start(): void {
    this.#stopped = false;
    this.#running = this.#run();
  }

  /** Resolves when every change is answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    const begun = performance.now();
    for (let done = 0; !this.#stopped; done++) {
      await delay(Math.max(0, begun + (done * 1000) / perSecond - performance.now()));
      const change = this.#next();
      if (!change) continue;
      const under = change.finally(() => this.#underWay.delete(under));
      this.#underWay.add(under);
    }
  }

  /** Each Job in turn: created where it is not there, else deleted once in ten times and patched. */
  #next(): Promise<void> | null {
    this.#turn += 1;
    const name = `job-${this.#turn % most}`;
    if (this.#busy.has(name)) return null;
    if (!this.#live.has(name)) return this.#create(name);
    return this.#turn % 10 === 3 ? this.#delete(name) : this.#patch(name);
  }

  #create(name: string): Promise<void> {
    const body = idleJob(name, { parallelism: this.#numberFor(name) });
    return this.#send(name, "POST", paths.jobs(this.#namespace), { body });
  }

  #patch(name: string): Promise<void> {
    const body = { spec: { parallelism: this.#numberFor(name) } };
    const type = "application/merge-patch+json";
    return this.#send(name, "PATCH", paths.jobs(this.#namespace, name), { body, type });
  }

  #delete(name: string): Promise<void> {
    const body = { propagationPolicy: "Background" };
    return this.#send(name, "DELETE", paths.jobs(this.#namespace, name), { body });
  }

  async #send(name: string, method: string, path: string, options: object): Promise<void> {
    this.#busy.add(name);
    try {
      const { status } = await this.#api.call(method, path, options);
      if (status < 300) this.confirmed += 1;
      // 409: an earlier creation was done after all.
      if (status === 404 || (method === "DELETE" && status < 300)) this.#live.delete(name);
      else if (status < 300 || status === 409) this.#live.add(name);
    } catch {
      this.unanswered += 1;
    } finally {
      this.#busy.delete(name);
    }
  }

  #numberFor(name: string): number {
    this.#number += 1;
    const numbers = this.sent.get(name) ?? [];
    numbers.push(this.#number);
    this.sent.set(name, numbers);
    return this.#number;
  }
}

/**
 * What texts of a row's COMPLETIONS, in the order they were shown, say that was never written, or not
 * in that order.
 */
export function contradictions(
  writer: Writer,
  name: string,
  texts: readonly string[],
): readonly string[] {
  const numbers = texts.map((text) => Number(/^0\/1 of (\d+)$/.exec(text)?.[1]));
  const known = new Set(writer.sent.get(name));
  return numbers.flatMap((number, i) => {
    if (!known.has(number)) return [`${name} shows ${texts[i]}, which was never written`];
    const before = numbers[i - 1] ?? 0;
    return number > before ? [] : [`${name} went from ${before} back to ${number}`];
  });
}
