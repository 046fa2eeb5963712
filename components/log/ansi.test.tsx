import { describe, expect, it } from "vitest";
import { spansOf } from "#components/log/ansi";

const esc = "\u001b";

describe("the colours of a log line", () => {
  it.each([
    ["plain", [["plain", ""]]],
    [
      `a ${esc}[31mred${esc}[0m b`,
      [
        ["a ", ""],
        ["red", "text-bad-fg"],
        [" b", ""],
      ],
    ],
    [`${esc}[1;92mok`, [["ok", "text-ok-fg font-medium"]]],
    [`${esc}[38;5;208morange`, [["orange", "text-warn-fg"]]],
    [`${esc}[38;5;240mgrey`, [["grey", "text-text-3"]]],
    [`${esc}[38;5;12mblue`, [["blue", "text-run-fg"]]],
    [`${esc}[38;2;200;0;200mpink`, [["pink", "text-hold-fg"]]],
    [`${esc}[38:2::0:200:200mcyan`, [["cyan", "text-cyan-fg"]]],
    [`${esc}[2mdim`, [["dim", "text-text-3"]]],
    [
      `${esc}[1mbold ${esc}[4mboth`,
      [
        ["bold ", "font-medium"],
        ["both", "font-medium underline"],
      ],
    ],
    [`${esc}[3;4;9mall`, [["all", "italic underline line-through"]]],
  ])("%j", (raw, spans) => {
    expect(spansOf(raw).map(({ text, className }) => [text, className])).toEqual(spans);
  });

  it.each([
    ["on its own colour", `${esc}[31;41mFAIL`],
    ["black on black", `${esc}[30;40mhidden`],
    ["white on white", `${esc}[97;107mhidden`],
    ["reversed", `${esc}[7mreversed`],
    ["on a true colour", `${esc}[38;2;9;9;9;48;2;10;10;10mhidden`],
  ])("cannot hide text %s: on a ground it takes the page's colour", (_what, raw) => {
    const [span] = spansOf(raw);
    expect(span?.className).toMatch(/^bg-[\w-]+ text-surface/);
  });

  it("shows concealed and blinking text as any other", () => {
    expect(spansOf(`${esc}[8;5msecret`)).toEqual([{ text: "secret", className: "" }]);
  });

  it("carries no colour from one line to the next", () => {
    spansOf(`${esc}[31mred`);
    expect(spansOf(`next ${esc}[1mbold`)[0]).toEqual({ text: "next ", className: "" });
  });
});
