import { once } from "node:events";
import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { AppHandler } from "./app-routes.ts";

/** A page that asks the cluster nothing: the end of a log since a time has no lines to come with. */
const address = "/pods/none/none?since=1s";
/** After so many the engine has compiled what draws a page; more change little. */
const draws = 12;

/**
 * Draws a page that nobody sees, so that the first one somebody sees is not drawn by code that was never
 * run. Between two draws others are answered.
 */
export async function warmUp(app: AppHandler): Promise<void> {
  for (let i = 0; i < draws; i++) {
    await draw(app);
    await setImmediate();
  }
}

async function draw(app: AppHandler): Promise<void> {
  const sink = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }) as Socket;
  const request = new IncomingMessage(sink);
  Object.assign(request, {
    method: "GET",
    url: address,
    headers: { host: "localhost", accept: "text/html" },
    // Else it counts as broken off once it is read.
    complete: true,
  });
  request.push(null);
  const response = new ServerResponse(request);
  response.assignSocket(sink);
  const drawn = once(response, "finish");
  await app(request, response);
  await drawn;
}
