// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { renderToString } from "react-dom/server";
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
import type { Beginning, Snapshot } from "#lib/api/frames";
import { packRow } from "#lib/api/row-tuples";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: () => {} }),
  useSearchParams: () => new URLSearchParams(),
}));

const jobs = ["a", "b", "c"].map((name) => jobRow({ name, uid: name, status: "Complete" }));

let visits = 0;
/** What was seen of one list, the next test would be shown of its own. */
let ns = "";

/** What a page comes with: the first rows of its list, of `total`. */
function begun(total: number): Beginning {
  const frame: Snapshot = snapshot({
    namespaces: ["default"],
    states: { jobs: { state: "syncing", listed: 2, total } },
    counts: { cronjobs: 0, jobs: total > 2 ? null : total, pods: 0 },
  });
  const tables = { jobs: jobs.slice(0, 2).map((row) => packRow("jobs", row)) };
  return {
    scope: `view=jobs&ns=${encodeURIComponent(ns)}`,
    snapshot: JSON.stringify({ ...frame, tables }),
  };
}

beforeEach(() => {
  openBrowser();
  visits += 1;
  ns = `default,n${visits}`;
});
afterEach(closeBrowser);

describe("a list whose first rows came with its page", () => {
  it("is drawn on the server, with the ages of that moment", () => {
    const html = renderToString(
      <NuqsTestingAdapter searchParams={`?ns=${ns}`}>
        <JobTable beginning={begun(3)} />
      </NuqsTestingAdapter>,
    );
    const page = new DOMParser().parseFromString(html, "text/html");
    const rows = [...page.querySelectorAll<HTMLElement>("[data-key]")];
    expect(rows.map(({ dataset }) => dataset.key)).toEqual(["default/a", "default/b"]);
    expect(rows[0]?.querySelector('[data-column="age"]')?.textContent).toBe("60m");
  });

  it("shows them until its stream tells the rest, and the same rows then stay", () => {
    showList(<JobTable beginning={begun(3)} />, `?ns=${ns}`);
    expect(keys()).toEqual(["default/a", "default/b"]);
    const [first] = dataRows();
    send(
      snapshot({
        namespaces: ["default"],
        tables: { jobs },
        counts: { cronjobs: 0, jobs: 3, pods: 0 },
      }),
    );
    expect(keys()).toEqual(["default/a", "default/b", "default/c"]);
    expect(dataRows()[0]).toBe(first);
    expect(first?.querySelector("[data-changed]")).toBeNull();
    expect(screen.getByText("3 of 3")).toBeTruthy();
    expect(screen.queryByText(/last change/)).toBeNull();
  });

  it("is not taken for live, nor counted, before that", () => {
    showList(<JobTable beginning={begun(3)} />, `?ns=${ns}`);
    expect(document.querySelector("[data-state]")?.getAttribute("data-state")).toBe("syncing");
    expect(screen.queryByText(/\d of \d/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Complete2" })).toBeNull();
    expect(document.querySelector(".stale")).toBeNull();
  });

  it("is counted at once where those are all", () => {
    showList(<JobTable beginning={begun(2)} />, `?ns=${ns}`);
    expect(screen.getByText("2 of 2")).toBeTruthy();
    expect(cellText("default/a", "status")).toBe("Complete");
  });

  it("does not show them where other namespaces are asked for", () => {
    showList(<JobTable beginning={begun(3)} />, "?ns=other");
    expect(keys()).toEqual([]);
  });
});
