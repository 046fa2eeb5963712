// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { useCursor } from "#components/list/use-cursor";

afterEach(cleanup);

const list = (uids: string) => [...uids].map((uid) => ({ uid }));
function show(uids: string) {
  const { result, rerender } = renderHook((rows: { uid: string }[]) => useCursor(rows), {
    initialProps: list(uids),
  });
  return {
    on: () => result.current.row?.uid,
    become: (next: string) => rerender(list(next)),
    move: (by: number) => act(() => result.current.move(by)),
    set: (uid: string) => act(() => result.current.set(uid)),
  };
}

describe("the cursor", () => {
  it("begins on the first row that comes, and stays with it", () => {
    const cursor = show("");
    expect(cursor.on()).toBeUndefined();
    cursor.become("bc");
    expect(cursor.on()).toBe("b");
    cursor.become("abc");
    expect(cursor.on()).toBe("b");
  });

  it("stays at its place when its object is gone, and then with the object that is there", () => {
    const cursor = show("abcd");
    cursor.move(1);
    cursor.become("acd");
    expect(cursor.on()).toBe("c");
    cursor.become("axcd");
    expect(cursor.on()).toBe("c");
    cursor.become("ax");
    expect(cursor.on()).toBe("x");
  });

  it("moves from where it is, and stops at either end", () => {
    const cursor = show("abcd");
    cursor.set("c");
    cursor.move(1);
    expect(cursor.on()).toBe("d");
    cursor.move(1);
    expect(cursor.on()).toBe("d");
    cursor.move(Number.NEGATIVE_INFINITY);
    expect(cursor.on()).toBe("a");
  });
});
