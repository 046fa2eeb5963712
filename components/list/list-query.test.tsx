// @vitest-environment jsdom
import { createLoader, createSerializer } from "nuqs";
import { describe, expect, it } from "vitest";
import { nextSort, nextWide } from "#components/list/list-query";
import { listParsers } from "#lib/client/list-address";

const read = createLoader(listParsers);
const write = createSerializer(listParsers);

describe("the address of a list", () => {
  it.each([
    "",
    "?ns=*",
    "?ns=payments,web",
    "?q=ledger&status=Failed,Running",
    "?l=app%3Dweb,tier!%3Ddb",
    "?sort=age",
    "?sort=-last+schedule&wide=1",
    "?cols=name,schedule,last+schedule",
  ])("says the same again once it was read: %s", (address) => {
    const again = write(read(address));
    expect(new URLSearchParams(again)).toEqual(new URLSearchParams(address));
  });

  it("takes a column's name in any case and a dash for the greatest first", () => {
    expect(read("?sort=-LAST%20SCHEDULE").sort).toEqual({
      column: "last schedule",
      descending: true,
    });
    expect(read("?sort=-").sort).toBeNull();
  });

  it("is wide for 1 and nothing else", () => {
    expect(read("?wide=1").wide).toBe("1");
    expect(read("?wide=yes").wide).toBeNull();
  });
});

describe("a click on a header", () => {
  it("sorts upwards, downwards, and then as kubectl does", () => {
    const up = nextSort(null, "age");
    const down = nextSort(up, "age");
    expect([up, down, nextSort(down, "age")]).toEqual([
      { column: "age", descending: false },
      { column: "age", descending: true },
      null,
    ]);
    expect(nextSort(down, "name")).toEqual({ column: "name", descending: false });
  });
});

describe("w", () => {
  it("brings the wide columns and takes them away, whatever was chosen by hand", () => {
    const wide = { wide: "1", cols: null };
    const narrow = { wide: null, cols: null };
    expect(nextWide({ wide: false, columns: null })).toEqual(wide);
    expect(nextWide({ wide: true, columns: null })).toEqual(narrow);
    expect(nextWide({ wide: false, columns: ["age"] })).toEqual(wide);
    expect(nextWide({ wide: true, columns: ["age"] })).toEqual(wide);
  });
});
