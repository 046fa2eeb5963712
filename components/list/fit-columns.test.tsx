import { describe, expect, it } from "vitest";
import { fitColumns, type Layout } from "#components/list/fit-columns";
import { jobRow } from "#lib/client/testing/watch-data";
import { jobColumns } from "#lib/printers/columns";

const layouts: Readonly<Record<string, Layout>> = {
  name: { min: 8, max: 40 },
  status: { min: 8, max: 24 },
  completions: { min: 12, max: 12, drop: 3 },
  duration: { min: 8, max: 8, drop: 2 },
  age: { min: 8, max: 8, drop: 1 },
};
const columns = jobColumns.filter(({ wide }) => !wide);
const fitted = (px: number, rows = [jobRow()]) => fitColumns(columns, layouts, rows, px);
const ids = (px: number) => fitted(px).map(({ column }) => column.id);

describe("columns that do not fit", () => {
  it("go one by one, and never NAME and STATUS", () => {
    expect(ids(1000)).toEqual(["name", "status", "completions", "duration", "age"]);
    expect(ids(400)).toEqual(["name", "status", "completions", "duration"]);
    expect(ids(300)).toEqual(["name", "status", "completions"]);
    expect(ids(0)).toEqual(["name", "status"]);
  });

  it("are cut short as far as their least before they go", () => {
    const cuttable = { ...layouts, completions: { min: 4, max: 20, drop: 1 } };
    const row = jobRow({ completions: "1".repeat(20) });
    const track = (px: number) =>
      fitColumns(columns, cuttable, [row], px).find(({ column }) => column.id === "completions")
        ?.track;
    expect(track(1000)).toBe("calc(20ch + 16px)");
    expect(track(420)).toBe("calc(13ch + 16px)");
    expect(track(340)).toBeUndefined();
  });
});

describe("the width of a column", () => {
  const nameTrack = (length: number) =>
    fitted(1000, [jobRow({ name: "x".repeat(length) })])[0]?.track;

  it("follows the longest cell in steps, between its limits", () => {
    expect(nameTrack(3)).toBe("calc(8ch + 16px)");
    expect(nameTrack(13)).toBe("calc(16ch + 16px)");
    expect(nameTrack(16)).toBe("calc(16ch + 16px)");
    expect(nameTrack(63)).toBe("calc(40ch + 16px)");
  });
});
