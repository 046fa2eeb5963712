import { expect, test } from "vitest";
import { exitMeaning, signalName } from "#lib/runs/exit-meaning";

test.each([
  [0, null],
  [1, null],
  [2, null],
  [42, null],
  [126, "usually a command that cannot be executed"],
  [127, "usually a command that is not found"],
  [128, null],
  [130, "usually SIGINT"],
  [134, "usually SIGABRT, the program gave up itself"],
  [136, "usually SIGFPE, an error of arithmetic"],
  [137, "usually SIGKILL, often out of memory"],
  [139, "usually SIGSEGV, a memory fault"],
  [141, "usually SIGPIPE, nobody read its output"],
  [143, "usually SIGTERM, it was asked to stop"],
  [192, null],
  [255, null],
  [-1, null],
  [1e9, null],
  [137.5, null],
])("exit code %d: %s", (exitCode, meaning) => {
  expect(exitMeaning(exitCode)).toEqual(meaning);
});

test("a signal has Linux' name, and an unknown one has none", () => {
  expect([9, 15, 0, -9, 200].map(signalName)).toEqual(["SIGKILL", "SIGTERM", null, null, null]);
});
