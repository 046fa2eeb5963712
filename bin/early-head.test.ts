import { expect, test } from "vitest";
import { pagePreloads } from "./early-head.ts";

test("what pages are drawn with is preloaded: their sheet, and the fonts that Next preloads", () => {
  const built = ["chunks/a.js", "chunks/b.css", "media/c.p.1.woff2", "media/d.2.woff2"];
  expect(pagePreloads(built.map((file) => `/_next/static/${file}`))).toBe(
    '</_next/static/chunks/b.css>; rel=preload; as=style, </_next/static/media/c.p.1.woff2>; rel=preload; as=font; type="font/woff2"; crossorigin',
  );
  expect(pagePreloads([])).toBe("");
});
