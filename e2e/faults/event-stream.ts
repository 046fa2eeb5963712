import { type Dispatcher, request } from "undici";
import { readLogEvent } from "../../lib/logs/raw-lines.ts";

interface StreamEvent {
  /** Empty where the server gave none. */
  readonly id: string;
  /** What it says. */
  readonly data: unknown;
}

/** A stream that was not opened, with the answer's status. */
export class NotOpened extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the stream was answered ${status}`);
    this.status = status;
  }
}

/**
 * The server-sent events of a URL, as a browser with this cookie reads them.
 *
 * @throws NotOpened, or what cut it off.
 */
export async function* openEvents(
  url: URL,
  cookie: string,
  signal: AbortSignal,
  dispatcher: Dispatcher,
): AsyncGenerator<StreamEvent> {
  const headers = { accept: "text/event-stream", cookie };
  const answer = await request(url, { headers, signal, dispatcher, bodyTimeout: 0 });
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new NotOpened(answer.statusCode);
  }
  let text = "";
  for await (const chunk of answer.body.setEncoding("utf8")) {
    const blocks = (text + chunk).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const { event, id = "", data } = fieldsOf(block);
      if (event !== undefined && data !== undefined) {
        yield { id, data: readLogEvent(data, event) };
      }
    }
  }
}

function fieldsOf(block: string): Record<string, string | undefined> {
  const lines = block.split("\n").map((line) => [line, line.indexOf(": ")] as const);
  return Object.fromEntries(lines.map(([line, at]) => [line.slice(0, at), line.slice(at + 2)]));
}
