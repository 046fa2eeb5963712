import { Agent as HttpAgent, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, Agent as HttpsAgent, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Authentication, TlsMaterial } from "#lib/kubernetes/credential";
import { certificates } from "#lib/kubernetes/testing/certificates";
import {
  type InjectedStatus,
  Passage,
  type PassedRequest,
} from "#lib/kubernetes/testing/fault-proxy-passage";
import { type Clock, systemClock } from "#lib/time/clock";

type When = (request: PassedRequest) => boolean;
/** Takes a fault back: what has not met it yet will not, what it holds up goes on. */
type Lift = () => void;

interface Rule {
  readonly when: When;
  readonly meet: (passage: Passage) => void;
  left: number;
}

/**
 * A proxy between a client and an API server, real or scripted, that breaks what passes when a test
 * says so. It speaks https with the authority its kubeconfig names. Who brings no token of their own
 * goes with the credential it was given: a client certificate cannot pass through.
 */
export class FaultProxy {
  /** What came through, or should have, in order. */
  readonly passages: Passage[] = [];
  readonly #url: URL;
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #headers: Authentication["headers"];
  readonly #agents: Record<"own" | "brought", HttpAgent>;
  readonly #sockets = new Map<number | undefined, Socket>();
  readonly #rules: Rule[] = [];

  constructor(
    url: string,
    { headers = {}, tls = {} }: Partial<Authentication> = {},
    clock: Clock = systemClock,
  ) {
    this.#url = new URL(url);
    this.#headers = headers;
    this.#clock = clock;
    const { cert: _, key: __, ...anonymous } = tls;
    const https = this.#url.protocol === "https:";
    const agent = (material: TlsMaterial) =>
      https ? new HttpsAgent({ keepAlive: true, ...material }) : new HttpAgent({ keepAlive: true });
    this.#agents = { own: agent(tls), brought: agent(anonymous) };
    // As an API server, it lets its clients take their time.
    const patient = { requestTimeout: 0, keepAliveTimeout: 90_000 };
    this.#server = createServer({ ...certificates.server, ...patient }, (request, response) =>
      this.#answer(request, response),
    );
    this.#server.on("connection", (socket: Socket) => {
      const port = socket.remotePort;
      this.#sockets.set(port, socket);
      socket.once("close", () => this.#sockets.delete(port));
    });
  }

  /** Listens on a free port, or on the one given. */
  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A kubeconfig that leads here, as text; `user` as it stands in one, for example with a token. */
  kubeconfig(user: object = {}, namespace = "default"): string {
    const authority = Buffer.from(certificates.ca).toString("base64");
    const cluster = { server: this.url, "certificate-authority-data": authority };
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "proxied",
      contexts: [{ name: "proxied", context: { cluster: "proxied", user: "tester", namespace } }],
      clusters: [{ name: "proxied", cluster }],
      users: [{ name: "tester", user }],
    });
  }

  /** Breaks off every connection and takes no more. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets.values()) socket.resetAndDestroy();
    for (const agent of Object.values(this.#agents)) agent.destroy();
    await closed;
  }

  /** What came through, and fits. */
  passed(when: When): Passage[] {
    return this.passages.filter(when);
  }

  /** The answers that are still under way, and fit. */
  open(when: When): Passage[] {
    return this.passages.filter((passage) => passage.end === null && when(passage));
  }

  /** Answers in the API server's place. */
  refuse(when: When, status: InjectedStatus, times?: number): Lift {
    return this.#rule(when, (passage) => passage.refuse(status), times);
  }

  /** Passes requests on so much later. */
  delay(when: When, ms: number, times?: number): Lift {
    return this.#rule(when, (passage) => passage.delay(ms), times);
  }

  /** Swallows requests: they go nowhere, and nothing comes back. */
  drop(when: When, times?: number): Lift {
    return this.#rule(when, (passage) => passage.drop(), times);
  }

  /** Passes requests on, and lets go of the API server without a word to the client. */
  halfOpen(when: When, times?: number): Lift {
    return this.#rule(when, (passage) => passage.passUnanswered(), times);
  }

  /** Resets the connection in place of an answer. */
  reset(when: When, times?: number): Lift {
    return this.#rule(when, (passage) => passage.reset(), times);
  }

  /** Resets the connection in the middle of the answer's first line. */
  tear(when: When, times?: number): Lift {
    const meet = (passage: Passage) => {
      passage.tear();
      passage.pass();
    };
    return this.#rule(when, meet, times);
  }

  /** Lets so many bytes a second of answers through. */
  throttle(when: When, bytesPerSecond: number, times?: number): Lift {
    const slow: Passage[] = [];
    const meet = (passage: Passage) => {
      slow.push(passage);
      passage.throttle(bytesPerSecond);
      passage.pass();
    };
    const lift = this.#rule(when, meet, times);
    return () => {
      lift();
      for (const passage of slow) passage.throttle(null);
    };
  }

  #rule(when: When, meet: Rule["meet"], times = Number.POSITIVE_INFINITY): Lift {
    const rule: Rule = { when, meet, left: times };
    this.#rules.push(rule);
    return () => {
      rule.left = 0;
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const socket = this.#sockets.get(request.socket.remotePort);
    const brought = request.headers.authorization !== undefined;
    const passage = new Passage({
      request,
      response,
      agent: this.#agents[brought ? "brought" : "own"],
      credential: brought ? {} : this.#headers,
      url: this.#url,
      clock: this.#clock,
      reset: () => socket?.resetAndDestroy(),
    });
    this.passages.push(passage);
    const rule = this.#rules.find(({ left, when }) => left > 0 && when(passage));
    if (!rule) return passage.pass();
    rule.left -= 1;
    rule.meet(passage);
  }
}
