import type { ServerResponse } from "node:http";
import { type ReadinessCheck, readinessText } from "#lib/server/readiness";

/** What whoever runs the process may ask of it; nothing of it names anything of the cluster. */
export interface Probed {
  readonly readiness: () => readonly ReadinessCheck[];
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

/**
 * Answers the probes, which need no session, for a scraper or a kubelet has none. `/healthz` and
 * `/livez` are the process alone: no fault of the cluster is mended by a restart. False for any
 * other path.
 */
export async function answerProbe(
  { readiness, metrics }: Probed,
  { pathname, searchParams }: URL,
  response: ServerResponse,
): Promise<boolean> {
  if (pathname === "/healthz" || pathname === "/livez") plain(response, 200, "ok");
  else if (pathname === "/readyz") {
    const checks = readiness();
    const ready = checks.every(({ missing }) => missing === null);
    const brief = ready && !searchParams.has("verbose");
    plain(response, ready ? 200 : 503, brief ? "ok" : readinessText(checks));
  } else if (pathname === "/metrics") {
    const text = await metrics();
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    response.end(text);
  } else return false;
  return true;
}

export function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(`${text}\n`);
}
