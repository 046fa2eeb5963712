// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FilterField } from "#components/list/filter-field";

afterEach(cleanup);

function show(props: { q?: string; selector?: string } = {}) {
  const onFilter = vi.fn();
  render(<FilterField q="" selector="" onFilter={onFilter} inputRef={null} {...props} />);
  const field = screen.getByRole("textbox");
  const type = (value: string) => fireEvent.change(field, { target: { value } });
  const press = (key: string) => fireEvent.keyDown(field, { key });
  return { onFilter, type, press };
}

describe("the filter field", () => {
  it("filters by name while it is typed", () => {
    const { onFilter, type } = show();
    type("ledger");
    expect(onFilter).toHaveBeenLastCalledWith({ q: "ledger" });
  });

  it.each([
    ["app=web", "app=web"],
    ["tier!=db", "tier!=db"],
    ["!canary", "!canary"],
    ["env in (a, b)", "env in (a, b)"],
    ["-l app", "app"],
    ["--selector=app=web", "app=web"],
  ])("takes %j with Enter for the label selector %j", (text, selector) => {
    const { onFilter, type, press } = show();
    type(text);
    expect(onFilter).not.toHaveBeenCalledWith({ q: text });
    press("Enter");
    expect(onFilter).toHaveBeenLastCalledWith({ q: null, l: selector });
  });

  it("does not take a name for a selector", () => {
    const { onFilter, type, press } = show();
    type("begin");
    press("Enter");
    expect(onFilter).toHaveBeenCalledTimes(1);
  });

  it("clears the text with Escape and the selector with Backspace", () => {
    const first = show({ q: "ledger" });
    first.press("Escape");
    expect(first.onFilter).toHaveBeenLastCalledWith({ q: null });
    cleanup();
    const second = show({ selector: "app=web" });
    second.press("Backspace");
    expect(second.onFilter).toHaveBeenLastCalledWith({ l: null });
  });
});
