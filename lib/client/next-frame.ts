/** Calls `run` before the next frame is drawn; the returned function calls it off. */
export type NextFrame = (run: () => void) => () => void;

export const animationFrame: NextFrame = (run) => {
  const handle = requestAnimationFrame(run);
  return () => cancelAnimationFrame(handle);
};
