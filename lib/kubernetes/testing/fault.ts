import type { IncomingMessage, ServerResponse } from "node:http";
import { sendStatus } from "#lib/kubernetes/testing/answer";
import type { RecordedRequest } from "#lib/kubernetes/testing/recorded-request";

/** What to do to a request instead of answering it. */
export type Fault =
  | {
      readonly status: number;
      readonly reason?: string;
      readonly message?: string;
      readonly headers?: Record<string, string>;
      readonly details?: object;
    }
  /** Close the socket without an answer. */
  | "reset"
  /** Do what is asked, and close the socket without an answer. */
  | "lose"
  /** Close it in the middle of an answer that began well. */
  | "cut"
  /** Answer as ever, but not before the fault is taken back. */
  | "hold"
  /** Never answer. */
  | "hang";

/** What a replica that is behind answers to who asks from a version it has not seen yet. */
export const behind = {
  status: 504,
  reason: "Timeout",
  message: "Too large resource version: 2000, current: 1",
  details: {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
  },
} as const satisfies Fault;

/** Whether a request asks for what happened since a version. */
export function asksFromVersion({ query }: RecordedRequest): boolean {
  return (query.get("resourceVersion") ?? "") !== "" && query.get("sendInitialEvents") !== "true";
}

/** Which requests meet a fault, and how many of them. */
export interface FaultRule {
  readonly when: (request: RecordedRequest) => boolean;
  readonly fault: Fault;
  /** Resolves when the fault is taken back. */
  readonly lifted: Promise<void>;
  readonly lift: () => void;
  left: number;
}

/** The faults a test has asked for; the first that fits is met. */
export class Faults {
  readonly #rules: FaultRule[] = [];

  /** The returned function takes it back. */
  add(when: FaultRule["when"], fault: Fault, times = Number.POSITIVE_INFINITY): () => void {
    const lift = Promise.withResolvers<void>();
    const rule: FaultRule = {
      when,
      fault,
      left: times,
      lifted: lift.promise,
      lift() {
        rule.left = 0;
        lift.resolve();
      },
    };
    this.#rules.push(rule);
    return rule.lift;
  }

  /** The one this request meets, counted; undefined for none. */
  take(request: RecordedRequest): FaultRule | undefined {
    const rule = this.#rules.find(({ left, when }) => left > 0 && when(request));
    if (rule) rule.left -= 1;
    return rule;
  }

  liftAll(): void {
    for (const rule of this.#rules) rule.lift();
  }
}

/** Answers a request with a fault, or not at all. */
export function breakOff(
  fault: Exclude<Fault, "hold" | "lose">,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault === "hang") return;
  if (fault === "reset") return void incoming.socket.resetAndDestroy();
  if (fault === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
    response.write('{"items": [', () => incoming.socket.resetAndDestroy());
    return;
  }
  const { status, reason = "", message = reason, headers = {}, details } = fault;
  sendStatus(response, status, reason, message, headers, details);
}
