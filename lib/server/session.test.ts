import { expect, test } from "vitest";
import { Session } from "#lib/server/session";

const cookieOf = (setCookie: string | null) => setCookie?.split(";")[0] ?? "";

test("S15: a link works once, and the cookie it gives opens the session", () => {
  const session = new Session(7070);
  const key = session.issueKey();
  const cookie = session.redeem(key);
  expect(cookie).toMatch(/^batchboard-7070=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(session.redeem(key)).toBeNull();
  expect(session.verify(cookieOf(cookie))).toBe(true);
  expect(session.verify(`other=1; ${cookieOf(cookie)}; more=2`)).toBe(true);
});

test("S15: a second browser needs a fresh link, and the first one stays in", () => {
  const session = new Session(7070);
  const first = cookieOf(session.redeem(session.issueKey()));
  const second = cookieOf(session.redeem(session.issueKey()));
  expect([first, second].every((cookie) => session.verify(cookie))).toBe(true);
});

test("S15: an unused link ends when a fresh one is made", () => {
  const session = new Session(7070);
  const old = session.issueKey();
  session.issueKey();
  expect(session.redeem(old)).toBeNull();
});

test("keys are 256 random bits", () => {
  const session = new Session(7070);
  const keys = new Set(Array.from({ length: 100 }, () => session.issueKey()));
  expect(keys.size).toBe(100);
  expect([...keys].every((key) => Buffer.from(key, "base64url").length === 32)).toBe(true);
});

test.each([
  ["nothing", null],
  ["an empty header", ""],
  ["no value", "batchboard-7070="],
  ["a guess", "batchboard-7070=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
  ["nonsense", ";;;=;"],
])("S15: %s opens no session", (_, header) => {
  const session = new Session(7070);
  session.redeem(session.issueKey());
  expect(session.verify(header)).toBe(false);
});

test("S15: the cookie of another port or another start opens nothing", () => {
  const session = new Session(7070);
  const other = new Session(7071);
  const cookie = cookieOf(other.redeem(other.issueKey()));
  expect(session.verify(cookie)).toBe(false);
  expect(session.verify(cookie.replace("7071", "7070"))).toBe(false);
});
