import type { ObjectView } from "#lib/api/scope";
import { type Text, text } from "#lib/texts/text";

/** How a status word is drawn: the form gives icon and colour, the word is always shown as it is. */
export type StatusForm =
  | "ok"
  | "run"
  | "wait"
  | "bad"
  | "warn"
  | "hold"
  | "ending"
  | "unknown"
  | "missed";

type Forms = Readonly<Record<string, StatusForm>>;

const jobForms: Forms = {
  Complete: "ok",
  SuccessCriteriaMet: "ok",
  Running: "run",
  Failed: "bad",
  FailureTarget: "bad",
  Suspended: "hold",
  Terminating: "ending",
};

/** The words of LAST RESULT, which are those of the newest Job and our own `Missed`. */
const cronJobForms: Forms = { ...jobForms, Missed: "missed" };

const podForms: Forms = {
  Completed: "ok",
  Running: "run",
  NotReady: "run",
  Pending: "wait",
  ContainerCreating: "wait",
  PodInitializing: "wait",
  SchedulingGated: "wait",
  Error: "bad",
  OOMKilled: "bad",
  CrashLoopBackOff: "bad",
  RunContainerError: "bad",
  ContainerCannotRun: "bad",
  StartError: "bad",
  DeadlineExceeded: "bad",
  ContainerStatusUnknown: "bad",
  ErrImagePull: "warn",
  ImagePullBackOff: "warn",
  InvalidImageName: "warn",
  CreateContainerConfigError: "warn",
  CreateContainerError: "warn",
  Evicted: "warn",
  NodeLost: "warn",
  UnexpectedAdmissionError: "warn",
  Terminating: "ending",
};

const missed = text("Missed");

/** A status word as it is told: `Missed` is ours, all others are the API's. */
export function statusText(word: string): Text {
  return word === "Missed" ? missed : word;
}

/** The form of a status word; words nobody listed are `unknown`, and shown all the same. */
export function statusForm(kind: ObjectView, word: string): StatusForm {
  if (kind === "cronjob") return lookUp(cronJobForms, word);
  if (kind === "job") return lookUp(jobForms, word);
  if (/^Init:\d+\/\d+$/.test(word)) return "wait";
  if (/^(Init:|(Signal|ExitCode):-?\d+$)/.test(word)) return "bad";
  return lookUp(podForms, word);
}

function lookUp(forms: Forms, word: string): StatusForm {
  return (Object.hasOwn(forms, word) ? forms[word] : undefined) ?? "unknown";
}

/** What a Job cannot come back from, as STATUS words. */
const finished: ReadonlySet<string> = new Set([
  "Complete",
  "Failed",
  "FailureTarget",
  "SuccessCriteriaMet",
]);

/** Whether the Job is over, or as good as over. */
export function isFinished({ status }: { readonly status: string }): boolean {
  return finished.has(status);
}
