import fc from "fast-check";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { holdScripts } from "#lib/server/late-scripts";

const chunk = (name: string) =>
  `<script src="/_next/static/chunks/${name}.js" async="" nonce="n"></script>`;
const page = `<!DOCTYPE html><html><head><meta charSet="utf-8"/>${chunk("first")}${chunk("second")}</head><body><p>&lt;head&gt; of <script>self.told=1</script></p>${chunk("last")}</body></html>`;

const whole = (html: string) => {
  const held = holdScripts(html, "n");
  return held.html + held.rest;
};

test("no script of the build starts by itself, and all else of a page stays", () => {
  const held = whole(page);
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

test("wherever a page is cut on its way, it is the same in the end", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(page.length), { maxLength: 30 }), (cuts) => {
      const ends = [...cuts.toSorted((a, b) => a - b), page.length];
      let [sent, waiting, from] = ["", "", 0];
      for (const end of ends) {
        const { html, rest } = holdScripts(waiting + page.slice(from, end), "n");
        [sent, waiting, from] = [sent + html, rest, end];
      }
      expect(sent + waiting).toBe(whole(page));
    }),
  );
});

test.each([
  ["before its first frame a page has started none of its scripts", "visible", 0],
  ["once that was drawn it starts them all, in their order", "visible", 1],
  ["a page that nobody sees does not wait for a frame", "hidden", 0],
])("%s", (_, visibility, frames) => {
  const drawn: (() => void)[] = [];
  const messages: (() => void)[] = [];
  const { window } = new JSDOM(whole(page.replace("<script>self.told=1</script>", "")), {
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
