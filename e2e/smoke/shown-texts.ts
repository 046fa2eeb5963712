import type { Page } from "@playwright/test";

/** A text that somebody sees or is told on a page. */
export interface ShownText {
  readonly text: string;
  /** What it stands in: an element, or one of its attributes. */
  readonly where: string;
  /**
   * Whose words they are: `ours`; `marked` as nobody's to translate: names, kubectl's cells, what the
   * cluster wrote; or `code`, in the type that such words have.
   */
  readonly kind: "ours" | "marked" | "code";
  /** Some of it is cut off, with nothing that would scroll to it and no title that has the whole. */
  readonly clipped: boolean;
}

/** All texts of a page as it stands: what is drawn, what is said to screen readers, and its title. */
export async function shownTexts(page: Page): Promise<ShownText[]> {
  const texts = await page.evaluate(() => {
    const spoken = [
      "aria-label",
      "aria-description",
      "aria-valuetext",
      "title",
      "placeholder",
      "alt",
    ];
    const kindOf = (element: Element) => {
      const marked = element.closest("[translate]")?.getAttribute("translate");
      if (marked) return marked === "no" ? "marked" : "ours";
      const [font = ""] = getComputedStyle(element).fontFamily.split(",");
      return /mono/i.test(font) ? "code" : "ours";
    };
    const isForEars = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).clipPath !== "none" || isForEars(element.parentElement));
    const isCut = (node: Text, element: Element): boolean => {
      const title = element.closest("[title]")?.getAttribute("title") ?? "";
      if (isForEars(element) || title.includes(node.data.trim())) return false;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()];
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(at);
        // On a card a sentence has so many lines, and an ellipsis; its page has all of it.
        if (webkitLineClamp !== "none") return false;
        if (/auto|scroll/.test(overflowX + overflowY)) return false;
        if (overflowX === "visible" && overflowY === "visible") continue;
        const box = at.getBoundingClientRect();
        if (boxes.some(({ left, right }) => left < box.left - 1 || right > box.right + 1))
          return true;
        if (boxes.some(({ top, bottom }) => top < box.top - 3 || bottom > box.bottom + 3))
          return true;
      }
      return boxes.some(({ right }) => right > window.innerWidth + 1);
    };
    const nameOf = (element: Element) => {
      const role = element.getAttribute("role");
      return element.tagName.toLowerCase() + (role ? `[role=${role}]` : "");
    };
    const all: {
      text: string;
      where: string;
      kind: "ours" | "marked" | "code";
      clipped: boolean;
    }[] = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (/^(script|style|template|next-route-announcer)$/i.test(element.tagName)) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      for (const attribute of spoken) {
        const text = element.getAttribute(attribute)?.trim();
        const where = `${nameOf(element)} ${attribute}`;
        if (text) all.push({ text, where, kind: kindOf(element), clipped: false });
      }
      for (const node of element.childNodes) {
        const text = node instanceof Text ? node.data.replace(/\s+/g, " ").trim() : "";
        if (text === "" || !(node instanceof Text)) continue;
        const clipped = isCut(node, element);
        all.push({ text, where: nameOf(element), kind: kindOf(element), clipped });
      }
    }
    return all;
  });
  return [...texts, { text: await page.title(), where: "title", kind: "ours", clipped: false }];
}
