export interface ServerSentEvent {
  readonly event: string;
  /** Empty where the server gave none. */
  readonly id: string;
  readonly data: string;
}

/**
 * Reads server-sent events as a browser does. `ready` is awaited before each read of the body: a
 * reader that is slow reads nothing meanwhile.
 */
export async function* serverSentEvents(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ready: () => Promise<void> = async () => {},
): AsyncGenerator<ServerSentEvent> {
  let text = "";
  const decoder = new TextDecoder();
  for (;;) {
    await ready();
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const { event, id = "", data = "" } = fieldsOf(block);
      if (event !== undefined) yield { event, id, data };
    }
  }
}

function fieldsOf(block: string): Record<string, string | undefined> {
  const lines = block.split("\n").map((line) => [line, line.indexOf(":")] as const);
  return Object.fromEntries(lines.map(([line, at]) => [line.slice(0, at), line.slice(at + 2)]));
}
