// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useJobTable } from "#components/detail/child-tables";
import { RowTable } from "#components/detail/row-table";
import { JobTable } from "#components/job-table";
import { useCursor } from "#components/list/use-cursor";
import {
  cellText,
  closeBrowser,
  dataRows,
  openBrowser,
  send,
  showList,
} from "#components/testing/list-harness";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => {
  const router = { push: () => {} };
  return {
    useParams: () => ({}),
    useRouter: () => router,
    useSearchParams: () => new URLSearchParams(),
  };
});

/** The words of STATUS that were drawn since this was emptied: each row has one of its own. */
const drawn = vi.hoisted(() => new Set<unknown>());
vi.mock("#components/status", async (importOriginal) => {
  const original = await importOriginal<typeof import("#components/status")>();
  return {
    ...original,
    Status(props: Parameters<typeof original.Status>[0]) {
      drawn.add(props.word);
      return original.Status(props);
    },
  };
});

const words = ["Complete", "Failed", "Running", "Suspended"];
const jobs = words.map((status) => jobRow({ name: `job-${status}`, uid: status, status }));
const [complete, failed] = jobs.map(({ status }) => status);

function change(status: string | undefined, completions: string) {
  const rows = jobs.filter((job) => job.status === status).map((job) => ({ ...job, completions }));
  send({
    type: "delta",
    now: "2026-03-10T12:00:01Z",
    tables: { jobs: { rows, gone: [] } },
  } as never);
}

beforeEach(() => openBrowser());
afterEach(closeBrowser);

let visits = 0;
function showJobs(): void {
  // What was seen of one list, the next test would be shown of its own.
  visits += 1;
  showList(<JobTable />, `?ns=default,n${visits}`);
  send(snapshot({ tables: { jobs } }));
  drawn.clear();
}

it("draws the row that changed and no other", () => {
  showJobs();
  change(failed, "0/7");
  expect(cellText(`default/job-${failed}`, "completions")).toBe("0/7");
  expect([...drawn]).toEqual([failed]);
});

it("draws a row that is checked, and checks as many as are there by then", () => {
  showJobs();
  change(complete, "1/9");
  drawn.clear();
  const box = (at: number) => dataRows()[at]?.querySelector("input") as HTMLInputElement;
  fireEvent.click(box(1));
  expect([...drawn]).toEqual([failed]);
  fireEvent.click(box(3), { shiftKey: true });
  expect(dataRows().map((row) => row.ariaSelected ?? row.getAttribute("aria-selected"))).toEqual([
    "false",
    "true",
    "true",
    "true",
  ]);
});

it("draws of the children of an object the one that changed", () => {
  showList(<Children />);
  drawn.clear();
  fireEvent.click(screen.getByText("change"));
  expect(cellText(`default/job-${failed}`, "completions")).toBe("0/7");
  expect([...drawn]).toEqual([failed]);
});

/** Jobs as a CronJob's page shows them; whoever listens is another with each change. */
function Children() {
  const [rows, setRows] = useState(jobs);
  const cursor = useCursor(rows);
  const table = useJobTable();
  const change = () =>
    setRows(rows.map((job) => (job.status === failed ? { ...job, completions: "0/7" } : job)));
  return (
    <>
      <button type="button" onClick={change}>
        change
      </button>
      <RowTable
        table={table}
        rows={rows}
        cursor={cursor}
        onSelect={() => {}}
        gone={none}
        busy={false}
      />
    </>
  );
}

const none: ReadonlySet<string> = new Set();
