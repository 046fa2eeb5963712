import { expect, test } from "vitest";
import { normalForm } from "./normal-form.ts";

const uid = "654d0c95-8dba-414d-931e-58818c9f7bf5";

test.each([
  [`controller-uid=${uid}`, "controller-uid=UID"],
  ["echo-666bx   0/1     Completed   0          2d15h", "echo-RANDOM  0/1  Completed  0  AGE"],
  ["echo-29721600-x8zcq 5m", "echo-MINUTE-RANDOM AGE"],
  ["echo-9ppw4-bdfgh", "echo-RANDOM-RANDOM"],
  ["echo-666bx.18eb0859f5464f88", "echo-RANDOM.TICK"],
  ["kube-api-access-kgfwv (ro)", "kube-api-access-RANDOM (ro)"],
  ['creationTimestamp: "2026-11-24T16:34:18Z"', 'creationTimestamp: "TIME"'],
  ["Start Time:       Tue, 24 Nov 2026 16:34:22 +0000", "Start Time:  TIME"],
  ["2026-11-24T16:34:19.869685920Z this a job", "TIME this a job"],
  ["look-node/192.0.2.2", "NODE/IP"],
  [
    'image "busybox" in 10ms (1.2s including waiting). Image size: 1113345 bytes.',
    'image "busybox" in AGE (AGE including waiting). Image size: BYTES bytes.',
  ],
  [`containerd://${"a".repeat(64)} x@sha256:${"b".repeat(64)}`, "containerd://ID x@sha256:DIGEST"],
  ['  resourceVersion: "562"', '  resourceVersion: "VERSION"'],
])("%s is written %s", (text, form) => {
  expect(normalForm(text, { "look-node": "NODE" })).toBe(form);
});

test.each([
  "NAME  READY",
  "nightly-backup",
  "batch.kubernetes.io/job-name=echo",
  "      - sh  0/1  1/1  3",
  "the desired number of pods",
])("what every run has in common stays: %s", (text) => {
  expect(normalForm(text)).toBe(text);
});
