/** What a page lives through: shown or hidden, and the network coming back. */
export interface PageListener {
  /** The page can be seen (again), also when it comes back from the back/forward cache. */
  shown?(): void;
  hidden?(): void;
  /** The browser believes it has a network again. */
  online?(): void;
}

export function isHidden(): boolean {
  return document.visibilityState === "hidden";
}

/** Tells the listener until the returned function is called. */
export function onPage(listener: PageListener): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const visibility = () => (isHidden() ? listener.hidden?.() : listener.shown?.());
  document.addEventListener("visibilitychange", visibility, { signal });
  window.addEventListener("pageshow", (event) => event.persisted && listener.shown?.(), { signal });
  window.addEventListener("online", () => listener.online?.(), { signal });
  return () => ended.abort();
}
