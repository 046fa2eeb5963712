// @vitest-environment jsdom
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useEvents } from "#lib/client/use-events";

let answers: Response[];
const fetched = vi.fn(async (_url: string) => answers.shift() ?? Response.json({ events: [] }));
let names = 0;
let name: string;

function Events({ row }: { row: unknown }) {
  const { events, error } = useEvents({ kind: "job", namespace: "default", name }, "uid-1", row);
  return (
    <>
      <output>{events?.map(({ reason }) => reason).join(", ") ?? "nothing yet"}</output>
      <p>{error?.message}</p>
    </>
  );
}

const event = (reason: string) => ({ uid: reason, reason });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  name = `job-${++names}`;
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("shows the Events of the object, and asks again shortly after it changed", async () => {
  answers = [
    Response.json({ events: [event("Created")] }),
    Response.json({ events: [event("Completed"), event("Created")] }),
  ];
  const { rerender } = render(<Events row={1} />);
  expect(screen.getByText("nothing yet")).toBeTruthy();
  await screen.findByText("Created");
  expect(fetched.mock.calls[0]?.[0]).toBe(
    `/api/events?kind=job&namespace=default&name=${name}&uid=uid-1`,
  );
  rerender(<Events row={2} />);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(fetched).toHaveBeenCalledTimes(1);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  await screen.findByText("Completed, Created");
});

it("keeps the last Events beside the reason why there are no newer ones", async () => {
  answers = [
    Response.json({ events: [event("Created")] }),
    Response.json({ code: "forbidden", message: "events is forbidden" }, { status: 403 }),
  ];
  const { rerender } = render(<Events row={1} />);
  await screen.findByText("Created");
  rerender(<Events row={2} />);
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  await waitFor(() => expect(screen.getByText("events is forbidden")).toBeTruthy());
  expect(screen.getByText("Created")).toBeTruthy();
});
