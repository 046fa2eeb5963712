/** V8 begins to mark the whole heap when what is old, buffers with it, has grown by about 8 MB. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Keeps buffers that were read, and are done with, from being taken for a heap that grows. They lie
 * outside of the heap, so that the young generation, to which they belong, is long not full, and till
 * then V8 counts them to what is old. So it marks all there is to find what could go, beside fifty busy
 * logs some times a second, and nobody is served meanwhile (quality P12). A collection of what is young
 * frees them as well. A log that is read once, to its end, is soon over: it is left to V8.
 */
class YoungBuffers {
  #bytes = 0;

  /** So many bytes of a followed log came. Without `--expose-gc` V8 is left to itself. */
  read(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < mostBytes) return;
    this.#bytes = 0;
    void global.gc?.({ type: "minor" });
  }
}

/** Those of this process, which has one young generation. */
export const youngBuffers = new YoungBuffers();
