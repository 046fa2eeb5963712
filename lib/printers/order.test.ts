import { expect, it } from "vitest";
import { kubectlOrder } from "#lib/printers/order";
import golden from "./testdata/golden-cells.json" with { type: "json" };

it.each(golden.listOrder)("rows stand in kubectl's order: $why", ({ input, want }) => {
  const rows = input.map((key) => {
    const [name = "", namespace = ""] = key.split("/").reverse();
    return { namespace, name, key };
  });
  expect(rows.sort(kubectlOrder).map(({ key }) => key)).toEqual(want);
});
