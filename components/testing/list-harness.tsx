import { act, cleanup, render, screen, within } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { KeyboardProvider } from "#components/keyboard";
import { LastSeenProvider } from "#components/last-seen";
import { Toasts } from "#components/ui/toast";
import { rights } from "#lib/api/rights";
import { formatScope } from "#lib/api/scope";
import { forgetView } from "#lib/client/known-views";
import { rightsStore } from "#lib/client/rights-store";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";

/** jsdom lays nothing out: every element is as large as this window. */
const windowSize = { width: 1440, height: 900 };

/** Stands in for what a browser has and jsdom has not; undone by `closeBrowser`. */
export function openBrowser(width: number = windowSize.width): void {
  // The viewer may do everything, and that is known already.
  rightsStore.learn({ namespaces: [{ namespace: "*", allowed: rights, denied: [] }] });
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
  }));
  for (const [property, size] of [
    ["clientWidth", width],
    ["clientHeight", windowSize.height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, property, {
      configurable: true,
      get: () => size,
    });
  }
  Element.prototype.scrollTo = () => {};
}

export function closeBrowser(): void {
  cleanup();
  // What one test saw of all namespaces, the next would be shown of its own.
  for (const view of ["cronjobs", "jobs", "pods"] as const) {
    forgetView(formatScope({ view, namespaces: "*", selector: "" }));
  }
  vi.unstubAllGlobals();
  for (const property of ["clientWidth", "clientHeight"]) {
    Reflect.deleteProperty(HTMLElement.prototype, property);
  }
}

/** Shows a list under an address; answers how the address reads after each change. */
export function showList(list: ReactNode, search = ""): { address(): string } {
  let address = search;
  render(
    <NuqsTestingAdapter
      searchParams={search}
      hasMemory
      onUrlUpdate={({ queryString }) => {
        address = queryString;
      }}
    >
      <LastSeenProvider>
        <KeyboardProvider>{list}</KeyboardProvider>
        <Toasts />
      </LastSeenProvider>
    </NuqsTestingAdapter>,
  );
  return { address: () => address };
}

/** The server sends a frame. */
export function send(frame: { readonly type: string }): void {
  act(() => FakeEventSource.last.send(frame));
}

/** The rows on screen by their `data-key`, in order. */
export function keys(): string[] {
  return dataRows().map((row) => row.dataset.key ?? "");
}

/** The text of a cell. */
export function cellText(key: string, column: string): string | null {
  const row = dataRows().find((each) => each.dataset.key === key);
  const cell = row && within(row).getAllByRole("gridcell");
  return cell?.find((each) => each.dataset.column === column)?.textContent ?? null;
}

export function dataRows(): HTMLElement[] {
  return screen.queryAllByRole("row").filter((row) => row.dataset.key !== undefined);
}
