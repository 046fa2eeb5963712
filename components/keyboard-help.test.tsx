// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Hotkey } from "#components/hotkey";
import { KeyboardHelp } from "#components/keyboard-help";
import { LanguageProvider } from "#components/language";
import { closeBrowser, openBrowser } from "#components/testing/list-harness";
import { text } from "#lib/texts/text";

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

test("in Chinese they are told and found in Chinese, and lines stay kubectl's", async () => {
  const hotkeys: readonly Hotkey[] = [
    { keys: "j", does: text("down"), group: "Move", run: () => {} },
    { keys: "k", does: text("up"), group: "Move", run: () => {} },
  ];
  await act(async () => {
    render(
      <LanguageProvider first="zh-CN">
        <KeyboardHelp hotkeys={hotkeys} onClose={() => {}} />
      </LanguageProvider>,
    );
  });
  expect(await screen.findByRole("heading", { name: "移动" })).toBeDefined();
  const field = screen.getByRole("searchbox", { name: "查找按键或命令" });
  fireEvent.change(field, { target: { value: "向下" } });
  expect(screen.getByText("向下")).toBeDefined();
  expect(screen.queryByText("向上")).toBeNull();
  fireEvent.change(field, { target: { value: "它的页面" } });
  expect(screen.getByText("describe job NAME")).toBeDefined();
});

test("the label of a button begins small among what keys do, unless it is no word", () => {
  const hotkeys: readonly Hotkey[] = [
    { keys: "l", does: text("Log alone"), labelled: true, group: "Act on the row", run: () => {} },
    { keys: "y", does: "YAML", labelled: true, group: "Act on the row", run: () => {} },
    { keys: "1", does: text("CronJobs"), group: "Go and find", run: () => {} },
  ];
  render(<KeyboardHelp hotkeys={hotkeys} onClose={() => {}} />);
  const told = ["log alone", "YAML", "CronJobs"].map((does) => screen.getByText(does).textContent);
  expect(told).toEqual(["llog alone", "yYAML", "1CronJobs"]);
});
