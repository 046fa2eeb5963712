import type { ServerResponse } from "node:http";

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** An error as the API server words it. */
export function sendStatus(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
  details?: object,
): void {
  response.writeHead(code, { "content-type": "application/json", ...headers });
  response.end(
    JSON.stringify({ kind: "Status", status: "Failure", code, reason, message, details }),
  );
}

export function sendNotFound(response: ServerResponse): void {
  sendStatus(response, 404, "NotFound", "the server could not find the requested resource");
}
