// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { FirstHints } from "#components/first-hints";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

test("who is here for the first time is given three hints at most, which go for good", () => {
  render(<FirstHints />);
  expect(screen.getByText("type any kubectl line")).toBeDefined();
  expect(screen.getAllByText(/kubectl line|keys of a page|needs eyes/).length).toBeLessThan(4);
  fireEvent.click(screen.getByRole("button", { name: "Got it" }));
  expect(screen.queryByRole("complementary")).toBeNull();
  cleanup();
  render(<FirstHints />);
  expect(screen.queryByRole("complementary")).toBeNull();
});
