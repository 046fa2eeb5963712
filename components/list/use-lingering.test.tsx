// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLingering } from "#components/list/use-lingering";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Rows by name, each an object of its own: `a`, and `a2` for one that was made anew as `a`. */
const list = (names: string) =>
  names
    .split(" ")
    .filter(Boolean)
    .map((uid) => ({ namespace: "default", name: uid.slice(0, 1), uid }));

function show(names: string | null) {
  const { result, rerender } = renderHook(
    ({ rows, scope }: { rows: ReturnType<typeof list> | null; scope: string }) =>
      useLingering(rows, scope),
    { initialProps: { rows: names === null ? null : list(names), scope: "one" } },
  );
  return {
    become: (next: string | null, scope = "one") =>
      rerender({ rows: next === null ? null : list(next), scope }),
    rows: () => result.current.rows.map(({ uid }) => uid).join(" "),
    gone: () => [...result.current.gone].join(" "),
  };
}

describe("deleted rows", () => {
  it("stay in their place for a second, the last of all as well", () => {
    const shown = show("a b c");
    shown.become("a c");
    expect([shown.rows(), shown.gone()]).toEqual(["a b c", "b"]);
    act(() => void vi.advanceTimersByTime(1000));
    expect([shown.rows(), shown.gone()]).toEqual(["a c", ""]);
    shown.become("");
    expect([shown.rows(), shown.gone()]).toEqual(["a c", "a c"]);
    act(() => void vi.advanceTimersByTime(1000));
    expect(shown.rows()).toBe("");
  });

  it("make room for another object of their name", () => {
    const shown = show("a b");
    shown.become("b");
    shown.become("a2 b");
    expect([shown.rows(), shown.gone()]).toEqual(["a2 b", ""]);
    shown.become("a2 b2");
    expect([shown.rows(), shown.gone()]).toEqual(["a2 b2", ""]);
  });

  it("are not those of another scope, with or without a list in between", () => {
    const shown = show("a b");
    shown.become("a");
    shown.become("c", "two");
    expect([shown.rows(), shown.gone()]).toEqual(["c", ""]);
    shown.become(null, "three");
    expect([shown.rows(), shown.gone()]).toEqual(["", ""]);
    shown.become("d", "three");
    expect([shown.rows(), shown.gone()]).toEqual(["d", ""]);
  });
});
