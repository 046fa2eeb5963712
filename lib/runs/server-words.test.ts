import { describe, expect, test } from "vitest";
import {
  imageWords,
  oneLine,
  refusalWords,
  schedulerWords,
  setupWords,
  startErrorWords,
  terminationLine,
} from "#lib/runs/server-words";
import { inEnglish } from "#lib/texts/wording";

describe("a text is one line", () => {
  test.each([
    ["", ""],
    ["  a\n\tb\r\nc ", "a b c"],
    ["exactly ten", "exactly…"],
    ["a bc de fgh ij", "a bc de…"],
    ["0123456789ab", "012345678…"],
    ["01234567😀9ab", "01234567…"],
  ])("%j: %j", (text, line) => {
    expect(oneLine(text, 10)).toBe(line);
  });

  test("of 200 characters at most", () => {
    expect(oneLine("x".repeat(200))).toHaveLength(200);
    expect(oneLine("x y ".repeat(200)).length).toBeLessThanOrEqual(200);
  });
});

test.each([
  [null, null],
  ["", null],
  ["\n\n", null],
  ["one\n", "one"],
  ["one\ntwo\r\n\r\n", "two"],
  ["throw new Error()\n      ^\n", "throw new Error()"],
  ['{\n  "error": 7\n}\n', '"error": 7'],
  ["нет места\n---\n", "нет места"],
  ["7\n...", "7"],
  ["}\n^\n", null],
])("of a termination message the last line tells most: %j", (message, line) => {
  expect(terminationLine(message)).toBe(line);
});

test.each([
  [
    'Back-off pulling image "etl": ErrImagePull: failed to pull and unpack image "docker.io/library/etl:latest": failed to resolve reference "docker.io/library/etl:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
  ],
  [
    'failed to pull image "r.example:5000/a/etl:1": failed to pull and unpack image "r.example:5000/a/etl:1": failed to resolve reference "r.example:5000/a/etl:1": failed to do request: Head "https://r.example:5000/v2/a/etl/manifests/1": dial tcp: lookup r.example: no such host',
    'failed to do request: Head "https://r.example:5000/v2/a/etl/manifests/1": dial tcp: lookup r.example: no such host',
  ],
  ["rpc error: code = NotFound desc = r.example:5000/a/etl:1: not found", "not found"],
  ['Back-off pulling image "etl"', ""],
  ["manifest unknown", "manifest unknown"],
])("a registry's words: %s", (message, words) => {
  expect(imageWords(message)).toBe(words);
});

test.each([
  [
    "0/3 nodes are available: 1 Insufficient memory, 2 node(s) had untolerated taint {gpu: yes}. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
    "0/3 nodes are available: 1 Insufficient memory, 2 node(s) had untolerated taint {gpu: yes}",
  ],
  ["no nodes available to schedule pods", "no nodes available to schedule pods"],
])("the scheduler's words: %s", (message, words) => {
  expect(schedulerWords(message)).toBe(words);
});

test.each([
  [
    'Error creating: pods "etl-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3',
    "exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3",
  ],
  [
    '(combined from similar events): Error creating: pods "etl-x" is forbidden: failed quota: q: must specify limits.cpu for: main',
    "failed quota: q: must specify limits.cpu for: main",
  ],
  [
    'Error creating: admission webhook "images.example.com" denied the request: unsigned image',
    'admission webhook "images.example.com" denied the request: unsigned image',
  ],
  [
    'Error creating: Pod "etl-x" is invalid: spec.containers[0].image: Required value',
    "spec.containers[0].image: Required value",
  ],
])("the API server's words on a Pod: %s", (message, words) => {
  expect(refusalWords(message)).toBe(words);
});

test.each([
  [
    'MountVolume.SetUp failed for volume "data" : rpc error: code = Internal desc = no such disk',
    'volume "data": no such disk',
  ],
  [
    "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox network: no IP left",
    "failed to set up sandbox network: no IP left",
  ],
])("the kubelet's words on what a Pod needs: %s", (message, words) => {
  expect(setupWords(message)).toEqual(words);
});

test("a runtime's words on a container end with what was wrong", () => {
  const message =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "a": permission denied: unknown';
  expect(startErrorWords(message)).toBe('exec: "a": permission denied');
});

test("a long text of any kind is read in a moment", () => {
  const long = ["/", "a/", ": ", '"', "rpc error: ", "a"].map((part) =>
    part.repeat(200_000 / part.length),
  );
  const begun = process.cpuUsage();
  for (const text of long) {
    for (const words of [imageWords, schedulerWords, refusalWords, setupWords, startErrorWords]) {
      expect(inEnglish(words(text)).length).toBeLessThanOrEqual(200);
    }
  }
  expect(process.cpuUsage(begun).user).toBeLessThan(2_000_000);
});
