// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FailureAnnouncer } from "#components/list/failure-announcer";
import type { ListTable } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";

interface Row extends NamedRow {
  readonly status: string;
}

/** What the announcer asks of a table. */
const table = {
  view: "jobs",
  statusesOf: ({ status }: Row) => [status],
  formOf: (status: string) => (status === "Failed" ? "bad" : "run"),
} as unknown as ListTable<Row>;

const job = (name: string, status: string) => ({ namespace: "default", name, uid: name, status });
const shown = (...rows: Row[]) => <FailureAnnouncer table={table} rows={rows} />;
const said = () => screen.getByRole("status").textContent;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("what fails is read out; what had failed before is not", () => {
  const { rerender } = render(<FailureAnnouncer table={table} rows={null} />);
  rerender(shown(job("old", "Failed"), job("a", "Running")));
  expect(said()).toBe("");
  rerender(shown(job("old", "Failed"), job("a", "Failed")));
  expect(said()).toBe("1 Job failed: a");
});

test("a burst is one sentence, and the next one waits ten seconds", () => {
  const names = ["a", "b", "c", "d", "e"];
  const { rerender } = render(shown(...names.map((name) => job(name, "Running"))));
  rerender(shown(...names.map((name) => job(name, name === "e" ? "Running" : "Failed"))));
  expect(said()).toBe("4 Jobs failed: a, b, c and 1 more");
  rerender(shown(...names.map((name) => job(name, "Failed"))));
  expect(said()).toBe("4 Jobs failed: a, b, c and 1 more");
  act(() => void vi.advanceTimersByTime(10_000));
  expect(said()).toBe("1 Job failed: e");
});
