import { expect, test } from "vitest";
import { rawHead, readLogEvent, recordSeparator } from "#lib/logs/raw-lines";

test("raw lines are the block that they were made of", () => {
  const block = `2026-03-10T12:00:00.000000000Z {"a":"\\n"}\n2026-03-10T12:00:00.000000001Z \n`;
  const data = `${rawHead(12)}${block.replaceAll("\n", recordSeparator)}`;
  expect(readLogEvent(data, "raw")).toEqual({ type: "lines", source: 12, block });
});

test("all other events are JSON", () => {
  expect(readLogEvent('{"type":"end"}', "end")).toEqual({ type: "end" });
});
