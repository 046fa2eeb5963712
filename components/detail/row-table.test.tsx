// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { usePodTable } from "#components/detail/child-tables";
import { RowTable } from "#components/detail/row-table";
import { useCursor } from "#components/list/use-cursor";
import { singleKeys } from "#components/single-keys";
import { closeBrowser, dataRows, openBrowser, showList } from "#components/testing/list-harness";
import { podRow } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));

const rows = ["a", "b", "c"].map((name) => podRow({ name, uid: name }));
const onSelect = vi.fn();

function Pods() {
  const table = usePodTable(false);
  const cursor = useCursor(rows);
  return (
    <RowTable
      table={table}
      rows={rows}
      cursor={cursor}
      onSelect={onSelect}
      gone={new Set()}
      busy={false}
    />
  );
}

const focused = () => (document.activeElement as HTMLElement).dataset.key;
const cursor = () => dataRows().find((row) => row.tabIndex === 0)?.dataset.key;

beforeEach(() => {
  openBrowser();
  onSelect.mockClear();
});
afterEach(() => {
  closeBrowser();
  localStorage.clear();
});

describe("a table of children", () => {
  it("is walked by arrows, Home and End, also where keys without Ctrl are off", () => {
    singleKeys.set(false);
    showList(<Pods />);
    act(() => dataRows()[0]?.focus());
    const walked = ["ArrowDown", "ArrowDown", "ArrowUp", "End", "Home"].map((key) => {
      fireEvent.keyDown(document.activeElement as Element, { key });
      return focused();
    });
    expect(walked).toEqual(["default/b", "default/c", "default/b", "default/c", "default/a"]);
    fireEvent.keyDown(document.activeElement as Element, { key: "ArrowDown", altKey: true });
    expect(focused()).toBe("default/a");
  });

  it("lets the cursor go to the row whose button is pointed at, and chooses a row by a press", () => {
    showList(<Pods />);
    const [, second, third] = dataRows() as [HTMLElement, HTMLElement, HTMLElement];
    fireEvent.pointerEnter(second);
    fireEvent.pointerMove(screen.getByRole("button", { name: "Logs b" }));
    expect(cursor()).toBe("default/b");
    expect(onSelect).not.toHaveBeenCalled();
    fireEvent.click(third);
    expect(cursor()).toBe("default/c");
    expect(onSelect).toHaveBeenCalledWith("c");
  });
});
