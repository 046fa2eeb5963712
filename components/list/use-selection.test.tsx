// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { useSelection } from "#components/list/use-selection";

afterEach(cleanup);

const rows = (names: string) => [...names].map((uid) => ({ uid }));

function selecting(names: string) {
  const { result, rerender } = renderHook(({ shown }) => useSelection(shown), {
    initialProps: { shown: rows(names) },
  });
  return {
    checked: () => result.current.rows.map(({ uid }) => uid).join(""),
    toggle: (uid: string, range?: boolean) => act(() => result.current.toggle(uid, range)),
    toggleAll: () => act(() => result.current.toggleAll()),
    clear: () => act(() => result.current.clear()),
    show: (next: string) => rerender({ shown: rows(next) }),
  };
}

it("checks and unchecks, and keeps the order of the list", () => {
  const list = selecting("abcd");
  list.toggle("c");
  list.toggle("a");
  expect(list.checked()).toBe("ac");
  list.toggle("c");
  expect(list.checked()).toBe("a");
  list.clear();
  expect(list.checked()).toBe("");
});

it("with Shift all between the last one and this one follow the last one", () => {
  const list = selecting("abcdef");
  list.toggle("b");
  list.toggle("e", true);
  expect(list.checked()).toBe("bcde");
  list.toggle("d");
  list.toggle("b", true);
  expect(list.checked()).toBe("e");
});

it("checks all that are shown, then none", () => {
  const list = selecting("abc");
  list.toggle("b");
  list.toggleAll();
  expect(list.checked()).toBe("abc");
  list.toggleAll();
  expect(list.checked()).toBe("");
});

it("acts on nothing that is filtered away or gone", () => {
  const list = selecting("abc");
  list.toggle("a");
  list.toggle("b");
  list.show("bc");
  expect(list.checked()).toBe("b");
});
