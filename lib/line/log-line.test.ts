import { describe, expect, it } from "vitest";
import { type LogQuery, type LogTarget, wholeLog } from "#lib/api/log-query";
import { followCommand, logCommand } from "#lib/line/log-line";

const pod: LogTarget = { kind: "pod", name: "echo-1" };
const job: LogTarget = { kind: "job", name: "echo" };
const cronJob = (runs: number): LogTarget => ({ kind: "cronjob", name: "v1.2-etl", runs });
const selector: LogTarget = { kind: "selector", selector: "app=etl,tier in (a, b)" };
const all = { container: "*" } as const;

const query: LogQuery = { ...wholeLog("web", pod), uid: "uid-1" };
const line = (target: LogTarget, changes: Partial<LogQuery>, times = false, sources?: number) =>
  logCommand({ ...query, target, ...changes }, times, sources);

describe("the kubectl line of a Pod's log", () => {
  it.each<[Partial<LogQuery>, string]>([
    [{}, ""],
    [{ container: "main" }, " -c main"],
    [all, " --all-containers --prefix"],
    [{ tail: 1000, follow: true }, " --tail=1000 --follow"],
    [{ tail: 0 }, " --tail=0"],
    [{ since: "15m", follow: true }, " --since=15m --follow"],
    [{ sinceTime: "2026-03-10T12:00:00Z" }, " --since-time=2026-03-10T12:00:00Z"],
    [{ since: "15m", sinceTime: "2026-03-10T12:00:00Z" }, " --since-time=2026-03-10T12:00:00Z"],
    [{ until: "2026-03-10T12:30:00Z" }, " # until 2026-03-10T12:30:00Z"],
    [{ instances: "previous", follow: true }, " --previous"],
    [{ instances: "all" }, " # what ended before a restart: the same with --previous"],
    [{ container: "main; reboot" }, " -c 'main; reboot'"],
    [{ since: "$(reboot)" }, " --since='$(reboot)'"],
    [{ sinceTime: "`reboot`" }, " --since-time='`reboot`'"],
    [{ until: "1\nreboot" }, String.raw` # until "1\nreboot"`],
    [{ ...all, follow: true }, " --all-containers --prefix --follow --max-log-requests=200"],
  ])("for %j ends with %j", (changes, end) => {
    expect(line(pod, changes)).toBe(`kubectl logs echo-1 -n web${end}`);
  });

  it("quotes every name a shell would read as something else", () => {
    const target: LogTarget = { kind: "pod", name: "a b" };
    expect(line(target, { namespace: "it's" })).toBe("kubectl logs 'a b' -n 'it'\\''s'");
  });

  it("prints the times where they are shown", () => {
    expect(line(pod, { tail: 10 }, true)).toBe("kubectl logs echo-1 -n web --timestamps --tail=10");
  });
});

describe("the kubectl line of many Pods' logs", () => {
  it.each<[LogTarget, Partial<LogQuery>, string]>([
    [job, all, "job/echo -n web --all-pods --all-containers"],
    [job, { container: "main", tail: 5 }, "job/echo -n web --all-pods -c main --tail=5"],
    [
      job,
      { ...all, instances: "previous" },
      "job/echo -n web --all-pods --all-containers --previous",
    ],
    [{ kind: "job", name: "$(x)" }, {}, "'job/$(x)' -n web --all-pods"],
    [selector, {}, "-l 'app=etl,tier in (a, b)' -n web --prefix --tail=-1"],
    [
      selector,
      { ...all, tail: 10 },
      "-l 'app=etl,tier in (a, b)' -n web --all-containers --prefix --tail=10",
    ],
  ])("%j with %j", (target, changes, rest) => {
    expect(line(target, changes)).toBe(`kubectl logs ${rest}`);
  });

  it.each([
    [undefined, " --follow --max-log-requests=200"],
    [8, " --follow --max-log-requests=8"],
    [5, " --follow"],
  ])("lets kubectl follow %s at once", (sources, end) => {
    expect(line(job, { ...all, follow: true }, false, sources)).toBe(
      `kubectl logs job/echo -n web --all-pods --all-containers${end}`,
    );
  });

  it("of what is followed whole is as short as it can be", () => {
    expect(followCommand("web", pod, "main")).toBe("kubectl logs echo-1 -n web -c main --follow");
    expect(followCommand("web", pod, "")).toBe("kubectl logs echo-1 -n web --follow");
  });
});

describe("the line of a CronJob's log", () => {
  const jobs = (count: number) =>
    `kubectl get jobs -n web --sort-by=.metadata.creationTimestamp -o name | grep -E '/v1\\.2-etl-[0-9]+$' | tail -n ${count}`;

  it("asks for the newest Job of a tick, and not of a CronJob whose name goes on", () => {
    expect(line(cronJob(1), all)).toBe(
      `kubectl logs $(${jobs(1)}) -n web --all-pods --all-containers`,
    );
  });

  it.each<[Partial<LogQuery>, boolean, string]>([
    [all, false, " --since 87600h --no-follow"],
    [{ ...all, follow: true, since: "15m" }, true, " --timestamps --since 15m"],
    [
      { container: "a.b", tail: 7 },
      false,
      " --container '^a\\.b$' --tail 7 --since 87600h --no-follow",
    ],
  ])("of several runs is stern's: %j", (changes, times, rest) => {
    expect(line(cronJob(3), changes, times)).toBe(
      `stern -n web -l "job-name in ($(${jobs(3)} | cut -d/ -f2 | paste -sd, -))"${rest} --max-log-requests 200`,
    );
  });

  it("says what stern cannot be told", () => {
    const said = line(cronJob(3), {
      ...all,
      sinceTime: "2026-03-10T12:00:00Z",
      until: "2026-03-10T12:30:00Z",
      instances: "all",
    }).split(" # ")[1];
    expect(said).toBe(
      "since 2026-03-10T12:00:00Z; until 2026-03-10T12:30:00Z; what ended before a restart: kubectl logs --previous",
    );
  });
});
