const simple: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** `echo` and `%b` write an octal byte `\0101`, a format of `printf` `\101`. */
export type OctalForm = "zero" | "plain";

/**
 * Reads the escapes of `echo -e` and `printf`; bytes that are UTF-8 together become one character.
 * `ended` is true after `\c`, which ends all output.
 */
export function readEscapes(source: string, form: OctalForm): { text: string; ended: boolean } {
  const octal = form === "zero" ? /^0([0-7]{0,3})/ : /^([0-7]{1,3})/;
  let text = "";
  let bytes: number[] = [];
  const flush = () => {
    text += Buffer.from(bytes).toString("utf8");
    bytes = [];
  };
  for (let at = 0; at < source.length; ) {
    const slash = source.indexOf("\\", at);
    if (slash < 0 || slash === source.length - 1) {
      flush();
      text += source.slice(at);
      break;
    }
    if (slash > at) {
      flush();
      text += source.slice(at, slash);
    }
    const rest = source.slice(slash + 1, slash + 5);
    const byte = octal.exec(rest) ?? /^x([0-9a-fA-F]{1,2})/.exec(rest);
    const char = rest[0] ?? "";
    if (byte) bytes.push(Number.parseInt(byte[1] || "0", rest[0] === "x" ? 16 : 8) & 255);
    else flush();
    if (!byte && char === "c") return { text, ended: true };
    if (!byte) text += simple[char] ?? `\\${char}`;
    at = slash + 1 + (byte?.[0].length ?? 1);
  }
  flush();
  return { text, ended: false };
}
