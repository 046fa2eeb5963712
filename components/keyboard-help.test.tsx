// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeyboardHelp } from "#components/keyboard-help";
import { closeBrowser, openBrowser } from "#components/testing/list-harness";

beforeEach(() => openBrowser());
afterEach(() => {
  cleanup();
  closeBrowser();
});

test("keys and lines are found by what they do", () => {
  const hotkeys = [
    { keys: "j", does: "down", group: "Move" as const, run: () => {} },
    { keys: "w", does: "wide columns", group: "Go and find" as const, run: () => {} },
  ];
  render(<KeyboardHelp hotkeys={hotkeys} onClose={() => {}} />);
  const field = screen.getByRole("searchbox", { name: "Find a key or a command" });
  fireEvent.change(field, { target: { value: "wide" } });
  expect(screen.getByText("wide columns")).toBeDefined();
  expect(screen.queryByText("down")).toBeNull();
  fireEvent.change(field, { target: { value: "logs" } });
  expect(screen.getByText("logs job/NAME -f")).toBeDefined();
  expect(screen.queryByText("get cj -A -w")).toBeNull();
  fireEvent.change(field, { target: { value: "nothing does this" } });
  expect(screen.getByText("No key and no command of this page does that.")).toBeDefined();
});
