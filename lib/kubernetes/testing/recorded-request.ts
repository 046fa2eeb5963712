import type { IncomingMessage } from "node:http";

/** A request as it came; paths and queries tell whether names were encoded as they should. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The client's port: the same one for requests that share a connection. */
  readonly port: number | undefined;
}
