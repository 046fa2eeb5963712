import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { holdScripts } from "#lib/server/late-scripts";

const chunk = (name: string) =>
  `<script src="/_next/static/chunks/${name}.js" async="" nonce="n"></script>`;
const page = `<!DOCTYPE html><html><head><meta charSet="utf-8"/>${chunk("first")}${chunk("second")}</head><body><p>&lt;head&gt; of <script>self.told=1</script></p>${chunk("last")}</body></html>`;

test("no script of the build starts by itself, and all else of a page stays", () => {
  const held = holdScripts(page, "n");
  expect(held.match(/<script type="late" src="[^"]+"/g)).toEqual(
    ["first", "second", "last"].map(
      (name) => `<script type="late" src="/_next/static/chunks/${name}.js"`,
    ),
  );
  expect(held).not.toContain('<script src="/_next/');
  const without = held
    .replace(/<head><script[\s\S]*?<\/script>/, "<head>")
    .replaceAll(' type="late"', "");
  expect(without).toBe(page);
});

test("what is preloaded for them waits as well, and nothing else that is preloaded", () => {
  const preloads = (rel: string) =>
    `<link rel="${rel}" as="script" href="/_next/static/chunks/first.js"/>`;
  const font = '<link rel="preload" as="font" href="/_next/static/media/a.woff2"/>';
  expect(holdScripts(preloads("preload") + font, "n")).toBe(preloads("late") + font);
});

test.each([
  ["before its first frame a page has started none of its scripts", "visible", 0],
  ["once that was drawn it starts them all, in their order", "visible", 1],
  ["a page that nobody sees does not wait for a frame", "hidden", 0],
])("%s", (_, visibility, frames) => {
  const drawn: (() => void)[] = [];
  const messages: (() => void)[] = [];
  const { window } = new JSDOM(holdScripts(page.replace("<script>self.told=1</script>", ""), "n"), {
    runScripts: "outside-only",
    pretendToBeVisual: visibility === "visible",
  });
  Object.assign(window, {
    requestAnimationFrame: (frame: () => void) => drawn.push(frame),
    MessageChannel: class {
      port1: { onmessage?: () => void } = {};
      port2 = { postMessage: () => messages.push(() => this.port1.onmessage?.()) };
    },
  });
  const { document } = window;
  window.eval(document.querySelector("head > script")?.textContent ?? "");
  for (let i = 0; i < frames; i++) for (const frame of drawn.splice(0)) frame();
  for (const message of messages.splice(0)) message();
  const started = [...document.querySelectorAll<HTMLScriptElement>("script[src]:not([type])")];
  const expected = visibility === "hidden" || frames > 0 ? ["first", "second", "last"] : [];
  expect(
    started.map((script) => [script.getAttribute("src"), script.hasAttribute("async")]),
  ).toEqual(expected.map((name) => [`/_next/static/chunks/${name}.js`, true]));
});
