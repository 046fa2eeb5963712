/**
 * Scrolls to the middle, in each direction, what is out of sight in its scroller, and moves nothing
 * around the scroller. Answers whether it moved.
 */
export function scrollIntoSight(scroller: HTMLElement, element: Element): boolean {
  const outer = scroller.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const left = outer.left + scroller.clientLeft;
  const top = outer.top + scroller.clientTop;
  const x = distance(inner.left - left, inner.width, scroller.clientWidth);
  const y = distance(inner.top - top, inner.height, scroller.clientHeight);
  scroller.scrollLeft += x;
  scroller.scrollTop += y;
  return x !== 0 || y !== 0;
}

/** How far it is to scroll; what is larger than the room begins where the room does. */
function distance(start: number, size: number, room: number): number {
  const inSight = start >= 0 && start + size <= room;
  return inSight ? 0 : start - Math.max(0, (room - size) / 2);
}
