import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AnsweredRequest, knownMethod, routeTemplate } from "#lib/server/route-template";
import { systemClock } from "#lib/time/clock";

/** nginx' code for a client that left before it was answered. */
const clientLeft = 499;

/** Gives the request an id, tells it to the client, and is done when the connection is done with it. */
export function whenAnswered(
  request: IncomingMessage,
  response: ServerResponse,
  done: (answered: AnsweredRequest) => void,
): void {
  const begun = systemClock.now();
  const id = randomUUID();
  // Both change while it is answered.
  const { url = "", socket } = request;
  const written = socket.bytesWritten;
  response.setHeader("x-request-id", id);
  response.once("close", () => {
    done({
      id,
      route: routeTemplate(url),
      method: knownMethod(request.method ?? ""),
      code: response.headersSent ? response.statusCode : clientLeft,
      seconds: (systemClock.now() - begun) / 1000,
      bytes: socket.bytesWritten - written,
      stream: goesOn(response),
    });
  });
}

/** An event stream, or a download that is made while it is read. */
function goesOn(response: ServerResponse): boolean {
  return (
    response.hasHeader("content-disposition") ||
    String(response.getHeader("content-type")).startsWith("text/event-stream")
  );
}
