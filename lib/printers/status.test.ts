import { expect, it } from "vitest";
import { statusForm } from "#lib/printers/status";

it.each([
  ["job", "Complete", "ok"],
  ["job", "SuccessCriteriaMet", "ok"],
  ["job", "Running", "run"],
  ["job", "Failed", "bad"],
  ["job", "FailureTarget", "bad"],
  ["job", "Suspended", "hold"],
  ["job", "Terminating", "ending"],
  ["job", "Completed", "unknown"],
  ["cronjob", "Failed", "bad"],
  ["cronjob", "Missed", "missed"],
  ["cronjob", "<none>", "unknown"],
  ["pod", "Completed", "ok"],
  ["pod", "Complete", "unknown"],
  ["pod", "NotReady", "run"],
  ["pod", "Init:0/2", "wait"],
  ["pod", "Init:Error", "bad"],
  ["pod", "Init:Signal:9", "bad"],
  ["pod", "Init:ExitCode:3", "bad"],
  ["pod", "Signal:9", "bad"],
  ["pod", "ExitCode:137", "bad"],
  ["pod", "SchedulingGated", "wait"],
  ["pod", "ImagePullBackOff", "warn"],
  ["pod", "Evicted", "warn"],
  ["pod", "Unknown", "unknown"],
  ["pod", "SomethingNew", "unknown"],
  ["pod", "constructor", "unknown"],
  ["pod", "", "unknown"],
] as const)("a %s that is %j is drawn as %s", (kind, word, form) => {
  expect(statusForm(kind, word)).toBe(form);
});
