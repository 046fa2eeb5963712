/** In a peer's page: the lines of a log as they arrive, those of each frame together. */
export async function followLines(url: string, add: (lines: string[]) => void): Promise<void> {
  const response = await fetch(url);
  if (!response.body) throw new Error(`${url} has no body`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting: string[] = [];
  let rest = "";
  const tell = () => {
    const lines = waiting;
    waiting = [];
    add(lines);
  };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    if (waiting.length === 0) requestAnimationFrame(tell);
    waiting.push(...lines);
  }
}

/** What a peer's page is asked to show: `?log=URL[&follow=1]`. */
export function asked(): { readonly url: string; readonly follow: boolean } {
  const params = new URLSearchParams(location.search);
  return { url: params.get("log") ?? "", follow: params.has("follow") };
}
