import fc from "fast-check";

/** Texts that lead elsewhere where they reach an address unread. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    ".",
    "..",
    "%2e",
    "%2e%2e",
    "a/b",
    "a\\b",
    "?x",
    "#x",
    "．．",
    "a\n",
    " ",
    "a b",
    "A",
    "-a",
    "a-",
    "a..b",
    "x".repeat(300),
    "x\r\nHost: evil.example",
    "x\0",
    "__proto__",
    "pods/x/exec?command=id&",
    "default/../kube-system",
    "https://evil.example/",
  ),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(".", "/", "%", "2", "e", "a", "-", "?", "#", "\\"),
    maxLength: 12,
  }),
);
