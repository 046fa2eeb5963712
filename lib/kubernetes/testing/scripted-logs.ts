import type { ServerResponse } from "node:http";
import { sendStatus } from "#lib/kubernetes/testing/answer";
import { ScriptedLog } from "#lib/kubernetes/testing/scripted-log";

/** The logs of all containers; each has the one of its present instance, and the previous one. */
export class ScriptedLogs {
  readonly #logs = new Map<string, ScriptedLog>();
  readonly #previous = new Map<string, ScriptedLog>();

  /** `container` is `namespace/pod/container`. */
  of(container: string): ScriptedLog {
    const known = this.#logs.get(container);
    if (known) return known;
    const made = new ScriptedLog();
    this.#logs.set(container, made);
    return made;
  }

  /** Closes the container's log, which is the previous one from now on; the present one is empty. */
  restart(container: string): void {
    const ended = this.of(container);
    ended.write([], true);
    this.#previous.set(container, ended);
    this.#logs.set(container, new ScriptedLog());
  }

  /** Cuts off everyone who reads; "end" closes each log as if it had ended. */
  cut(how: "reset" | "end"): void {
    for (const log of this.#all()) log.cut(how);
  }

  /** How many logs are being read. */
  get reading(): number {
    return this.#all().reduce((sum, { readers }) => sum + readers, 0);
  }

  send(namespace: string, pod: string, query: URLSearchParams, response: ServerResponse): void {
    const container = query.get("container") ?? "";
    const key = `${namespace}/${pod}/${container}`;
    if (query.get("previous") !== "true") return this.of(key).send(query, response);
    const previous = this.#previous.get(key);
    if (previous) return previous.send(query, response);
    const none = `previous terminated container "${container}" in pod "${pod}" not found`;
    sendStatus(response, 400, "BadRequest", none);
  }

  #all(): ScriptedLog[] {
    return [...this.#logs.values(), ...this.#previous.values()];
  }
}
