// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are scripts of a shell
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ManualClock } from "#lib/time/clock";
import { FileSystem } from "./file-system.ts";
import { Process } from "./process.ts";

/** Script, what it prints to standard output, exit code: as busybox prints them. */
const scripts: readonly (readonly [string, string, number])[] = JSON.parse(
  readFileSync(new URL("testdata/scripts.json", import.meta.url), "utf8"),
);

/** The same of files, with what is printed to standard error: in a temporary folder. */
const fileScripts: readonly (readonly [string, string, string, number])[] = JSON.parse(
  readFileSync(new URL("testdata/file-scripts.json", import.meta.url), "utf8"),
);

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const clock = new ManualClock(Date.parse("2026-03-10T02:05:09.250Z"));
  const printed = { out: "", err: "" };
  const process = new Process(
    {
      argv,
      env: new Map(Object.entries({ HOSTNAME: "echo-x7k2p", ...env })),
      files: new FileSystem(),
      memory: 1_000_000,
      streams: {
        1: (text) => {
          printed.out += text;
        },
        2: (text) => {
          printed.err += text;
        },
      },
    },
    clock,
  );
  process.start();
  await clock.advance(3_600_000);
  return { ...printed, ...(await process.ended), clock };
}

const sh = (script: string, env?: Record<string, string>) => run(["sh", "-c", script], env);

test.each(scripts)("prints what busybox prints: %s", async (script, out, exitCode) => {
  expect(await sh(script)).toMatchObject({ out, exitCode, oomKilled: false });
});

const busybox = spawnSync("busybox").error === undefined;

test.skipIf(!busybox)("the table above is what the real busybox does", () => {
  const real = scripts.map(([script]) => {
    const { stdout, status } = spawnSync("busybox", ["sh", "-c", script], { cwd: "/" });
    return [script, stdout.toString(), status];
  });
  expect(real).toEqual(scripts);
});

test.each(fileScripts)(
  "does with files what busybox does: %s",
  async (script, out, err, exitCode) => {
    expect(await sh(script)).toMatchObject({ out, err, exitCode, oomKilled: false });
  },
);

test.skipIf(!busybox)("the table of files is what the real busybox does", () => {
  const real = fileScripts.map(([script]) => {
    const cwd = mkdtempSync(join(tmpdir(), "batchboard-shell-"));
    const { stdout, stderr, status } = spawnSync("busybox", ["sh", "-c", script], { cwd });
    rmSync(cwd, { recursive: true });
    return [script, stdout.toString(), stderr.toString(), status];
  });
  expect(real).toEqual(fileScripts);
});

test.each([
  ["date", "Tue Mar 10 02:05:09 UTC 2026\n"],
  ["date -u +%FT%TZ", "2026-03-10T02:05:09Z\n"],
  ["date '+%d/%m %H:%M:%S %j %a %e %s'", "10/03 02:05:09 069 Tue 10 1773108309\n"],
  [
    "date -I; date -Iseconds; date -R",
    "2026-03-10\n2026-03-10T02:05:09+00:00\nTue, 10 Mar 2026 02:05:09 +0000\n",
  ],
  ["sleep 1.5; sleep 1m 2s; date +%T", "02:06:12\n"],
  ["echo $HOSTNAME $JOB_COMPLETION_INDEX; hostname", "echo-x7k2p 3\necho-x7k2p\n"],
])("tells the time of the cluster and the names of the Pod: %s", async (script, out) => {
  expect((await sh(script, { JOB_COMPLETION_INDEX: "3" })).out).toBe(out);
});

test.each<[string[], string, number]>([
  [["echo", "x", "y"], "x y\n", 0],
  [["sleep", "5"], "", 0],
  [["/bin/sleep", "x"], "", 1],
  [["sh"], "", 0],
  [["/bin/sh", "-ec", "false; echo no"], "", 1],
  [["sh", "-c", "echo $0 $1 $#", "name", "a", "b"], "name a 2\n", 0],
])(
  "runs a command without a shell, and a shell without a script: %j",
  async (argv, out, exitCode) => {
    expect(await run(argv)).toMatchObject({ out, exitCode });
  },
);

test("says on standard error what went wrong, as the shell does", async () => {
  expect((await sh("echo a >&2; sleep x; [ 1 -eq x ]; echo $((1/0))")).err).toBe(
    "a\nsleep: invalid number 'x'\nsh: x: bad number\nsh: divide by zero\n",
  );
  expect((await sh("if; then")).err).toBe('sh: syntax error: unexpected ";"\n');
});

test.each([
  [
    ["curl", "x"],
    'exec: "curl": the embedded cluster runs echo, printf, sleep, date, seq, test, true, false, mkdir, rmdir, touch, rm, ls, cat, tee, wc, head, tail and the shell\'s own words only',
  ],
  [["exit", "1"], 'exec: "exit"'],
  [[""], 'exec: ""'],
  [["sh", "script.sh"], "runs no script of a file (script.sh)"],
  [["sh", "-xc", "echo"], "has no option -x"],
  [["sh", "-c", "echo; if false; then curl x; fi"], 'exec: "curl"'],
  [["sh", "-c", "echo $(wget x)"], 'exec: "wget"'],
  [["sh", "-c", "trap 'mv x y' EXIT"], 'exec: "mv"'],
  [["sh", "-c", "echo x | while true; do grep x; done"], 'exec: "grep"'],
  [["sh", "-c", "true > $(id)"], 'exec: "id"'],
  [["sh", "-c", "ls -l"], 'exec: "ls": the embedded cluster has no such option (ls -l)'],
  [["tail", "-f", "log"], "has no such option (tail -f)"],
  [["sh", "-c", "sleep 5 & wait"], "runs nothing in the background"],
  [["sh", "-c", "f() { echo; }; f"], "runs no functions"],
  [["sh", "-c", "cat << x"], "does not redirect << x"],
  [["sh", "-c", "exec 3> x"], "does not redirect 3> x"],
  [["sh", "-c", "[ -L x ]"], "does not ask this of files"],
  [["sh", "-c", "echo *"], "does not expand an unquoted *"],
  [["sh", "-c", "$CMD x"], "must know a command beforehand"],
  [["sh", "-c", "date -d yesterday"], "prints the present time alone"],
  [["sh", "-c", "set -x"], "has -e and -u alone"],
  [["sh", "-c", "echo ${x/a/b}"], "does not run this form"],
])("refuses before it starts what it would not run as a real shell: %j", async (argv, message) => {
  await expect(run(argv)).rejects.toThrow(message);
});

test.each([
  `${"(".repeat(5000)}echo${")".repeat(5000)}`,
  `echo ${"$(echo ".repeat(5000)}${")".repeat(5000)}`,
  `echo ${'${x:-"'.repeat(5000)}`,
])("refuses what is nested too deeply (%#)", async (script) => {
  await expect(sh(script)).rejects.toThrow("nested too deeply");
});

test.each([
  "x=a; while :; do x=$x$x; done",
  'x=a; while :; do x="$x$x"; done',
  "x=$(while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done)",
  "seq 1 100000000",
  "echo $(seq 1 100000000)",
])("is killed where it takes more memory than it may: %s", async (script) => {
  expect(await sh(script)).toMatchObject({ exitCode: 137, oomKilled: true });
});

test("an endless loop leaves the process its time, and ends at once when it is killed", async () => {
  const clock = new ManualClock();
  let lines = 0;
  const process = new Process(
    {
      argv: ["sh", "-c", "while true; do echo spin; done"],
      env: new Map(),
      files: new FileSystem(),
      memory: 1_000_000,
      streams: { 1: () => void lines++, 2: () => {} },
    },
    clock,
  );
  process.start();
  await clock.advance(1000);
  expect(lines).toBeGreaterThan(1000);
  expect(lines).toBeLessThan(50_000);
  process.terminate();
  await clock.advance(1000);
  process.kill();
  const before = lines;
  expect(await process.ended).toEqual({ exitCode: 137, oomKilled: false });
  await clock.advance(1000);
  expect(lines).toBe(before);
  expect(clock.pending()).toEqual([]);
});

test.each([
  ["trap 'echo stopping; exit 0' TERM; while :; do sleep 1; done", "stopping\n", 0],
  ["trap 'exit 143' TERM; sleep 2; echo after", "", 143],
  ["trap 'echo noted' TERM; sleep 3; echo after", "noted\nafter\n", 0],
  ["sleep 3; echo untrapped", "untrapped\n", 0],
])(
  "TERM is heard by a trap when the running command is done: %s",
  async (script, out, exitCode) => {
    const clock = new ManualClock();
    let printed = "";
    const write = (text: string) => {
      printed += text;
    };
    const process = new Process(
      {
        argv: ["sh", "-c", script],
        env: new Map(),
        files: new FileSystem(),
        memory: 1e6,
        streams: { 1: write, 2: write },
      },
      clock,
    );
    process.start();
    await clock.advance(500);
    process.terminate();
    expect(printed).toBe("");
    await clock.advance(5000);
    expect(await process.ended).toMatchObject({ exitCode });
    expect(printed).toBe(out);
  },
);

test.each(["case x in *a*a*a*a*a*b) ;; esac", "x=aaaa; echo ${x%a*a*a*b}", "printf '%999999d' 1"])(
  "hostile patterns and widths cost nothing: %s",
  async (script) => {
    expect((await sh(script)).oomKilled).toBe(false);
  },
);

test("the commands of a pipe run side by side, and what waits costs no steps", async () => {
  const clock = new ManualClock();
  let printed = "";
  const write = (text: string) => {
    printed += text;
  };
  const script = "for i in 1 2 3; do echo $i; sleep 5; done | { cat; sleep 5; echo over; } | cat";
  const process = new Process(
    {
      argv: ["sh", "-c", script],
      env: new Map(),
      files: new FileSystem(),
      memory: 1e6,
      streams: { 1: write, 2: write },
    },
    clock,
  );
  process.start();
  await clock.advance(4000);
  expect(printed).toBe("1\n");
  expect(clock.pending()).toEqual([1000]);
  await clock.advance(7000);
  expect(printed).toBe("1\n2\n3\n");
  await clock.advance(10_000);
  expect(printed).toBe("1\n2\n3\nover\n");
  expect(await process.ended).toEqual({ exitCode: 0, oomKilled: false });
});

test.each([
  ["while :; do echo aaaaaaaaaaaaaaaaaaaaaaaa; done | sleep 60; echo on", "on\n"],
  ["sleep inf | { sleep inf | cat; } | { head -n 1; } | head -n 1", ""],
])("a pipe holds no more than it may, and nobody spins who waits: %s", async (script, out) => {
  const clock = new ManualClock();
  let printed = "";
  const write = (text: string) => {
    printed += text;
  };
  const process = new Process(
    {
      argv: ["sh", "-c", script],
      env: new Map(),
      files: new FileSystem(),
      memory: 1e6,
      streams: { 1: write, 2: write },
    },
    clock,
  );
  process.start();
  await clock.advance(30_000);
  expect(printed).toBe("");
  expect(clock.pending()[0]).toBeGreaterThanOrEqual(30_000);
  await clock.advance(40_000);
  expect(printed).toBe(out);
  process.kill();
});

test("sleeps longer than a timer can", async () => {
  const clock = new ManualClock();
  const process = new Process(
    {
      argv: ["sleep", "40d"],
      env: new Map(),
      files: new FileSystem(),
      memory: 1e6,
      streams: { 1() {}, 2() {} },
    },
    clock,
  );
  process.start();
  expect(clock.pending()).toEqual([1_000_000_000]);
  await clock.advance(40 * 86_400_000);
  expect((await process.ended).exitCode).toBe(0);
});
