// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { SWRConfig } from "swr";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addressInContext } from "#components/context-choice";
import { ContextSwitch } from "#components/context-switch";
import type { Context } from "#lib/api/contexts";
import { actionHistory } from "#lib/client/action-history";

const context = (name: string, more: Partial<Context> = {}) =>
  ({
    name,
    cluster: `of-${name}`,
    user: "",
    namespace: "",
    start: name === "east",
    asking: false,
    state: "reachable",
    ...more,
  }) as Context;

let answers: (readonly Context[])[];
const opened = vi.fn();

beforeEach(() => {
  opened.mockReset();
  vi.stubGlobal("open", opened);
  vi.stubGlobal("fetch", async (url: string) => {
    expect(url).toBe("/api/contexts?ask=1");
    const contexts = answers.length > 1 ? answers.shift() : answers[0];
    return Response.json({ contexts });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function openList(): Promise<HTMLElement> {
  render(
    <SWRConfig value={{ provider: () => new Map() }}>
      <ContextSwitch context="east" section="jobs" />
    </SWRConfig>,
  );
  fireEvent.click(screen.getByRole("combobox", { name: "Context east" }));
  return screen.findByRole("listbox");
}

/** The answer is asked for anew by a timer of the real clock. */
const patience = { timeout: 10_000 };

it("lists the contexts with how their servers are, as that becomes known", async () => {
  answers = [
    [context("east"), context("west", { state: "unknown", asking: true })],
    [context("east"), context("west", { state: "unreachable", message: "connection refused" })],
  ];
  const list = await openList();
  expect((await within(list).findByRole("option", { name: /^west/ })).textContent).toContain(
    "asking",
  );
  expect(within(list).getByRole("option", { name: /^east/ }).getAttribute("aria-selected")).toBe(
    "true",
  );
  await expect
    .poll(() => within(list).getByRole("option", { name: /^west/ }).textContent, patience)
    .toMatch(/cluster of-west.*connection refused.*unreachable/);
});

it("with Ctrl a context opens in another tab", async () => {
  answers = [[context("east"), context("west")]];
  const list = await openList();
  const west = await within(list).findByRole("option", { name: /^west/ });
  fireEvent.click(west, { ctrlKey: true });
  expect(opened).toHaveBeenCalledExactlyOnceWith("/jobs?context=west", "_blank", "noopener");
});

it("says that it opens another tab while actions are under way here", async () => {
  vi.stubGlobal("fetch", async (url: string) =>
    url.includes("contexts")
      ? Response.json({ contexts: [context("east"), context("west")] })
      : new Promise<Response>(() => {}),
  );
  const target = { namespace: "n", name: "x", uid: "u" };
  actionHistory.start([{ action: "suspend", resource: "jobs", target }], { shown: false });
  const list = await openList();
  expect(screen.getByText(/until they are done, a context opens in another tab/)).toBeTruthy();
  fireEvent.click(await within(list).findByRole("option", { name: /^west/ }));
  expect(opened).toHaveBeenCalledExactlyOnceWith("/jobs?context=west", "_blank", "noopener");
});

it.each([
  ["", "/pods?context=b%2Fc"],
  ["?ns=web&q=x&l=a&status=Failed&pod=p&context=old", "/pods?context=b%2Fc"],
  [
    "?wide=1&ns=web&sort=-age&cols=name,age",
    "/pods?wide=1&sort=-age&cols=name%2Cage&context=b%2Fc",
  ],
])("of the address %s the looks go along, and nothing of the cluster", (search, there) => {
  expect(addressInContext("pods", search, "b/c")).toBe(there);
});
