import Anser, { type AnserJsonEntry } from "anser";
import { colouredText } from "#lib/logs/text";

/** A stretch of a log line drawn alike; `className` is empty for plain text. */
export interface Span {
  readonly text: string;
  readonly className: string;
}

type Family = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "grey" | "plain";

/** A colour means a family; the theme gives it a tone that can be read. */
const foregrounds: Readonly<Record<Family, string>> = {
  red: "text-bad-fg",
  green: "text-ok-fg",
  yellow: "text-warn-fg",
  blue: "text-run-fg",
  magenta: "text-hold-fg",
  cyan: "text-cyan-fg",
  grey: "text-text-3",
  plain: "",
};

/** Behind text of the page's own colour, so that no choice of the container can hide it. */
const backgrounds: Readonly<Record<Family, string>> = {
  red: "bg-bad-fg",
  green: "bg-ok-fg",
  yellow: "bg-warn-fg",
  blue: "bg-run-fg",
  magenta: "bg-hold-fg",
  cyan: "bg-cyan-fg",
  grey: "bg-text-3",
  plain: "bg-text-2",
};

const named: Readonly<Record<string, Family>> = {
  black: "grey",
  red: "red",
  green: "green",
  yellow: "yellow",
  blue: "blue",
  magenta: "magenta",
  cyan: "cyan",
  white: "plain",
};

/** Blinking and concealed text is shown as it is; dim is grey where there is no colour. */
const decorations: Readonly<Record<string, string>> = {
  bold: "font-medium",
  italic: "italic",
  underline: "underline",
  strikethrough: "line-through",
};

/** The spans of one raw line. Each line is read by itself: a colour ends with its line. */
export function spansOf(raw: string): readonly Span[] {
  const [first = "", ...coloured] = colouredText(raw).split("\u001b[");
  const state = new Anser();
  const spans = coloured.map((chunk) => {
    // Read at once: anser hands out the same list of decorations with every chunk of a line.
    const entry = state.processChunkJson(chunk, { use_classes: true }, true);
    return { text: entry.content, className: classOf(entry) };
  });
  return [{ text: first, className: "" }, ...spans].filter(({ text }) => text !== "");
}

function classOf(entry: AnserJsonEntry): string {
  const marks = entry.decorations as readonly string[];
  const fg = familyOf(entry.fg, entry.fg_truecolor);
  const bg = familyOf(entry.bg, entry.bg_truecolor);
  const behind = marks.includes("reverse") ? (fg ?? "plain") : bg;
  const colour = behind ? `${backgrounds[behind]} text-surface px-0.5` : fg ? foregrounds[fg] : "";
  const classes = marks.map((mark) => {
    if (mark === "dim") return colour === "" ? "text-text-3" : "";
    return decorations[mark] ?? "";
  });
  return [...new Set([colour, ...classes])].filter((name) => name !== "").join(" ");
}

function familyOf(colour: string | null, truecolour: string | null): Family | null {
  if (!colour) return null;
  if (colour === "ansi-truecolor") return familyOfRgb(rgbOf(truecolour ?? ""));
  const index = /^ansi-palette-(\d+)$/.exec(colour)?.[1];
  if (index !== undefined) return familyOfRgb(paletteRgb(Number(index)));
  return named[colour.replace(/^ansi-(bright-)?/, "")] ?? "plain";
}

type Rgb = readonly [red: number, green: number, blue: number];

function rgbOf(text: string): Rgb {
  const [red = 0, green = 0, blue = 0] = text.split(",").map((part) => Number(part) || 0);
  return [red, green, blue];
}

/** Colours 16 to 231 of xterm are a cube of six levels, 232 to 255 greys. */
function paletteRgb(index: number): Rgb {
  if (index >= 232) return [(index - 231) * 10, (index - 231) * 10, (index - 231) * 10];
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const place = index - 16;
  return [level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6)];
}

/** The family by hue; what has hardly any is plain, or grey where it is dark. */
function familyOfRgb([red, green, blue]: Rgb): Family {
  const [least, most] = [Math.min(red, green, blue), Math.max(red, green, blue)];
  const spread = most - least;
  if (spread < 40) return most < 150 ? "grey" : "plain";
  const turn =
    most === red
      ? (green - blue) / spread
      : most === green
        ? 2 + (blue - red) / spread
        : 4 + (red - green) / spread;
  const hue = (turn * 60 + 360) % 360;
  if (hue < 20 || hue >= 330) return "red";
  if (hue < 70) return "yellow";
  if (hue < 165) return "green";
  if (hue < 200) return "cyan";
  return hue < 260 ? "blue" : "magenta";
}
