import { describe, expect, it } from "vitest";
import { isTraceDetail, type TracePart, tracePart } from "#lib/logs/traces";

/** Lines with a mark before those that belong to what is folded. */
function folded(...lines: string[]): string[] {
  let part: TracePart = "none";
  return lines.map((line) => {
    part = tracePart(part, line);
    return `${isTraceDetail(part) ? "|" : " "}${line}`;
  });
}

const traces: Readonly<Record<string, string>> = {
  "a Java exception with causes": `
 Exception in thread "main" java.lang.IllegalStateException: no connection
|	at com.example.Batch.run(Batch.java:42)
|	at com.example.Batch$Worker.lambda$start$0(Batch.java:17) ~[app.jar!/:1.0]
|	at java.base/java.lang.Thread.run(Thread.java:1583)
|	Suppressed: java.io.IOException: close failed
|		at com.example.Batch.close(Batch.java:50)
|		... 3 more
|Caused by: java.net.ConnectException: Connection refused
|	at java.base/sun.nio.ch.Net.pollConnect(Native Method)
|	... 2 common frames omitted
 done`,
  "a Python traceback, whose last line says what it was": `
 ERROR root: job failed
 Traceback (most recent call last):
|  File "/app/main.py", line 12, in <module>
|    run()
|  File "/app/main.py", line 7, in run
|    raise ValueError("bad input")
|    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
 ValueError: bad input
 
 During handling of the above exception, another exception occurred:
 
 Traceback (most recent call last):
|  File "/app/main.py", line 14, in <module>
|    report()
 RuntimeError: cannot report`,
  "a panic of Go with its goroutines": `
 panic: runtime error: index out of range [5] with length 3
 
|goroutine 1 [running]:
|main.work(...)
|	/app/main.go:12
|main.(*batch).run(0xc000012345, {0x1, 0x2})
|	/app/main.go:8 +0x1d
|created by main.main in goroutine 1
|	/app/main.go:5 +0x25
|
|goroutine 18 [chan receive, 2 minutes]:
|runtime.gopark(0x0?, 0x0?)
|	/usr/local/go/src/runtime/proc.go:398 +0xce
 exit status 2`,
  "an error of Node with its properties": `
 node:fs:573
 Error: ENOENT: no such file or directory, open '/data/in.json'
|    at Object.openSync (node:fs:573:18)
|    at async run (file:///app/main.mjs:3:14)
|    at /app/worker.js:10:5
|    at Server.emit [as handle] (node:events:518:28)
|    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
|  errno: -2,
|  code: 'ENOENT'
|}
 Node.js v22.1.0`,
  "an exception of .NET": `
 Unhandled exception. System.InvalidOperationException: failed
|   at Batch.Program.Load(String path) in /src/Program.cs:line 20
|   at Batch.Program.<Main>$(String[] args) in /src/Program.cs:line 5
|   --- End of inner exception stack trace ---
|   at System.Threading.Tasks.Task.Execute()
 bye`,
  "an error of Ruby": `
 /app/job.rb:3:in 'load': cannot load (RuntimeError)
|	from /app/job.rb:8:in '<main>'`,
  "an error of PHP": `
 PHP Fatal error:  Uncaught Exception: no in /app/job.php:3
 Stack trace:
|#0 /app/job.php(8): load('x')
|#1 {main}
   thrown in /app/job.php on line 3`,
};

describe("stack traces", () => {
  it.each(Object.entries(traces))("%s is folded to what it says", (_, marked) => {
    const lines = marked.split("\n").slice(1);
    expect(folded(...lines.map((line) => line.slice(1)))).toEqual(lines);
  });

  it.each([
    "  at the moment nothing is to be done",
    "    indented, and no more",
    "  - at: 12:00",
    "goroutine pool started",
    "Caused by: nothing before it",
    "... 3 more",
    "",
    "#1 priority",
    "Traceback disabled",
  ])("%j is none", (line) => {
    expect(isTraceDetail(tracePart("none", line))).toBe(false);
  });

  it("are known by their frames where the log begins within one", () => {
    expect(folded("\tat a.B.c(B.java:1)", '  File "/a.py", line 1, in b', "    b()")).toEqual([
      "|\tat a.B.c(B.java:1)",
      '|  File "/a.py", line 1, in b',
      "|    b()",
    ]);
  });
});
