// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Hotkey } from "#components/hotkey";
import { KeyboardProvider, useHotkeys } from "#components/keyboard";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const run = vi.fn();
const hotkeys = ["j", "g g", "Ctrl f", "Enter"].map(
  (keys): Hotkey => ({ keys, does: `do ${keys}`, group: "Move", run: () => run(keys) }),
);
function Keys() {
  useHotkeys(hotkeys);
  return (
    <>
      <input aria-label="field" />
      <button type="button">button</button>
    </>
  );
}

function show() {
  run.mockClear();
  render(
    <KeyboardProvider>
      <Keys />
    </KeyboardProvider>,
  );
}
const press = (key: string, init: KeyboardEventInit = {}, on: Element = document.body) =>
  fireEvent.keyDown(on, { key, ...init });
const heard = () => run.mock.calls.map(([keys]) => keys);

describe("keys", () => {
  it("work alone, with Ctrl, and one after the other", () => {
    show();
    press("j");
    press("g");
    press("g");
    press("f", { ctrlKey: true });
    expect(heard()).toEqual(["j", "g g", "Ctrl f"]);
  });

  it("leave the browser its own", () => {
    show();
    press("j", { metaKey: true });
    press("j", { altKey: true });
    press("f");
    expect(heard()).toEqual([]);
  });

  it("rest in fields, and Enter presses the button that has the focus", () => {
    show();
    press("j", {}, screen.getByRole("textbox"));
    press("Enter", {}, screen.getByRole("button"));
    press("Enter");
    expect(heard()).toEqual(["Enter"]);
  });

  it("rest while the help is open and can be turned off there", async () => {
    show();
    press("?");
    const off = await screen.findByRole("checkbox", {}, { timeout: 10_000 });
    press("j", {}, off);
    fireEvent.click(off);
    press("Escape", {}, off);
    press("j");
    press("f", { ctrlKey: true });
    expect(heard()).toEqual(["Ctrl f"]);
  });

  it("are gone with the page that had them", () => {
    show();
    cleanup();
    render(<KeyboardProvider>{null}</KeyboardProvider>);
    press("j");
    expect(heard()).toEqual([]);
  });
});
