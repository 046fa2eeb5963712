// @vitest-environment jsdom
import { act, render, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { ScheduleWords } from "#components/detail/schedule-words";
import { LanguageProvider } from "#components/language";
import { cronJobRow } from "#lib/client/testing/watch-data";

test.each([
  ["en", null, "At 02:30, only on Friday."],
  ["en", "Europe/Berlin", "At 02:30, only on Friday in Europe/Berlin."],
  ["zh-CN", null, "在 02:30，仅星期五。"],
  ["zh-CN", "Europe/Berlin", "在 02:30，仅星期五（Europe/Berlin）。"],
] as const)("in %s a schedule of the zone %s is: %s", async (language, timeZone, words) => {
  const row = cronJobRow({ schedule: "30 2 * * 5", timeZone });
  const { container } = await act(async () =>
    render(
      <LanguageProvider first={language}>
        <ScheduleWords row={row} />
      </LanguageProvider>,
    ),
  );
  await waitFor(() => expect(container.textContent).toBe(words));
});
