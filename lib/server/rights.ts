import { type NamespaceRights, type Right, rights } from "#lib/api/rights";
import type { Client } from "#lib/kubernetes/client";
import type { ReviewAttributes } from "#lib/kubernetes/request-options";
import { within } from "#lib/server/deadline";
import { Turns } from "#lib/server/turns";
import type { Clock } from "#lib/time/clock";

/** How long an answer holds, and how long none does. */
const answeredMs = 60_000;
const unansweredMs = 5_000;
const reviewMs = 5_000;
/** How many are asked at a time. */
const atOnce = 4;
/** Namespaces whose answers are kept. */
const mostKept = 1_000;

interface Known {
  readonly rights: Promise<NamespaceRights>;
  readonly until: number;
}

/**
 * What a viewer may do, by the API server's own answer to each question (SelfSubjectAccessReview).
 * It serves to say so before he tries: what he tries is asked of the API server all the same.
 */
export class Rights {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #turns = new Turns(atOnce);
  readonly #known = new Map<string, Known>();

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** In a namespace, or in all of them with `*`. Never throws: what could not be asked is not told. */
  in(namespace: string): Promise<NamespaceRights> {
    const known = this.#known.get(namespace);
    if (known && known.until > this.#clock.now()) return known.rights;
    const asked = this.#ask(namespace);
    const until = this.#clock.now() + answeredMs;
    this.#known.delete(namespace);
    this.#known.set(namespace, { rights: asked, until });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
    void asked.then(({ allowed, denied }) => {
      if (allowed.length + denied.length === rights.length) return;
      if (this.#known.get(namespace)?.rights !== asked) return;
      this.#known.set(namespace, { rights: asked, until: this.#clock.now() + unansweredMs });
    });
    return asked;
  }

  /** Something was refused there: what was answered before is not so any more. */
  forget(namespace: string): void {
    this.#known.delete(namespace);
    this.#known.delete("*");
  }

  async #ask(namespace: string): Promise<NamespaceRights> {
    const answers = await Promise.all(
      rights.map((right) =>
        this.#turns.take(async () => {
          const attributes = attributesOf(right, namespace);
          const review = (signal: AbortSignal) => this.#client.review(attributes, signal);
          const answer = await within(this.#clock, reviewMs, review).catch(() => null);
          return { right, allowed: answer?.allowed };
        }),
      ),
    );
    const which = (allowed: boolean) =>
      answers.filter((answer) => answer.allowed === allowed).map(({ right }) => right);
    return { namespace, allowed: which(true), denied: which(false) };
  }
}

function attributesOf(right: Right, namespace: string): ReviewAttributes {
  const [verb = "", what = ""] = right.split(" ");
  const [resource = "", subresource] = what.split("/");
  return {
    verb,
    group: resource === "pods" ? "" : "batch",
    resource,
    namespace: namespace === "*" ? "" : namespace,
    ...(subresource === undefined ? {} : { subresource }),
  };
}
