/**
 * Where in a stack trace a source's lines stand. In a `head` the trace is announced, and in the
 * others it goes on: `frames` of Java, Node, .NET, Ruby or PHP, `python`, `go` (a goroutine's), and
 * `properties`, which Node prints behind an error's frames.
 */
export type TracePart = "none" | "head" | "frames" | "python" | "go" | "properties";

/** Whether a line of this part repeats where the program was, which few readers want to see. */
export function isTraceDetail(part: TracePart): boolean {
  return part !== "none" && part !== "head";
}

/** `\tat a.B.c(B.java:1)`, `    at async c (/b.js:1:2)`, `   at A.B.C(String s) in /b.cs:line 1`. */
const frame =
  /^\s+at (?:(?:async |new |static )*[^\s(]+(?: \[as [^\]]+\])? ?\(.*\)|(?:async )?\S+:\d+:\d+(?:\s\{)?$|<anonymous>)/;
/** `\tfrom /a.rb:1:in 'b'` (Ruby), `#0 /a.php(1): b()` and `#1 {main}` (PHP). */
const otherFrame = /^(?:\s+from \S+:\d+:in |#\d+ (?:.+\(\d+\): |\{main\}|\[internal function\]: ))/;
/** What stands between the frames of Java and .NET. */
const between =
  /^\s*(?:Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames omitted)|---> \S|--- End of (?:inner exception )?stack trace)/;
const pythonHead = /^\s*(?:\+ Exception Group )?(?:Traceback|Stack) \(most recent call last\):$/;
const pythonFrame = /^\s+File "[^"]+", line \d+/;
const goroutine = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[[^\]]+\]:$/;
/** A function with its arguments, its file with a tab before it, or what is between goroutines. */
const goFrame =
  /^(?:\s+\S.*\.(?:go|s):\d+|created by \S+|\.\.\.(?:additional|\d+) frames elided|[\w./*$·-][^\s]*\(.*\)$|$)/;

/** Which part of a trace a line is, behind one of its source that was `before`. */
export function tracePart(before: TracePart, text: string): TracePart {
  if (before === "none" && !mayBegin(text)) return "none";
  if (frame.test(text)) return text.endsWith(" {") ? "properties" : "frames";
  if (otherFrame.test(text)) return "frames";
  if (pythonHead.test(text)) return "head";
  if (pythonFrame.test(text)) return "python";
  if (goroutine.test(text)) return "go";
  switch (before) {
    case "frames":
      return between.test(text) ? "frames" : "none";
    case "head":
    case "python":
      return /^\s+\S/.test(text) ? "python" : "none";
    case "go":
      return goFrame.test(text) ? "go" : "none";
    case "properties":
      return text === "}" ? "frames" : /^\s+\S/.test(text) ? "properties" : "none";
    case "none":
      return "none";
  }
}

/** Most lines are no part of a trace, and their first character tells. */
function mayBegin(text: string): boolean {
  const code = text.charCodeAt(0);
  return (
    code === 0x20 ||
    code === 0x09 ||
    code === 0x23 ||
    code === 0x54 ||
    code === 0x53 ||
    code === 0x67
  );
}
