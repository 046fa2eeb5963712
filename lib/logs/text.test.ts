import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colouredText, plainText } from "#lib/logs/text";

const esc = "\u001b";

/** What a container writes, and what of it is read on screen. */
const corpus: readonly [what: string, raw: string, shown: string][] = [
  ["plain words", "hello, world", "hello, world"],
  ["a tab", "a\tb", "a\tb"],
  ["other scripts and emoji", "héllo 日本語 שלום 🎉", "héllo 日本語 שלום 🎉"],
  ["an emoji joined of several", "👨‍👩‍👧 👩🏽‍💻 ❤️‍🔥", "👨‍👩‍👧 👩🏽‍💻 ❤️‍🔥"],
  ["markup", "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["a colour", `${esc}[31mred${esc}[0m`, "red"],
  ["a bright colour", `${esc}[1;91mred${esc}[m`, "red"],
  ["a palette colour", `${esc}[38;5;208morange${esc}[0m`, "orange"],
  ["a true colour", `${esc}[38;2;1;2;3mx${esc}[0m`, "x"],
  ["a true colour with colons", `${esc}[38:2::1:2:3mx${esc}[0m`, "x"],
  ["a curly underline", `${esc}[4:3mx${esc}[0m`, "x"],
  ["the 8-bit form of a colour", "\u009b31mred", "red"],
  ["a private mode that ends like a colour", `${esc}[>4;1mx`, "x"],
  ["a colour with an intermediate", `${esc}[1 mx`, "x"],
  ["an endless colour", `${esc}[${"1;".repeat(5000)}mx`, "x"],
  ["a window title", `${esc}]0;owned\u0007text`, "text"],
  ["a window title with ST", `${esc}]2;owned${esc}\\text`, "text"],
  ["a link", `${esc}]8;;https://evil.example\u0007click${esc}]8;;\u0007`, "click"],
  ["the clipboard", `${esc}]52;c;cm0gLXJmIC8=\u0007text`, "text"],
  ["an 8-bit OSC", "\u009d0;owned\u009ctext", "text"],
  ["an OSC that never ends", `before${esc}]0;still read`, "before]0;still read"],
  ["a device control string", `${esc}Pq#0;2;0;0;0${esc}\\text`, "text"],
  ["an 8-bit device control string", "\u0090q1\u009ctext", "text"],
  [
    "a string, a privacy message, a program command",
    `${esc}Xa${esc}\\${esc}^b${esc}\\${esc}_c${esc}\\x`,
    "x",
  ],
  ["a device control string that never ends", `${esc}Pstill read`, "Pstill read"],
  ["cursor up", `${esc}[1Ax`, "x"],
  ["cursor to a place", `${esc}[12;40Hx`, "x"],
  ["a cleared screen", `${esc}[2J${esc}[Hx`, "x"],
  ["a cleared line", `text${esc}[2K${esc}[1G`, "text"],
  ["the other screen", `${esc}[?1049hx${esc}[?1049l`, "x"],
  ["a hidden cursor", `${esc}[?25lx`, "x"],
  ["mouse and paste modes", `${esc}[?1000;1006h${esc}[?2004hx`, "x"],
  ["a scroll region", `${esc}[1;5rx`, "x"],
  ["a request that the terminal would answer", `${esc}[6n${esc}[c${esc}[>qx`, "x"],
  ["a window request", `${esc}[21t${esc}[8;1;1tx`, "x"],
  ["a repetition", `x${esc}[9999b`, "x"],
  ["a reset", `${esc}cx`, "x"],
  ["another character set", `${esc}(0x${esc}(B`, "x"],
  ["a saved cursor", `${esc}7x${esc}8`, "x"],
  ["keypad modes", `${esc}=${esc}>x`, "x"],
  ["a torn escape at the end", `text${esc}`, "text"],
  ["a torn sequence at the end", `text${esc}[31`, "text[31"],
  ["an escape in an escape", `${esc}${esc}[2Jx`, "x"],
  ["a sequence made of what is taken out", `${esc}${esc}]0;x\u0007[31mtext`, "[31mtext"],
  ["C1 controls", "a\u0085b\u0084c\u008dd", "abcd"],
  ["a bell", "ding\u0007", "ding"],
  ["a carriage return over the line", "rm -rf /\recho safe", "rm -rf /echo safe"],
  ["a line end of Windows", "text\r", "text"],
  ["backspaces over the text", "evil\b\b\b\bgood", "evilgood"],
  ["NUL and delete", "a\u0000b\u007fc", "abc"],
  ["a vertical tab and a form feed", "a\u000bb\u000cc", "abc"],
  ["shift out", "a\u000eb\u000f", "ab"],
  ["an override of direction", "user\u202Etxt.exe", "user‹U+202E›txt.exe"],
  ["isolates of direction", "a\u2066b\u2069", "a‹U+2066›b‹U+2069›"],
  ["marks of direction", "a\u200fb\u200ec\u061cd", "a‹U+200F›b‹U+200E›c‹U+061C›d"],
  ["a space of no width", "pass\u200bword", "pass‹U+200B›word"],
  ["a joiner where there is nothing to join", "a\u200db", "a‹U+200D›b"],
  ["a word joiner and a byte order mark", "a\u2060b\ufeffc", "a‹U+2060›b‹U+FEFF›c"],
  ["a soft hyphen", "a\u00adb", "a‹U+00AD›b"],
  ["blank fillers", "a\u3164b\u115fc", "a‹U+3164›b‹U+115F›c"],
  ["a line separator", "a\u2028b", "a‹U+2028›b"],
  [
    "a link of the terminal with an id",
    `${esc}]8;id=1;file:///etc/passwd${esc}\\x${esc}]8;;${esc}\\`,
    "x",
  ],
  ["a colour of the palette that is set", `${esc}]4;1;rgb:00/00/00\u0007x`, "x"],
  ["a notification", `${esc}]9;owned\u0007x${esc}]777;notify;a;b\u0007`, "x"],
  ["a picture in the text", `${esc}]1337;File=inline=1:AAAA\u0007x`, "x"],
  ["a cursor that moves back over the line", `rm -rf /${esc}[8Decho safe`, "rm -rf /echo safe"],
  ["tags that spell a hidden text", "a\u{e0041}\u{e007f}", "a‹U+E0041›‹U+E007F›"],
];

describe("a log line", () => {
  it("S22: is held by 60 sequences and more", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(60);
  });

  it.each(corpus)("S22: with %s", (_what, raw, shown) => {
    expect(plainText(raw)).toBe(shown);
  });

  it.each([
    [`${esc}[1;31mred${esc}[0m`, `${esc}[1;31mred${esc}[0m`],
    [`${esc}[38:2::1:2:3mx`, `${esc}[38;2;1;2;3mx`],
    [`${esc}[4:3mx`, `${esc}[4mx`],
    [`${esc}[2Jx${esc}[32my`, `x${esc}[32my`],
  ])("S22: keeps its colours (%j)", (raw, kept) => {
    expect(colouredText(raw)).toBe(kept);
  });

  it("S22: never holds anything but text, tabs and colours, whatever was written", () => {
    const hostile = fc.constantFrom(
      ...[esc, "[", "]", "0", "8", "38", ";", ":", "m", "H", "\u0007", "\\", "P", "\u009b"],
      ...["\u009c", "\u009d", "\r", "\b", "\u202e", "\u200b", "a", " ", "\u0000", "\ud800", "🎉"],
    );
    const line = fc.array(hostile, { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(line, (raw) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
        const rest = colouredText(raw).replace(/\u001b\[[\d;]*m/g, "");
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
        expect(rest).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202e\u200b]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
