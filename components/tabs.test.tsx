// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { KeyboardProvider } from "#components/keyboard";
import { Tabs, useTabKeys } from "#components/tabs";

const page = vi.hoisted(() => ({ params: {}, search: "", push: vi.fn() }));
vi.mock("next/navigation", () => ({
  useParams: () => page.params,
  useRouter: () => ({ push: page.push }),
  useSearchParams: () => new URLSearchParams(page.search),
}));

afterEach(cleanup);

function Page() {
  useTabKeys();
  return <Tabs section="jobs" counts={undefined} place="top" />;
}

test.each([
  ["a list without namespaces", {}, "", "/pods"],
  ["a list of some", {}, "ns=pay%2Cweb", "/pods?ns=pay%2Cweb"],
  ["the page of an object", { namespace: "web", name: "build" }, "", "/pods?ns=web"],
])("from %s, tab and key lead to the same rows that are counted", (_, params, search, href) => {
  Object.assign(page, { params, search });
  render(
    <KeyboardProvider>
      <Page />
    </KeyboardProvider>,
  );
  expect(screen.getByRole("link", { name: "Pods" }).getAttribute("href")).toBe(href);
  fireEvent.keyDown(document.body, { key: "3" });
  expect(page.push).toHaveBeenLastCalledWith(href);
});
