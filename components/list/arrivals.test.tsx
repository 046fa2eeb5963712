// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JobTable } from "#components/job-table";
import {
  cellText,
  closeBrowser,
  dataRows,
  keys,
  openBrowser,
  send,
  showList,
} from "#components/testing/list-harness";
import type { JobRow } from "#lib/api/rows";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: () => {} }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const job = (name: string, row: Partial<JobRow> = {}) => jobRow({ name, uid: name, ...row });

let visits = 0;
function show(search = "") {
  showList(<JobTable />, `?ns=default,n${++visits}${search}`);
  send(snapshot({ tables: { jobs: [job("b"), job("d")] } }));
}
const arrive = (...rows: JobRow[]) =>
  send({ type: "delta", now, tables: { jobs: { rows, gone: [] } } } as never);
const remove = (...gone: string[]) =>
  send({ type: "delta", now, tables: { jobs: { rows: [], gone } } } as never);
const names = () => keys().map((key) => key.split("/")[1]);
const aim = () => fireEvent.pointerMove(dataRows()[0] as HTMLElement);
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const grid = () => screen.getByRole("grid");

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now) });
  openBrowser();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

describe("under a pointer that moves over the rows", () => {
  it("new rows wait until it rests, and those that are there go on living", () => {
    show();
    aim();
    arrive(job("a"), job("c"), job("d", { completions: "1/1" }));
    expect(names()).toEqual(["b", "d"]);
    expect(cellText("default/d", "completions")).toBe("1/1");
    expect(screen.getByText("2 new, once the pointer rests")).toBeTruthy();
    wait(900);
    fireEvent.pointerDown(dataRows()[1] as HTMLElement);
    wait(900);
    expect(names()).toEqual(["b", "d"]);
    wait(100);
    expect(names()).toEqual(["a", "b", "c", "d"]);
    expect(screen.queryByText(/\d new/)).toBeNull();
  });

  it("a deleted row stays in its place, struck through", () => {
    show();
    aim();
    remove("b");
    wait(900);
    expect(names()).toEqual(["b", "d"]);
    expect(dataRows()[0]?.dataset.gone).toBe("");
    wait(100);
    expect(names()).toEqual(["d"]);
  });

  it("they come in when it leaves the table, but not with the finger that is lifted for a tap", () => {
    show();
    aim();
    arrive(job("a"));
    fireEvent.pointerLeave(grid().closest("main > div") as Element, { pointerType: "touch" });
    expect(names()).toEqual(["b", "d"]);
    fireEvent.pointerLeave(grid().closest("main > div") as Element, { pointerType: "mouse" });
    expect(names()).toEqual(["a", "b", "d"]);
  });

  it("what one asks for is shown at once", () => {
    show();
    aim();
    arrive(job("a"));
    fireEvent.click(screen.getByRole("button", { name: "NAME" }));
    fireEvent.click(screen.getByRole("button", { name: "NAME" }));
    expect(names()).toEqual(["d", "b", "a"]);
    arrive(job("e"));
    expect(names()).toEqual(["d", "b", "a"]);
  });
});

describe("under a pointer that rests, or is over the head", () => {
  it("the list is live", () => {
    show();
    fireEvent.pointerMove(screen.getByRole("button", { name: "NAME" }));
    arrive(job("a"));
    expect(names()).toEqual(["a", "b", "d"]);
  });
});
