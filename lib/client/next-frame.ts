import { systemClock } from "#lib/time/clock";

/** Calls `run` before the next frame is drawn; the returned function calls it off. */
export type NextFrame = (run: () => void) => () => void;

export const animationFrame: NextFrame = (run) => {
  const handle = requestAnimationFrame(run);
  return () => cancelAnimationFrame(handle);
};

/** Calls `run` once the next frame was drawn, which in a hidden tab is when it is shown again. */
export const afterNextFrame: NextFrame = (run) => {
  let cancelTimer = () => {};
  const cancelFrame = animationFrame(() => {
    cancelTimer = systemClock.after(0, run);
  });
  return () => {
    cancelFrame();
    cancelTimer();
  };
};
