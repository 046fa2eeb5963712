import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import { benchFollowed } from "./logs/followed.ts";
import { openLogStage } from "./logs/log-stage.ts";
import { benchLogViewers } from "./logs/log-viewers.ts";
import { benchReading, wholeLines, wholePod } from "./logs/reading.ts";

/** P12, P14 and P15 of logs: read whole, searched, followed by many, and before the eyes. */
export async function benchLogs(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const stage = await openLogStage();
  const readers = new Child("logs/log-readers.ts");
  say("writing a million lines");
  await stage.logs.call("addWhole", { name: wholePod, lines: wholeLines });
  const read = await benchReading(stage, readers, rounds, say);
  const followed = await benchFollowed(stage, readers, rounds, say);
  const seen = await benchLogViewers(stage, rounds, say);
  await readers.stop();
  await stage.close();
  return [...read, ...followed, ...seen];
}
