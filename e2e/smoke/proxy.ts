import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a proxy does with an answer: it writes and ends the response itself. */
export type Treatment = (answer: IncomingMessage, response: ServerResponse) => void;

export interface TestProxy {
  readonly origin: string;
  /** What becomes of the answers that begin from now on. */
  treatment: Treatment;
  /** Which address is asked for the one that came; the same unless a test says otherwise. */
  rewrite: (url: string) => string;
  /** The addresses that were asked so far, as they came. */
  readonly asked: readonly string[];
  /** Breaks every connection; new ones are taken. */
  cut(): void;
  close(): void;
}

/** Hands everything on as it comes. */
export const pass: Treatment = (answer, response) => {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(response);
};

/** A proxy before a server on loopback, on a port of its own, set up to keep the server's name. */
export async function openProxy(target: string, treatment: Treatment = pass): Promise<TestProxy> {
  const { hostname, port, host, origin } = new URL(target);
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    const { method, url = "", headers } = incoming;
    asked.push(url);
    const passed = { ...headers, host, ...(headers.origin === undefined ? {} : { origin }) };
    const path = proxy.rewrite(url);
    const outgoing = request({ hostname, port, method, path, headers: passed }, (answer) => {
      answer.once("error", () => response.destroy());
      proxy.treatment(answer, response);
    });
    outgoing.once("error", () => response.destroy());
    response.once("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const proxy: TestProxy = {
    origin: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    treatment,
    rewrite: (url) => url,
    asked,
    cut: () => server.closeAllConnections(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}
