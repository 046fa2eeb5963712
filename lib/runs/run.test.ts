import { describe, expect, it } from "vitest";
import type { Job } from "#lib/kubernetes/types";
import { runOf } from "#lib/runs/run";

const annotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";
const minutes = Date.parse("2026-03-10T12:00:00Z") / 60_000;

interface Made {
  readonly name: string;
  readonly annotations?: Record<string, string>;
  readonly owner?: string;
  readonly ownerKind?: string;
  readonly controller?: boolean;
}

function job({ name, annotations, owner, ownerKind = "CronJob", controller = true }: Made): Job {
  const ownerReferences = owner ? [{ kind: ownerKind, name: owner, uid: "u", controller }] : [];
  return {
    metadata: {
      name,
      namespace: "n",
      uid: "j",
      resourceVersion: "1",
      ownerReferences,
      annotations,
    },
  };
}

const manual = { "cronjob.kubernetes.io/instantiate": "manual" };

describe("the tick a Job is of", () => {
  it.each<[string, Made, string | null]>([
    [
      "the annotation, as it was written",
      { name: "a", annotations: { [annotation]: "2026-03-10T17:30:00+05:30" } },
      "2026-03-10T17:30:00+05:30",
    ],
    [
      "unix minutes in the name",
      { name: `echo-${minutes}`, owner: "echo" },
      "2026-03-10T12:00:00Z",
    ],
    [
      "unix seconds in the name, of 1.20",
      { name: `echo-${minutes * 60 + 30}`, owner: "echo" },
      "2026-03-10T12:00:30Z",
    ],
    [
      "the name where the annotation is no instant",
      { name: `echo-${minutes}`, owner: "echo", annotations: { [annotation]: "soon" } },
      "2026-03-10T12:00:00Z",
    ],
    ["nothing without an owner", { name: `echo-${minutes}` }, null],
    [
      "nothing where the owner does not control it",
      { name: `echo-${minutes}`, owner: "echo", controller: false },
      null,
    ],
    [
      "nothing where the owner is another kind",
      { name: `echo-${minutes}`, owner: "echo", ownerKind: "Workflow" },
      null,
    ],
    ["nothing in another's name", { name: `ecco-${minutes}`, owner: "echo" }, null],
    ["nothing in other digits", { name: "echo-2026", owner: "echo" }, null],
    ["nothing in more than digits", { name: `echo-${minutes}-2`, owner: "echo" }, null],
    [
      "nothing of a manual run, whatever its name",
      { name: `echo-${minutes}`, owner: "echo", annotations: manual },
      null,
    ],
    [
      "nothing of a manual run with a copied annotation",
      { name: "again", annotations: { ...manual, [annotation]: "2026-03-10T12:00:00Z" } },
      null,
    ],
  ])("%s", (_, made, scheduled) => {
    expect(runOf(job(made)).scheduled).toBe(scheduled);
  });

  it("a run is manual by kubectl's mark alone", () => {
    expect(runOf(job({ name: "a", annotations: manual })).manual).toBe(true);
    expect(runOf(job({ name: "a", owner: "echo" })).manual).toBe(false);
  });
});

describe("how a run stands", () => {
  const t = (second: number) => `2026-03-10T12:00:${String(second).padStart(2, "0")}Z`;
  const holds = (type: string, second: number, status = "True") => ({
    type,
    status,
    lastTransitionTime: t(second),
  });
  it.each<[string, Job["status"], string, string | null, string | null]>([
    ["not taken up yet", null, "Running", null, null],
    ["going", { startTime: t(1) }, "Running", t(1), null],
    [
      "complete, until its completionTime",
      { startTime: t(1), completionTime: t(8), conditions: [holds("Complete", 9)] },
      "Complete",
      t(1),
      t(8),
    ],
    [
      "complete without a completionTime",
      { startTime: t(1), conditions: [holds("Complete", 9)] },
      "Complete",
      t(1),
      t(9),
    ],
    [
      "failed, until the Failed condition",
      { startTime: t(1), conditions: [holds("FailureTarget", 5), holds("Failed", 7)] },
      "Failed",
      t(1),
      t(7),
    ],
    [
      "about to fail: its Pods are not gone yet",
      { startTime: t(1), conditions: [holds("FailureTarget", 5)] },
      "Running",
      t(1),
      null,
    ],
    ["suspended", { conditions: [holds("Suspended", 2)] }, "Suspended", null, null],
    [
      "resumed",
      { startTime: t(3), conditions: [holds("Suspended", 3, "False")] },
      "Running",
      t(3),
      null,
    ],
  ])("%s", (_, status, result, started, ended) => {
    expect(runOf({ ...job({ name: "a" }), status })).toMatchObject({ result, started, ended });
  });
});
