// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ThemeProvider, ThemeSwitch } from "#components/theme-switch";

afterEach(() => {
  cleanup();
  delete document.documentElement.dataset.theme;
});

test("the chosen theme keeps its name on the next page", async () => {
  const page = (name: string) => (
    <ThemeProvider first="system">
      <ThemeSwitch key={name} />
    </ThemeProvider>
  );
  const { rerender } = render(page("cronjobs"));
  fireEvent.click(screen.getByRole("button", { name: "Theme: system" }));
  fireEvent.click(await screen.findByRole("menuitemradio", { name: "Dark" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  rerender(page("jobs"));
  expect(screen.getByRole("button", { name: "Theme: dark" })).toBeTruthy();
});
