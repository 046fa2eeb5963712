import { describe, expect, it } from "vitest";
import { keepPlaces } from "#components/list/keep-places";

const row = (uid: string, text = "as it was") => ({ uid, text });
const list = (uids: string) => [...uids].map((uid) => row(uid));
const uids = (rows: readonly { uid: string }[]) => rows.map(({ uid }) => uid).join("");

describe("rows that keep their places", () => {
  it("let new ones wait, wherever they would stand", () => {
    const { rows, gone, waiting } = keepPlaces(list("bd"), list("abcde"), list("abcde"));
    expect(uids(rows)).toBe("bd");
    expect(gone).toEqual([]);
    expect(waiting).toBe(3);
  });

  it("say what they say now, in the order they had", () => {
    const now = [row("b", "as it is"), row("a")];
    expect(keepPlaces(list("ab"), now, now).rows).toEqual([row("a"), row("b", "as it is")]);
  });

  it("stay when they are deleted, as they were last", () => {
    const { rows, gone, waiting } = keepPlaces(list("abc"), list("ac"), list("ac"));
    expect(rows).toEqual(list("abc"));
    expect(gone).toEqual(["b"]);
    expect(waiting).toBe(0);
  });

  it("stay when a filter no longer lets them through, without being gone", () => {
    const now = [row("a"), row("b", "Complete")];
    const { rows, gone } = keepPlaces(list("ab"), now.slice(0, 1), now);
    expect(rows).toEqual(now);
    expect(gone).toEqual([]);
  });

  it("do not give a place to what was made anew: it waits beside the old one", () => {
    const { rows, gone, waiting } = keepPlaces(list("a"), list("A"), list("A"));
    expect([uids(rows), gone, waiting]).toEqual(["a", ["a"], 1]);
  });
});
