import { expect, it } from "vitest";
import { assignSlots, type Slots } from "#components/list/row-slots";

const slotsOf = (...uids: string[]): Slots => new Map(uids.map((uid, slot) => [uid, slot]));
const assigned = (before: Slots, uids: string, focused: string | null = null) =>
  [...assignSlots(before, [...uids], focused)].map(([uid, slot]) => `${uid}${slot}`).join(" ");

it("a row keeps its element while one looks on and others come and go", () => {
  expect(assigned(slotsOf("a", "b", "c", "d"), "bcde")).toBe("b1 c2 d3 e4");
  expect(assigned(slotsOf("a", "b", "c", "d"), "xabd")).toBe("x4 a0 b1 d3");
  expect(assigned(slotsOf("a", "b"), "ba")).toBe("b1 a0");
});

it("another list takes over the elements in their order", () => {
  expect(assigned(slotsOf("a", "b", "c", "d"), "wxyz")).toBe("w0 x1 y2 z3");
  expect(assigned(slotsOf("a", "b", "c", "d"), "wxya")).toBe("w0 x1 y2 a3");
  expect(assigned(slotsOf("a", "b"), "xyz")).toBe("x0 y1 z2");
  expect(assigned(slotsOf("a", "b", "c"), "x")).toBe("x0");
});

it("the element of the row that holds the focus is never another row's", () => {
  expect(assigned(slotsOf("a", "b", "c", "d"), "wxya", "a")).toBe("w1 x2 y3 a0");
  expect(assigned(slotsOf("a", "b", "c", "d"), "wxyz", "b")).toBe("w0 x2 y3 z4");
});
