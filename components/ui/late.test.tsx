// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { late, useLate } from "#components/ui/late";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("is fetched once, however often it is wanted", async () => {
  const fetchCode = vi.fn(async () => "code");
  const it = late(fetchCode);
  expect(await Promise.all([it.load(), it.load()])).toEqual(["code", "code"]);
  expect([fetchCode.mock.calls.length, it.now()]).toEqual([1, "code"]);
});

it("is tried anew after it could not be had", async () => {
  const it = late(vi.fn().mockRejectedValueOnce(new Error("no server")).mockResolvedValue("code"));
  await expect(it.load()).rejects.toThrow("no server");
  expect(it.now()).toBeNull();
  expect(await it.load()).toBe("code");
});

it("comes by itself once the page is at rest, and not before", async () => {
  vi.useFakeTimers();
  const it = late(async () => "code");
  const { result } = renderHook(() => useLate(it));
  await act(() => vi.advanceTimersByTimeAsync(2_999));
  expect(result.current).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(result.current).toBe("code");
});
