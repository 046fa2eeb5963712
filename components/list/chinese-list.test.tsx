// @vitest-environment jsdom
import { act, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CronJobTable } from "#components/cronjob-table";
import { LanguageProvider } from "#components/language";
import {
  cellText,
  closeBrowser,
  dataRows,
  openBrowser,
  send,
  showList,
} from "#components/testing/list-harness";
import type { Outlook } from "#lib/api/runs";
import { packOutlook } from "#lib/api/strip-tuples";
import { cronJobRow, snapshot } from "#lib/client/testing/watch-data";
import { cronJobColumns } from "#lib/printers/columns";

vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: vi.fn() }),
  useSearchParams: () => new URLSearchParams(),
}));

const now = "2026-03-10T12:00:00Z";
const row = cronJobRow({ namespace: "pay", name: "fx-rates", uid: "1", suspend: true });
const missed = { scheduled: "2026-03-10T11:55:00Z", cause: "unknown" } as const;
const outlook: Outlook = {
  next: { at: "2026-03-10T12:05:00Z" },
  zone: { name: "UTC", assumed: true, matters: true },
  last: null,
  strip: [],
  missed: { count: 3, more: false, newest: { ...missed, sentence: "exceeded quota", source: "" } },
  reason: null,
  usual: null,
  slow: null,
  suspension: null,
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ["Date"] });
  openBrowser();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
});

it("a list in Chinese says what is ours in Chinese, and what kubectl prints as kubectl does", async () => {
  const list = (
    <LanguageProvider first="zh-CN">
      <CronJobTable />
    </LanguageProvider>
  );
  await act(async () => void showList(list, "?ns=pay,web"));
  // The texts of the language are loaded first.
  expect(await screen.findByRole("textbox", { name: "按名称或标签过滤" })).toBeTruthy();
  const beside = { outlooks: { "1": packOutlook(outlook) } };
  send(snapshot({ namespaces: ["pay", "web"], tables: { cronjobs: [row] }, beside } as never));

  const headers = screen.getAllByRole("columnheader").map((header) => header.textContent);
  const printed = cronJobColumns.filter(({ wide }) => !wide);
  expect(headers.slice(2, -1)).toEqual([
    ...printed.map(({ header }) => header),
    ...["下次运行", "上次结果", "错过", "运行"],
  ]);
  for (const { id, text } of printed) {
    expect(cellText("pay/fx-rates", id)).toBe(text(row, Date.parse(now)));
  }
  expect(cellText("pay/fx-rates", "next run")).toBe("~5m后");

  const [shown] = dataRows();
  if (!shown) throw new Error("no row is drawn");
  expect(shown.querySelector(".row-reason")?.textContent).toBe("错过：exceeded quota");
  const cells = within(shown).getAllByRole("gridcell");
  const foreign = cells.filter((cell) => cell.getAttribute("translate") === "no");
  expect(foreign.map(({ dataset }) => dataset.column)).toEqual([
    "namespace",
    ...printed.map(({ id }) => id),
  ]);
  expect(within(shown).getByRole("checkbox", { name: "选择 fx-rates" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "错过1" })).toBeTruthy();
});
