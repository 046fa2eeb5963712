import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogLine } from "#lib/api/log-frames";
import { isNote, type LogEntry, type LogText } from "#lib/client/logs/log-buffer";
import { heldUntil, olderBound, olderLines, withOlder } from "#lib/client/logs/older-lines";
import { logOrigin, logText, stamp } from "#lib/client/testing/log-data";
import { mergeRuns } from "#lib/logs/merge";
import { placeTime } from "#lib/logs/order";
import { inEnglish } from "#lib/texts/wording";

/** Lines as a file of the kubelet has them: stamps go back by less than a tenth of a second, and lines repeat. */
const file = fc
  .array(
    fc.record({ hundredths: fc.integer({ min: -9, max: 9 }), text: fc.constantFrom("a", "b") }),
    {
      maxLength: 30,
    },
  )
  .map((steps): LogLine[] => {
    let now = 100;
    return steps.map(({ hundredths, text }) => {
      const at = hundredths < 0 ? now + hundredths : now;
      if (hundredths > 0) now += hundredths * 3;
      return [stamp(`12:00:${twoDigits(Math.floor(at / 100))}.${twoDigits(at % 100)}`), text];
    });
  });
const twoDigits = (count: number) => String(count).padStart(2, "0");

function entriesOf(pod: string, lines: readonly LogLine[]): LogText[] {
  const source = logOrigin({ pod });
  let at = "";
  return lines.map(([time, text]) => {
    at = placeTime(at, time);
    return { at, source, time, text };
  });
}
const texts = (entries: readonly LogEntry[]) =>
  entries.map((entry) =>
    isNote(entry)
      ? `(${inEnglish(entry.note)})`
      : `${entry.source.pod} ${entry.time} ${entry.text}`,
  );

/** What the server answers: the last `tail` lines of those written no later. */
const answered = (lines: readonly LogLine[], until: string, tail: number) =>
  lines.filter(([time]) => time <= until).slice(-tail || lines.length);

describe("older lines", () => {
  it("make the log whole, each line once, however much of each source was held", () => {
    const sources = fc.array(fc.record({ lines: file, held: fc.nat(30) }), { maxLength: 4 });
    fc.assert(
      fc.property(sources, fc.integer({ min: 1, max: 6 }), (all, atOnce) => {
        const logs = new Map(all.map(({ lines }, i) => [logOrigin({ pod: `p${i}` }).key, lines]));
        const heldNow = all.map(({ lines, held }, i) =>
          entriesOf(`p${i}`, lines.slice(Math.max(0, lines.length - held))),
        );
        const lacking = new Set(heldNow.flatMap(([first]) => (first ? [first.source.key] : [])));
        const origins = new Map(
          heldNow.flatMap(([first]) => (first ? [[first.source.key, first.source]] : [])),
        );
        let entries: readonly LogEntry[] = mergeRuns<LogEntry>(heldNow);
        while (lacking.size > 0) {
          const bound = olderBound(entries, lacking);
          if (!bound) break;
          const tail = atOnce + bound.repeated;
          const held = heldUntil(entries, bound.until);
          const parts = [...lacking].map((key) => {
            const answer = answered(logs.get(key) ?? [], bound.until, tail);
            if (answer.length < tail) lacking.delete(key);
            const lines = olderLines(answer, held.get(key) ?? []);
            return { source: origins.get(key) ?? logOrigin(), lines };
          });
          entries = withOlder(
            entries,
            parts.filter(({ lines }) => lines.length > 0),
          );
        }
        const whole = all.map(({ lines, held }, i) => (held > 0 ? entriesOf(`p${i}`, lines) : []));
        expect(texts(entries)).toEqual(texts(mergeRuns(whole)));
        expect(entries.map(({ at }) => at)).toEqual(mergeRuns(whole).map(({ at }) => at));
      }),
    );
  });

  it("are asked for where the source that lacks most begins, and a tenth of a second more", () => {
    const long = entriesOf("long", [
      [stamp("12:00:01"), "x"],
      [stamp("12:00:30"), "x"],
    ]);
    const short = entriesOf("short", [
      [stamp("12:00:20.5"), "y"],
      [stamp("12:00:20.6"), "y"],
      [stamp("12:00:40"), "y"],
    ]);
    const entries = mergeRuns<LogEntry>([long, short]);
    const keys = [long, short].map((lines) => lines[0]?.source.key ?? "");
    expect(olderBound(entries, new Set(keys))).toEqual({
      until: stamp("12:00:20.601"),
      key: keys[1],
      repeated: 2,
    });
    expect(olderBound(entries, new Set(keys.slice(0, 1)))).toMatchObject({
      until: stamp("12:00:01.101"),
    });
    expect(olderBound(entries, new Set())).toBeNull();
  });

  it.each<[string, string[], string[], string[]]>([
    ["lines that came while it was asked", ["a", "b", "c", "d"], ["b", "c"], ["a"]],
    ["lines that are held and came after the answer", ["a", "b", "c"], ["b", "c", "d"], ["a"]],
    ["the same line many times", ["x", "x", "x"], ["x", "x"], ["x"]],
    ["nothing older", ["b", "c"], ["b", "c"], []],
    ["a source of which nothing is held", ["a", "b"], [], ["a", "b"]],
  ])("are told from %s", (_, answer, held, older) => {
    const at = stamp("12:00:01");
    const lines = answer.map((text): LogLine => [at, text]);
    expect(
      olderLines(
        lines,
        held.map((text) => logText("12:00:01", text)),
      ),
    ).toEqual(older.map((text) => [at, text]));
  });

  it("are only those before the first held one where that is in the file no more", () => {
    const lines: LogLine[] = [
      [stamp("12:00:01"), "a"],
      [stamp("12:00:03"), "c"],
    ];
    expect(olderLines(lines, [logText("12:00:02", "b")])).toEqual(lines.slice(0, 1));
    expect(olderLines(lines, [logText("12:00:09", "z")])).toEqual(lines);
  });

  it("stand behind the note that says where their source starts", () => {
    const [line] = entriesOf("p", [[stamp("12:00:05"), "line"]]) as [LogText];
    const note: LogEntry = {
      at: stamp("12:00:04"),
      source: line.source,
      note: "Started",
      about: "start",
    };
    const older: LogLine[] = [[stamp("12:00:03"), "older"]];
    const entries = withOlder([note, line], [{ source: line.source, lines: older }]);
    expect(entries.map((entry) => (isNote(entry) ? entry.note : entry.text))).toEqual([
      "Started",
      "older",
      "line",
    ]);
    expect(entries.map(({ at }) => at).toSorted()).toEqual(entries.map(({ at }) => at));
  });
});
