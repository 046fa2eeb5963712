import { spawn } from "node:child_process";
import { constants } from "node:os";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];
const orphanCheckMs = 250;
/** From the start: who lost it before a program was run has lost it all the same. */
const parent = process.ppid;

/**
 * Runs a program to its end. A signal to this process goes on to it, so that neither outlives the
 * other. Gives the exit code (128 + the signal's number, as shells do, for one that a signal ended)
 * and whether a signal reached us meanwhile. `onStderr` is given what it says on a piped standard error.
 * One that has not ended `patienceMs` after the signal, where that is given, is killed.
 */
export function runChild(command, args, { patienceMs = 0, ...options }, onStderr = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    child.stderr?.setEncoding("utf8").on("data", onStderr);
    let interrupted = false;
    let killing;
    const forward = (signal) => {
      interrupted = true;
      child.kill(signal);
      if (patienceMs > 0) killing ??= setTimeout(() => child.kill("SIGKILL"), patienceMs);
    };
    const stopWatching = whenOrphaned(() => forward("SIGTERM"));
    const settle = (end) => {
      stopWatching();
      clearTimeout(killing);
      for (const signal of forwarded) process.off(signal, forward);
      end();
    };
    for (const signal of forwarded) process.on(signal, forward);
    child.once("error", (error) => settle(() => reject(error)));
    child.once("close", (code, signal) =>
      settle(() => resolve({ code: code ?? 128 + constants.signals[signal], interrupted })),
    );
  });
}

/** npm hands a signal to its shell, which dies of it and tells nobody: its end is the news. */
export function whenOrphaned(run) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    run();
  }, orphanCheckMs);
  return () => clearInterval(timer);
}
