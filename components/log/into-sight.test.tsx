// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { scrollIntoSight } from "#components/log/into-sight";

afterEach(() => document.body.replaceChildren());

/** An element of so many pixels that begins so far in what a scroller of 800 by 600 holds. */
function laidOut(it: { left: number; top: number; width: number; height: number }) {
  const scroller = document.createElement("div");
  const element = document.createElement("mark");
  scroller.append(element);
  document.body.append(scroller);
  Object.defineProperties(scroller, {
    clientWidth: { value: 800 },
    clientHeight: { value: 600 },
  });
  scroller.getBoundingClientRect = () => new DOMRect(100, 50, 815, 615);
  element.getBoundingClientRect = () =>
    new DOMRect(
      100 + it.left - scroller.scrollLeft,
      50 + it.top - scroller.scrollTop,
      it.width,
      it.height,
    );
  return { scroller, element };
}

describe("what is out of sight in a scroller", () => {
  it.each([
    ["stays where it is in sight", { left: 780, top: 580, width: 20, height: 20 }, [0, 0]],
    [
      "comes to the middle from the right",
      { left: 2000, top: 0, width: 20, height: 20 },
      [1610, 0],
    ],
    ["comes to the middle from below", { left: 0, top: 900, width: 20, height: 20 }, [0, 610]],
    [
      "shows its beginning where it is too large",
      { left: 900, top: 900, width: 1000, height: 700 },
      [900, 900],
    ],
  ])("%s", (_, place, [left, top]) => {
    const { scroller, element } = laidOut(place);
    const moved = left !== 0 || top !== 0;
    expect(scrollIntoSight(scroller, element)).toBe(moved);
    expect([scroller.scrollLeft, scroller.scrollTop]).toEqual([left, top]);
    expect(document.documentElement.scrollTop).toBe(0);
    expect(scrollIntoSight(scroller, element)).toBe(false);
  });

  it("comes back from the left and from above", () => {
    const { scroller, element } = laidOut({ left: 500, top: 400, width: 20, height: 20 });
    scroller.scrollLeft = 3000;
    scroller.scrollTop = 3000;
    scrollIntoSight(scroller, element);
    expect([scroller.scrollLeft, scroller.scrollTop]).toEqual([110, 110]);
  });
});
