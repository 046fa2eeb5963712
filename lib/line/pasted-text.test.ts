import { expect, test } from "vitest";
import { pastedLine } from "#lib/line/pasted-text";

test.each([
  ["$ kubectl get jobs -A\n", "$ kubectl get jobs -A"],
  ["kubectl get jobs \\\n  -n media \\\n  -w", "kubectl get jobs -n media -w"],
  ["kubectl get jobs \\\n> -n media", "kubectl get jobs -n media"],
  ["\n\nk get po\r\nNAME   READY\r\n", "k get po"],
  ["kubectl logs job/echo\\\r\n -f", "kubectl logs job/echo -f"],
])("what is pasted is read on as a shell reads it: %j", (pasted, line) => {
  expect(pastedLine(pasted)).toBe(line);
});
