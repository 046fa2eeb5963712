import { expect, test } from "vitest";
import type { Suspension } from "#lib/api/suspension";
import { suspensionReason } from "#lib/printers/suspension";
import { wordingOf } from "#lib/texts/language";
import { worded } from "#lib/texts/wording";

const now = Date.parse("2026-03-10T12:00:00Z");
const plain: Suspension = { since: "2026-03-07T12:00:00Z", by: null, reason: null, until: null };

test.each([
  ["nothing was written down", plain, null],
  [
    "a reason",
    { ...plain, by: "jane", reason: "the database moves" },
    ["waiting", "suspended by jane for 3d: the database moves"],
  ],
  [
    "a time that has not come",
    { ...plain, until: "2026-03-11T08:00:00Z" },
    ["waiting", "suspended for 3d: until Wed 2026-03-11 08:00:00 UTC"],
  ],
  [
    "a time that is over",
    { ...plain, since: null, reason: "audit", until: "2026-03-10T10:00:00Z" },
    ["stuck", "audit, to be resumed 120m ago, which nothing does by itself"],
  ],
  ["a time that is none", { ...plain, until: "tomorrow" }, null],
] as const)("%s", (_, suspension, told) => {
  const reason = suspensionReason(suspension, now);
  expect(reason && [reason.tone, reason.sentence]).toEqual(told);
});

test("in Chinese a reason stays in the words of who gave it", async () => {
  const until = "2026-03-11T08:00:00Z";
  const reason = suspensionReason({ ...plain, by: "jane", reason: "audit", until }, now);
  expect(worded(reason?.sentence ?? "", await wordingOf("zh-CN"))).toBe(
    "由 jane 挂起，已有 3d：audit，直到 Wed 2026-03-11 08:00:00 UTC",
  );
});
